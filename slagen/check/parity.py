"""Whether the two languages of a clause say the same, as far as that can be seen without understanding them.

Paragraph by paragraph: the same list shape, conditions, inputs, figures and references on both sides, which is
certain; and a duty, prohibition, right or negation on one side with its counterpart on the other, which is a
likelihood.  What a person has reviewed (``slagen clauses agree``) is not doubted again; what was changed since in one
language only is stale.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType

from slagen.diagnostics import Code, Diagnostic, Lang, Message, Span, error, warning
from slagen.model.clause import ClauseFile
from slagen.read.passages import TAG, Passage, Unit, passages

Pair = tuple[Passage, Passage]
"""A paragraph in Chinese and in English."""


def parity(clause: ClauseFile) -> Iterator[Diagnostic]:
    """Everything in which the two languages of a clause differ, or may differ."""
    yield from differences(clause)
    yield from stale(clause)
    yield from doubts(clause)


def pairs(clause: ClauseFile) -> list[Pair]:
    """The paragraphs that stand at the same place in both languages."""
    return list(zip(passages(clause.sources["zh"]), passages(clause.sources["en"]), strict=False))


# What is certain ------------------------------------------------------------------------------------------------


def differences(clause: ClauseFile) -> Iterator[Diagnostic]:
    """Paragraphs, items, tables, conditions, inputs, figures and references that only one language has."""
    file = clause.span.file
    for zh, en in zip_longest(*(passages(clause.sources[lang]) for lang in ("zh", "en"))):
        if zh is None or en is None:
            yield _unpaired(file, zh or en, "zh" if en is None else "en")
            return
        if zh.mark != en.mark:
            yield _differ(file, en.line, _Side("标记", "the marks", zh.mark or "—", en.mark or "—"))
            return
        yield from _different_units(file, zh, en)


def _different_units(file: str, zh: Passage, en: Passage) -> Iterator[Diagnostic]:
    for one, other in zip_longest(zh.units, en.units):
        if one is None or other is None or one.shape != other.shape:
            line = (other or one or en.units[-1]).line
            yield _differ(
                file, line, _Side("条件、列表或者表格", "the conditions, lists or tables", _said(one), _said(other))
            )
            return
        for zh_name, en_name, read in _EXACT:
            ours, theirs = read(one.text), read(other.text)
            if ours != theirs:
                sides = (" ".join(sorted((a - b).elements())) or "—" for a, b in ((ours, theirs), (theirs, ours)))
                yield _differ(file, other.line, _Side(zh_name, en_name, *sides))


@dataclass(frozen=True, slots=True)
class _Side:
    """A kind of content, and what each language has of it that the other lacks."""

    zh_name: str
    en_name: str
    zh: str
    en: str


def _said(unit: Unit | None) -> str:
    return "—" if unit is None else unit.text or unit.kind


def _values(text: str) -> list[str]:
    return [" ".join(match["value"].split()) for match in TAG.finditer(text) if match["value"]]


def _inputs(text: str) -> Counter[str]:
    return Counter(value for value in _values(text) if not value.startswith((*_CALLS, _CONSPICUOUS)))


def _conspicuous(text: str) -> Counter[str]:
    return Counter(value for value in _values(text) if value.startswith(_CONSPICUOUS))


def _references(text: str) -> Counter[str]:
    return Counter(value.replace('"', "'") for value in _values(text) if value.startswith(_CALLS))


def _conditions(text: str) -> Counter[str]:
    return Counter(" ".join(match["tag"].split()) for match in TAG.finditer(text) if match["tag"])


def _figures(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+(?:[.,]\d+)*", TAG.sub(" ", text)))


def _titles(text: str) -> Counter[str]:
    """Whether it starts with a bold title; its words belong to the language."""
    return Counter(["**…**"] if TAG.sub("", text).lstrip().startswith("**") else [])


_CALLS = ("ref(", "cite(", "mark(")
_CONSPICUOUS = "conspicuous("
_EXACT: tuple[tuple[str, str, Callable[[str], Counter[str]]], ...] = (
    ("段首标题", "the run-in titles", _titles),
    ("输入", "the inputs", _inputs),
    ("引用", "the references", _references),
    ("显著标识", "the signs that it is conspicuous", _conspicuous),
    ("条件", "the conditions", _conditions),
    ("数字", "the figures", _figures),
)


def _differ(file: str, line: int, side: _Side) -> Diagnostic:
    return error(
        Code.PARITY_DIFFERENT,
        Span(file, line, 1),
        zh=f"本段中文与英文的{side.zh_name}不同：中文 {side.zh}，英文 {side.en}",
        en=f"{side.en_name} of this paragraph differ: {side.zh} in Chinese, {side.en} in English",
        hint=Message(
            "两种语言应当用同样的输入、数字、引用和条件",
            "both need the same inputs, figures, references and conditions",
        ),
    )


def _unpaired(file: str, passage: Passage, lang: Lang) -> Diagnostic:
    zh, en = ("中文", "Chinese") if lang == "zh" else ("英文", "English")
    return error(
        Code.PARITY_DIFFERENT,
        Span(file, passage.line, 1),
        zh=f"本段只有{zh}",
        en=f"this paragraph stands in {en} only",
        value=_short(passage),
    )


# What a person has reviewed -------------------------------------------------------------------------------------


def stale(clause: ClauseFile) -> Iterator[Diagnostic]:
    """Paragraphs that were changed in one language since both were last agreed at."""
    agreed = clause.head.agreed
    if agreed is None:
        return
    both = agreed.pairs()
    known = {"zh": {zh for zh, _ in both}, "en": {en for _, en in both}}
    for zh, en in pairs(clause):
        if (zh.digest, en.digest) in both:
            continue
        kept = {"zh": zh.digest in known["zh"], "en": en.digest in known["en"]}
        if kept["zh"] != kept["en"]:
            yield _stale(clause, zh, en, "zh" if kept["zh"] else "en")


def agreed(clause: ClauseFile, zh: Passage, en: Passage) -> bool:
    """Whether a person has reviewed the two paragraphs as they stand."""
    record = clause.head.agreed
    return record is not None and (zh.digest, en.digest) in record.pairs()


def _stale(clause: ClauseFile, zh: Passage, en: Passage, left: Lang) -> Diagnostic:
    behind = {"zh": zh, "en": en}[left]
    names = ("英文", "中文", "English", "Chinese") if left == "zh" else ("中文", "英文", "Chinese", "English")
    version = clause.head.agreed.version if clause.head.agreed else ""
    return warning(
        Code.PARITY_STALE,
        Span(clause.span.file, behind.line, 1),
        zh=f"自 {version} 版核对以来，本段的{names[0]}已经改动，{names[1]}没有",
        en=f"since both were agreed at version {version}, the {names[2]} here has changed, the {names[3]} has not",
        value=_short(behind),
        hint=Message(
            f"中文：{zh.text}\n英文：{en.text}\n核对后运行 slagen clauses agree {clause.head.id}",
            f"Chinese: {zh.text}\nEnglish: {en.text}\nwhen both agree, run slagen clauses agree {clause.head.id}",
        ),
    )


# What is likely -------------------------------------------------------------------------------------------------


def doubts(clause: ClauseFile) -> Iterator[Diagnostic]:
    """Duties, prohibitions, rights, negations, number words without a counterpart that nobody has reviewed."""
    for zh, en in pairs(clause):
        if not agreed(clause, zh, en):
            for one, other in zip(zh.units, en.units, strict=False):
                if one.kind == other.kind and one.kind in ("item", "words", "cell"):
                    yield from _doubts(clause.span.file, one, other)


def _doubts(file: str, zh: Unit, en: Unit) -> Iterator[Diagnostic]:
    ours, theirs = _counted(zh.text, _ZH), _counted(en.text, _EN)
    for name, (zh_name, en_name) in _NAMES.items():
        if _negated(zh.text, en.text) if name == "negation" else _unlike(ours[name], theirs[name]):
            yield warning(
                Code.PARITY_DOUBT,
                Span(file, en.line, 1),
                zh=f"本段{zh_name}：中文 {ours[name]} 处，英文 {theirs[name]} 处",
                en=f"{en_name} in this paragraph: {ours[name]} in Chinese, {theirs[name]} in English",
                value=_cut(TAG.sub("…", en.text)),
                hint=Message("核对后运行 slagen clauses agree", "once reviewed, run slagen clauses agree"),
            )
    yield from _parties(file, zh, en)
    yield from _number_words(file, zh, en)


def _parties(file: str, zh: Unit, en: Unit) -> Iterator[Diagnostic]:
    ours, theirs = TAG.sub("…", zh.text).replace("其他客户", ""), TAG.sub("…", en.text)  # others are no party
    for zh_name, en_name in (("客户", "Customer"), ("服务提供方", "Provider")):
        if zh.kind != "cell" and (zh_name in ours) != (en_name in theirs):
            yield warning(
                Code.PARITY_DOUBT,
                Span(file, en.line, 1),
                zh=f"本段只有一种语言提到{zh_name}（{en_name}）",
                en=f"only one language of this paragraph names the {en_name} ({zh_name})",
                value=_cut(theirs),
            )


def _unlike(one: int, other: int) -> bool:
    """Whether two counts are too far apart for a difference of style: none against some, or two apart."""
    return (one == 0) != (other == 0) or abs(one - other) > 2


def _negated(zh: str, en: str) -> bool:
    """Whether one language negates where the other says nothing that could be a negation, however it is put."""
    zh, en = TAG.sub("…", zh), TAG.sub("…", en)
    ours, theirs = _ZH["negation"].search(zh), _EN["negation"].search(en)
    return bool(ours and not theirs and not _MILD_EN.search(en)) or bool(
        theirs and not ours and not _MILD_ZH.search(zh)
    )


def _number_words(file: str, zh: Unit, en: Unit) -> Iterator[Diagnostic]:
    ours = Counter(_NUMBERS_ZH[word] for word in _NUMBER_ZH.findall(_NO_NUMBER_ZH.sub("", TAG.sub(" ", zh.text))))
    theirs = Counter(
        _NUMBERS_EN[word] for word in re.findall(r"\b[a-z]+\b", TAG.sub(" ", en.text)) if word in _NUMBERS_EN
    )
    if ours != theirs:
        yield warning(
            Code.PARITY_DOUBT,
            Span(file, en.line, 1),
            zh=f"本段以文字写出的数目不同：中文 {_listed(ours)}，英文 {_listed(theirs)}",
            en=f"numbers in words differ in this paragraph: {_listed(ours)} in Chinese, {_listed(theirs)} in English",
            value=_cut(TAG.sub("…", en.text)),
        )


def _listed(numbers: Counter[int]) -> str:
    return " ".join(map(str, sorted(numbers.elements()))) or "—"


def _counted(text: str, patterns: Mapping[str, re.Pattern[str]]) -> dict[str, int]:
    """How often each kind of word stands in a text; a prohibition is no duty, right or bare negation."""
    words = TAG.sub("…", text)
    prohibitions = len(patterns["prohibition"].findall(words))
    rest = patterns["prohibition"].sub(" ", words)
    others = {name: len(pattern.findall(rest)) for name, pattern in patterns.items() if name != "prohibition"}
    return {**others, "prohibition": prohibitions}


_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "duty": ("义务（应当）", "duties (shall)"),
        "prohibition": ("禁止（不得）", "prohibitions (shall not)"),
        "right": ("权利（可以、有权）", "rights (may, is entitled to)"),
        "negation": ("否定（不、未、无）", "negations (not, no, without)"),
    }
)
_ZH: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "prohibition": re.compile("不得|禁止|不可以"),
        "duty": re.compile("应当|必须"),
        "right": re.compile("可以|有权|(?<=[方人户者])可(?=[自要选以])"),
        "negation": re.compile("不|未|没有"),
    }
)
_EN: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "prohibition": re.compile(
            r"\b(?:shall|may|must) not\b|\b[Nn]either [Pp]arty (?:may|shall)\b|\b[Nn]o (?:\w+ ){1,4}(?:may|shall)\b"
        ),
        "duty": re.compile(r"\b(?:shall|must)\b"),
        "right": re.compile(r"\bmay\b|\bentitled to\b|\bhas the right\b"),
        "negation": re.compile(r"\b(?:not|no|none|neither|nor|never|without|cannot|unless|nothing)\b", re.IGNORECASE),
    }
)
# Words that say what the other language may say with a negation.
_MILD_ZH = re.compile("无|非|除|免|逾期|拒绝|缺|仅|外|否|另|只|空|漏|停|失|直至|禁止|违|限于|以前|之前|以内")
_MILD_EN = re.compile(
    r"\b(?:except|other than|apart from|instead|only|outside|before|until|overdue|wrong\w*|late\w*|fail\w*|lack\w*|"
    r"miss\w*|omit\w*|refus\w*|exclud\w*|absen\w+|below|beyond|\w+less|un\w+|in[a-z]{3,}|dis\w+|mis\w+)\b",
    re.IGNORECASE,
)
_NUMBERS_ZH = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十二": 12}
_NUMBERS_EN = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
_NUMBER_ZH = re.compile("(十二|[两二三四五六七八九十])(?=[次个种份名项日月年周倍人方套轮级类者档])")
_NO_NUMBER_ZH = re.compile("第[一二三四五六七八九十百]+|第三[人方]")


def _short(passage: Passage) -> str:
    return _cut(" ".join(TAG.sub("…", passage.text).split()))


def _cut(text: str, length: int = 80) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def everywhere(clauses: Iterable[ClauseFile]) -> list[Diagnostic]:
    """What :func:`parity` finds in many clauses."""
    return [found for clause in clauses for found in parity(clause)]
