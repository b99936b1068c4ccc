"""Forms of what identifies and reaches people: credit codes, e-mail addresses, telephone numbers.

Sources: GB 32100-2015; RFC 5321, 5322 and 6531; ITU-T E.123 and E.164, and how numbers are written in China.  Each
function says what is wrong with a value, in words, or None.
"""

from __future__ import annotations

import re
import unicodedata

from slagen.diagnostics import Message

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc_check_character(code: str) -> str:
    """The check character (the 18th) that the first 17 characters of a unified social credit code call for.

    GB 32100-2015, 5.2.5 and appendix B: weights 3^(i-1) mod 31, check value 31 less the weighted sum mod 31.
    """
    total = sum(_USCC.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return _USCC[-total % 31]


# E-mail ---------------------------------------------------------------------------------------------------------

_ATOM = r"[A-Za-z0-9_+-]+"
_LABEL = r"(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORDINARY = re.compile(
    rf"(?=.{{6,200}}$)(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+"
    r"(?!(?:arpa|invalid|local|localhost|onion|test)$)[a-z]{2,63}"
)
"""Addresses of which nobody needs to think twice; others are looked at by the library, which takes a while to load."""


def wrong_email(address: str) -> Message | None:
    """What is wrong with an e-mail address; whether its domain exists is not asked."""
    if _ORDINARY.fullmatch(address):
        return None
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError as wrong:
        reason = str(wrong).rstrip(".")
        zh = next((words for pattern, words in _REASONS if re.search(pattern, reason)), "")
        return Message(f"不是电子邮箱地址{zh and f'（{zh}）'}", f"is no e-mail address ({reason})")
    return None


_REASONS = (
    ("must have an @-sign|exactly one @-sign", "应当恰有一个 @"),
    ("should have a period", "@ 之后的域名缺少点号"),
    ("special-use or reserved", "@ 之后是保留的域名"),
    ("SPACE", "含有空格"),
    ("display name", "只写地址本身"),
    ("two periods", "有两个相连的点号"),
    ("something (?:before|after) the @-sign|There must be something", "@ 前后不得为空"),
    ("invalid characters", "含有不能使用的字符"),
    ("too long", "过长"),
)

# Telephone ------------------------------------------------------------------------------------------------------

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_GROUP = r"(?:[0-9]|\([0-9](?:[ .-]?[0-9])*\))"
_NUMBER = re.compile(rf"\+?{_GROUP}(?:[ .-]{{0,3}}{_GROUP})*")
_EXTENSION = re.compile(r"[ ,-]*(?:;ext=|#|(?:ext(?:ension)?\b\.?|x|转接?|分机号?)[ :]*)[0-9]{1,8}$", re.IGNORECASE)
_BETWEEN = re.compile(r" *(?:/|、|;(?!ext=)|,|或者?|\bor\b) *")
_LIKE = re.compile(
    r"[+(]?[0-9](?:[0-9+() .,/;#:、转接分机号或者-]|ext(?:ension)?\b=?|\bor\b|x(?=[0-9 ]))*", re.IGNORECASE
)
_SHORTEST, _LONGEST = 3, 15
"""Digits of a number: from short codes such as 110 to what ITU-T E.164, 6.1, allows."""
_ENOUGH = 200
"""Characters of what may be a number, or several."""


def wrong_phone(written: str) -> Message | None:
    """What is wrong with a telephone number, or with several, with / or a comma between them.

    Digits may be grouped by spaces, hyphens, dots and parentheses; a number may begin with + and end in an extension
    (``ext. 12``, ``x12``, ``转 12``, ``-8001``).  An alternative to the first number may be its last digits alone.
    """
    text = _plain(written)
    if len(text) > _ENOUGH:
        return _no_number()
    first, *others = _BETWEEN.split(text)
    found = (_wrong_number(first, _SHORTEST), *(_wrong_number(one, 1) for one in others))
    return next(filter(None, found), None)


def like_phone(written: str) -> bool:
    """Whether something is meant as a telephone number: digits and what stands between and after them, nothing else."""
    text = _plain(written)
    return len(text) <= _ENOUGH and _LIKE.fullmatch(text) is not None


def _plain(written: str) -> str:
    """As it would be typed: half-width, hyphens for dashes."""
    return unicodedata.normalize("NFKC", written).translate(_DASHES)


def _no_number() -> Message:
    return Message("不是电话号码的形式", "is not in the form of a telephone number")


def _wrong_number(written: str, least: int) -> Message | None:
    number = _EXTENSION.sub("", written)
    if not _NUMBER.fullmatch(number):
        return _no_number()
    digits = _digits(number)
    if len(digits) > _LONGEST and "-" in number:
        digits = _digits(number.rpartition("-")[0])  # 0571-88888888-12345: the last group is an extension
    if not least <= len(digits) <= _LONGEST:
        return Message(
            f"有 {len(digits)} 位数字，电话号码应有 {_SHORTEST} 至 {_LONGEST} 位",
            f"has {len(digits)} digits; telephone numbers have {_SHORTEST} to {_LONGEST}",
        )
    return _wrong_in_china(number, digits)


def _digits(number: str) -> str:
    return re.sub(r"[^0-9]", "", number)


def _wrong_in_china(number: str, digits: str) -> Message | None:
    """A number that is certainly Chinese and has not as many digits as its kind: mobile ones 11, those of 400 ten."""
    code = re.match(r"\+86|0086", number.replace(" ", ""))
    national = digits[len(_digits(code[0])) :] if code else digits
    if code and re.match(r"1[3-9]", national) and len(national) != 11:
        return _other_length(Message("手机号码", "mobile numbers"), 11, national)
    if re.match(r"400[ -]", number) and len(national) != 10:
        return _other_length(Message("400 号码", "400 numbers"), 10, national)
    return None


def _other_length(kind: Message, wanted: int, national: str) -> Message:
    return Message(
        f"{kind.zh}应有 {wanted} 位，写的是 {len(national)} 位",
        f"has {len(national)} digits; {kind.en} have {wanted}",
    )
