"""Words that exempt from liability or limit it, and what the law does not let a contract exempt from.

民法典 article 496 has standard terms that exempt or reduce their supplier's liability brought to notice; article 506
makes void what exempts from personal injury and from loss of property by intent or gross negligence.  Words are looked
for sentence by sentence, so that a limit is told where it is written plainly; what is put in a roundabout way is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from slagen.diagnostics import Lang, Message
from slagen.model.parties import Role

# Patterns are compiled when they are first used: few clauses that change have words that ask for them.
_SENTENCES: Mapping[Lang, str] = MappingProxyType({"zh": "[^。；！？\n]+", "en": r"(?:[^.;!?\n]|\.(?=\S))+"})
_LIMITS: Mapping[Lang, str] = MappingProxyType(
    {
        "zh": (
            "(?P<relief>概?不(?:再|因此|应当|应|必)?(?:承担|负)(?:有|任何)?[^，：]{0,24}?(?:责任|赔偿|损失))"
            "|不予赔偿|不(?:负责)?赔偿|(?<![不未得能])免除(?:其|服务提供方|客户)?[^，：不]{0,12}责任"
            "|免(?:于|予)(?:承担|赔偿)"
            "|(?:责任|赔偿|违约金|抵扣|补偿|总额)[^：]{0,60}?(?:(?:不得|不|最高不)超过|以[^，：]{1,24}为限)"
            "|(?:责任|赔偿|救济)以[^，：]{1,24}为限|唯一[^，：]{0,6}救济|可以获得的全部(?:赔偿|款项)"
            "|不(?:作|提供)[^，：]{0,10}(?:保证|担保)|超出[^，：]{0,8}部分不(?:予|再)"
        ),
        "en": (
            r"(?i)(?P<relief>\bnot (?:be |otherwise |itself |in any way )?(?:liable|responsible)\b"
            r"|\bno (?:liability|responsibility)\b)"
            r"|\b(?:neither|no) Party\b[^,:]{0,24}?\b(?:liable|responsible)\b"
            r"|\b(?:not|neither)\b[^,:]{0,24}?\b(?:compensates?|compensated)\b"
            r"|\b(?:liability|damages|compensation|Credits)\b[^:]{0,160}?\b(?:shall not exceed|not exceeding|limited to"
            r"|capped at|no more than|do(?:es)? not exceed)\b"
            r"|\b(?:only|sole|exclusive)\b[^,:]{0,24}?\bremed(?:y|ies)\b"
            r"|\ball that [^,:]{1,24} may recover\b"
            r"|\b(?:exempt(?:ed)?|released|excused|discharged) from\b[^,:]{0,24}?\bliabilit"
            r"|\b(?:Provider|Customer|Party|Parties) (?:hereby )?(?:exclude|disclaim)s?\b|\bwithout warrant"
        ),
    }
)
_HINTS: Mapping[Lang, tuple[str, ...]] = MappingProxyType(
    {
        "zh": ("承担", "负", "赔偿", "免", "超过", "为限", "唯一", "全部", "保证", "担保", "超出"),
        "en": (
            "liab", "responsib", "compensat", "exceed", "limited to", "capped", "no more than", "only", "sole",
            "exclusive", "may recover", "exclude", "disclaim", "warrant",
        ),
    }
)  # fmt: skip
"""Without any of these, a sentence has no limit; looking for them is much quicker than for the limit itself."""
_EXCEPTION: Mapping[Lang, str] = MappingProxyType({"zh": "^\\s*除[^，]*?(?:以外|外)，", "en": r"^\s*Except [^,]*, "})
"""What a sentence takes out before it says what it limits."""
_NAMES: Mapping[Lang, Mapping[Role, str]] = MappingProxyType(
    {
        "zh": {Role.CUSTOMER: "客户", Role.PROVIDER: "服务提供方"},
        "en": {Role.CUSTOMER: "Customer", Role.PROVIDER: "Provider"},
    }
)
_ANY: Mapping[Lang, str] = MappingProxyType(
    {
        "zh": "客户|服务提供方|[任一双各另]一?方",
        "en": r"\bCustomer\b|\bProvider\b|\bPart(?:y|ies)\b",
    }
)


def limit_in(text: str, lang: Lang, supplier: Role | None = None) -> str | None:
    """The words of the first limit or exemption in a text; None where there is none.

    `supplier`: the party whose liability matters; what only the other one is exempted from is passed over.
    """
    for sentence in re.finditer(_SENTENCES[lang], text) if _hinted(text, lang) else ():
        if not _hinted(sentence[0], lang):
            continue
        words = re.sub(_EXCEPTION[lang], "", sentence[0])
        for match in re.finditer(_LIMITS[lang], words):
            if supplier is None or not match["relief"] or _whose(words, match, lang) != _other(supplier):
                return match[0].strip()
    return None


def _hinted(text: str, lang: Lang) -> bool:
    return any(hint in text for hint in _HINTS[lang])


def _whose(sentence: str, match: re.Match[str], lang: Lang) -> Role | None:
    """The party named last before or within the words of a relief; None for either, or where none is named."""
    named = [found[0] for found in re.finditer(_ANY[lang], sentence[: match.end()])]
    return next((role for role, name in _NAMES[lang].items() if named and named[-1] == name), None)


def _other(role: Role) -> Role:
    return Role.CUSTOMER if role is Role.PROVIDER else Role.PROVIDER


class Kept(StrEnum):
    """Liability that no contract can exempt from (民法典 article 506)."""

    INJURY = "personal injury"
    INTENT = "intent"
    GROSS_NEGLIGENCE = "gross negligence"


SAID: Mapping[Kept, Message] = MappingProxyType(
    {
        Kept.INJURY: Message("人身损害", "personal injury"),
        Kept.INTENT: Message("故意造成的财产损失", "loss of property caused intentionally"),
        Kept.GROSS_NEGLIGENCE: Message("重大过失造成的财产损失", "loss of property caused by gross negligence"),
    }
)
_KEPT: Mapping[Lang, Mapping[Kept, str]] = MappingProxyType(
    {
        "zh": {
            Kept.INJURY: "人身(?:损害|伤害|伤亡|损失)|伤亡|死亡",
            Kept.INTENT: "故意",
            Kept.GROSS_NEGLIGENCE: "重大过失",
        },
        "en": {
            Kept.INJURY: r"\b(?:personal|bodily) injur(?:y|ies)\b|\bdeath\b",
            Kept.INTENT: r"\bintent(?:ion|ional|ionally)?\b|\bwill?ful(?:ly)?\b",
            Kept.GROSS_NEGLIGENCE: r"\bgross(?:ly)? negligen(?:ce|t)\b",
        },
    }
)
WORDS: Mapping[Lang, tuple[str, ...]] = MappingProxyType(
    {
        "zh": ("人身", "伤亡", "死亡", "故意", "重大过失"),
        "en": ("injur", "death", "intent", "wilful", "willful", "gross"),
    }
)
"""Without any of these, a text names none of it."""
_EXCEPTS: Mapping[Lang, str] = MappingProxyType(
    {
        "zh": ("不适用|不受[^。；]{0,16}(?:限制|约束|影响)|除外|以外|不得(?:限制|排除|免除)|不(?:限制|排除|免除)"),
        "en": (
            r"(?i)\b(?:except|other than|apart from|nothing in|does not apply|do not apply|not apply"
            r"|not (?:be )?(?:limit|exclud|restrict|affect)\w*)\b|\bno (?:exclusion|limit|cap)\b"
        ),
    }
)
_VERBS: Mapping[Lang, str] = MappingProxyType(
    {
        "zh": "不(?:承担|负|赔偿|予赔偿)(?P<between>[^。；：]{0,16}?)",
        "en": r"\b(?:not (?:be )?(?:liable|responsible)|no (?:liability|responsibility))\b(?P<between>[^.;:]{0,40}?)",
    }
)


def kept_in(text: str, lang: Lang) -> frozenset[Kept]:
    """Which liability of article 506 a text names."""
    return frozenset(kept for kept, words in _KEPT[lang].items() if re.search(words, text, re.IGNORECASE))


def carved_out(text: str, lang: Lang) -> frozenset[Kept]:
    """Which liability of article 506 a paragraph names along with words that take it out of limits."""
    if not any(word in text.lower() for word in WORDS[lang]):
        return frozenset()
    return kept_in(text, lang) if re.search(_EXCEPTS[lang], text) else frozenset()


def exempted(text: str, lang: Lang) -> Iterator[tuple[Kept, str]]:
    """The liability of article 506 that a text exempts a party from in so many words, and these words.

    Not what the other party causes, which is its own.
    """
    for kept in kept_in(text, lang):
        match = re.search(f"{_VERBS[lang]}(?:{_KEPT[lang][kept]})", text, re.IGNORECASE)
        if match and not re.search(_ANY[lang], match["between"]):
            yield kept, match[0]
