"""What is remembered of a contract's last assembly changes nothing but the time that the next takes."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from changed import another, leaves
from check.contracts import base, written
from judges import ROOT
from library import Library

from slagen.assemble.labels import Labels
from slagen.assemble.make import Maker
from slagen.check.inputs import check_inputs
from slagen.check.rule import Rule
from slagen.check.rules import MODULES, rules_of
from slagen.diagnostics import Code, Diagnostic, InputError
from slagen.model.clause import ClauseFile
from slagen.pipeline import compile_all, examine, load
from slagen.project import Project
from slagen.read.contract import Loaded, read_contract
from slagen.read.positioned import parse_yaml
from slagen.resolve.bound import Bound, Register, unwrap, watched
from slagen.resolve.memory import Memory
from slagen.resolve.sandbox import inputs
from slagen.tree import Block, Document

MINIMAL = ROOT / "tests" / "minimal" / "contract.yaml"
SAMPLE = ROOT / "samples" / "cloud-hosting" / "contract.yaml"

Seen = tuple[Document | None, tuple[Diagnostic, ...]]


def compiled(contract: Path) -> Seen:
    try:
        made = compile_all(load(contract), ["bilingual"])
    except InputError as wrong:
        return None, wrong.diagnostics
    return made.document, made.diagnostics


def forgetful(contract: Path, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """The same without any memory of clauses."""
    with monkeypatch.context() as patched:
        patched.setattr(Memory, "_own", lambda *_: None)
        return compiled(contract)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the clauses that are made while the test runs."""
    ids: list[str] = []
    real = Maker.blocks

    def blocks(self: Maker, clause: ClauseFile, *rest: object) -> object:
        ids.append(clause.head.id)
        return real(self, clause, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Maker, "blocks", blocks)
    return ids


# What is noted ------------------------------------------------------------------------------------------------------

LOOKS: list[tuple[str, Callable[[dict[str, Bound]], object], set[str]]] = [
    ("a field of a block", lambda n: n["contract"].get("version"), {"contract.version"}),
    ("what is in it", lambda n: n["contract"].get("renewal").get("notice"), {"contract.renewal"}),
    ("a field of entries", lambda n: [one.get("target") for one in n["slos"]], {"slos#", "slos.target"}),
    ("an entry by its place", lambda n: n["slos"].item(0), {"slos#"}),
    ("how many there are", lambda n: len(n["slos"]), {"slos#"}),
    ("whether there are any", lambda n: bool(n["slos"]), {"slos#"}),
    (
        "a field of the entry that an id names",
        lambda n: n["slos"].item(0).get("service").get("description"),
        {"slos#", "slos.service", "services.id", "services.description"},
    ),
    (
        "one that stands in a block",
        lambda n: n["escalations"].item(0).get("priority").get("name"),
        {"escalations#", "escalations.priority", "priority.targets"},
    ),
    ("an entry that is printed", lambda n: n["services"].item(0).printed(),
     {"services#", "services.name", "services.id"}),
    ("a text of a list that is printed", lambda n: n["exclusions"].item(0).printed(), {"exclusions#", "exclusions"}),
    ("a list that is printed", lambda n: n["exclusions"].printed(), {"exclusions"}),
    (
        "entries that ids name, printed",
        lambda n: n["establishment"].get("review_participants").printed(),
        {"establishment.review_participants", "contacts.id", "contacts.role"},
    ),
    ("entries compared", lambda n: n["slos"].item(0) == n["slos"].item(0), {"slos#", "slos"}),
    ("one taken as it is", lambda n: unwrap(n["termination"]), {"termination"}),
    ("a mapping", lambda n: n["calendars"].item(0).get("weekly").get("mon"), {"calendars#", "calendars.weekly"}),
]  # fmt: skip


@pytest.mark.parametrize(("look", "noted"), [one[1:] for one in LOOKS], ids=[one[0] for one in LOOKS])
def test_what_a_clause_looks_at_is_noted(look: Callable[[dict[str, Bound]], object], noted: set[str]) -> None:
    contract = load(SAMPLE).contract
    register = Register.of(contract)
    names = inputs(contract, register)
    register.looked.clear()
    look(names)
    assert register.looked | register.asked == noted


@pytest.mark.parametrize(
    ("look", "printed"),
    [
        (lambda field: field.printed(), True),
        (lambda field: None, True),
        (lambda field: field == "1.0", False),
        (lambda field: bool(field), False),
        (lambda field: len(field), False),
        (lambda field: unwrap(field), False),
        (lambda field: {field: 1}, False),
    ],
    ids=["printed", "nothing", "compared", "a condition", "counted", "taken", "a key"],
)
def test_a_field_that_is_no_more_than_printed_is_noted_apart(look: Callable[[Bound], object], printed: bool) -> None:
    contract = load(SAMPLE).contract
    register = Register.of(contract)
    names = inputs(contract, register)
    register.looked.clear()
    look(names["contract"].get("version"))
    assert register.asked == {"contract.version"}
    assert register.looked == (set() if printed else {"contract.version"})


@pytest.mark.parametrize(
    "look",
    [
        lambda names: names["contract"].get("renewal").get("notice").printed(),
        lambda names: names["calendars"].item(0).get("weekly").get("mon"),
        lambda names: names["establishment"].get("review_participants").printed(),
        lambda names: names["slos"].item(0).get("service"),
    ],
    ids=["in a block", "a mapping", "names", "an id"],
)
def test_what_is_more_than_one_field_is_looked_at(look: Callable[[dict[str, Bound]], object]) -> None:
    contract = load(SAMPLE).contract
    register = Register.of(contract)
    look(inputs(contract, register))
    assert register.asked <= register.looked


def test_what_code_that_takes_a_whole_contract_looks_at_is_noted() -> None:
    contract, looked = load(SAMPLE).contract, set[str]()
    seen = watched(contract, looked)
    assert seen.slos == contract.slos
    assert seen.contract.renewal == contract.contract.renewal
    assert looked == {"slos", "contract#", "contract.renewal"}
    assert seen.credit_terms
    assert looked == {"slos", "contract#", "contract.renewal", "credit_terms#"}


# What is made again -------------------------------------------------------------------------------------------------

CLAUSE = """
1. {{ customer.name }}：{{ contract.version }}，{% if sites %}有场所{% endif %}{{ services | length }}。
{% for service in services %}
1. {{ service }}，{{ service.calendar.name }}{% if has('second.clause') %}，{{ ref('second.clause') }}{% endif %}。
{% endfor %}
{% for slo in slos %}
1. {{ slo.target }}，{{ slo.service.monthly_fee | words }}。
{% endfor %}
"""
OTHER = "1. {{ provider.name }}，{{ invoicing.tax_rate }}。"
BUDGET = "1. {% if budget(slos[0]) %}{{ budget(slos[0]) }}{% else %}{{ slos[0].target }}{% endif %}。"


@pytest.fixture
def three(library: Library) -> Library:
    """A library of three clauses."""
    library.clause(CLAUSE, CLAUSE, id_="first.clause")
    library.clause(OTHER, OTHER, id_="second.clause", section="1.2", when="invoicing.tax_included == false")
    library.clause(BUDGET, BUDGET, id_="third.clause", section="1.2")
    return library


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("# The", "# A comment. The", []),
        ("zh: 法定代表人", "zh: 董事长", []),
        ("description: {zh: 托管", "description: {zh: 另外托管", ["third.clause"]),
        ("expiry: 2026-12-31", "expiry: 2026-12-30", []),
        ('version: "1.0"', 'version: "1.1"', []),
        ("zh: 网站托管", "zh: 托管", ["first.clause", "third.clause"]),
        ("zh: 工作时间", "zh: 办公时间", ["third.clause"]),
        ("monthly_fee: CNY 10000", "monthly_fee: CNY 10000.00", ["first.clause", "third.clause"]),
        ("zh: 示例客户有限公司", "zh: 示例有限公司", []),
        ("zh: 示例服务有限公司", "zh: 示例有限公司", []),
        ("tax_rate: 5%", "tax_rate: 6%", []),
        ("tax_included: false", "tax_included: true", ["first.clause"]),
        (
            "parties:\n",
            "sites: [{id: a, name: {zh: 甲, en: A}, address: {zh: 乙, en: B}}]\nparties:\n",
            ["first.clause"],
        ),
    ],
)
def test_only_clauses_that_look_at_an_edit_are_made_again(
    three: Library, made: list[str], monkeypatch: pytest.MonkeyPatch, old: str, new: str, again: list[str]
) -> None:
    compiled(three.contract())
    made.clear()
    contract = three.contract({old: new})
    now = compiled(contract)
    assert now[0] is not None, now[1]
    assert [id_ for id_ in made if not id_.startswith("unused.")] == again
    assert now == forgetful(contract, monkeypatch)


@pytest.mark.parametrize("which", ["clause", "terms", "phrases", "references"])
def test_an_edit_of_the_library_makes_clauses_again(
    three: Library, made: list[str], monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    contract = three.contract()
    compiled(contract)
    made.clear()
    match which:
        case "clause":
            three.clause(OTHER + "另。", OTHER + "另。", id_="second.clause", section="1.2")
        case "terms":
            three.terms("- {id: a, zh: 场所, en: Place, definition: {zh: 某处, en: somewhere}}\n")
        case "phrases":
            phrases = three.root / "clauses" / "phrases.yaml"
            phrases.write_text(phrases.read_text("utf-8") + "\nOther:\n  a: {zh: 甲, en: A}\n", "utf-8")
        case _:
            three.references("[]\n")
    now = compiled(contract)
    assert "second.clause" in made
    assert ("first.clause" in made) == (which != "clause")
    assert now == forgetful(contract, monkeypatch)


def test_what_has_problems_is_made_and_told_each_time(library: Library) -> None:
    library.clause("1. {{ contract.title }}。", "1. {{ contract.title }}.")
    contract = library.contract()
    first, second = compiled(contract), compiled(contract)
    assert first[0] is None
    assert first == second


def test_a_damaged_memory_is_none(three: Library, made: list[str], tmp_path: Path) -> None:
    contract = three.contract()
    first = compiled(contract)
    for kept in (tmp_path / "cache" / "slagen").iterdir():
        kept.write_bytes(kept.read_bytes()[:-1])
    made.clear()
    assert compiled(contract) == first
    assert "first.clause" in made


def test_what_is_not_known_is_not_kept(tmp_path: Path) -> None:
    opened = load(MINIMAL)
    project = Project(tmp_path, {"XDG_CACHE_HOME": str(tmp_path / "cache")})
    counted: list[int] = []

    def make() -> tuple[int, bool]:
        counted.append(1)
        return len(counted), True

    for library, parts in ((None, ["a"]), ("hash", ["a", None])):
        for _ in range(2):
            memory = Memory("kind", project, opened.loaded.source, set(), library)
            memory.once(int, parts, make)
            memory.save()
            assert memory.stamp(parts) is None
    assert len(counted) == 4


def test_a_check_after_an_edit_reads_only_the_clauses_that_it_has_to_look_at(
    three: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    zh, en = (
        "1. 限制不适用于死亡、故意和重大过失。",
        "1. The limit does not apply to death, intent or gross negligence.",
    )
    three.clause(zh, en, id_="fourth.clause", section="1.2")  # else all is looked through for a limit that lacks it
    examine(load(three.contract()))
    read: list[str] = []
    real = Labels.resolve

    def resolve(self: Labels, clause_id: str, block: Block) -> Block:
        read.append(clause_id)
        return real(self, clause_id, block)

    monkeypatch.setattr(Labels, "resolve", resolve)
    opened = load(three.contract({'version: "1.0"': 'version: "1.1"'}))
    assert examine(opened) == compile_all(opened, []).diagnostics
    read.clear()
    opened = load(three.contract({'version: "1.0"': 'version: "1.2"'}))
    examine(opened)
    assert set(read) == {"first.clause"}


@pytest.mark.parametrize("target", ["second.clause", "#gone"])
def test_a_reference_that_leads_nowhere_is_told_of_a_clause_that_is_as_it_was(
    library: Library, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    library.clause(f"1. {{{{ ref('{target}') }}}}。", f"1. {{{{ ref('{target}') }}}}.")
    if target == "second.clause":
        library.clause(OTHER, OTHER, id_=target, section="1.2", when="invoicing.tax_included == false")
        assert compiled(library.contract())[0] is not None
    contract = library.contract({"tax_included: false": "tax_included: true"})
    for _ in range(2):
        document, told = compiled(contract)
        assert (document, {one.code for one in told}) == (None, {Code.REF_UNKNOWN})
    assert (document, told) == forgetful(contract, monkeypatch)


# Whole agreements ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version: "1.0"', 'version: "1.1"'),
        ("effective: 2026-01-01", "effective: 2026-01-02"),
        ("zh: 蓝屿零售（示例）有限公司", "zh: 蓝屿（示例）有限公司"),
        ("zh: 样例一区可用区 A", "zh: 样例一区可用区甲"),
        ("+86-10-5555-0111", "+86-10-5555-0911"),
        ("zh: 值班经理", "zh: 当班经理"),
        ("business days", "weeks"),
        ("3 months", "4 months"),
        ("30 days", "31 days"),
        ("ge: 95%, lt: 99%, pct: 20%", "ge: 95%, lt: 99%, pct: 21%"),
        ("calendar_months: true", "calendar_months: false"),
        ("rounding: half up", "rounding: down"),
    ],
)
def test_a_sample_after_an_edit_is_what_it_is_without_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    text = SAMPLE.read_text("utf-8")
    assert old in text
    contract = tmp_path / "contract.yaml"
    contract.write_text(text, "utf-8")
    before = compiled(contract)
    contract.write_text(text.replace(old, new), "utf-8")
    after = compiled(contract)
    assert after[0] is not None, after[1]
    assert after[0] != before[0]
    assert after == forgetful(contract, monkeypatch)


def test_random_edits_one_after_another_are_what_they_are_without_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = Random(20)  # noqa: S311 - chance, not secrecy
    contract, data = tmp_path / "contract.yaml", base()
    for _ in range(int(os.environ.get("SLAGEN_EDITS", "4"))):
        contract.write_text(written(data), "utf-8")
        assert compiled(contract) == forgetful(contract, monkeypatch)
        for holder, key in rng.sample(list(leaves(data)), 3):
            holder[key] = another(holder[key], rng)


def test_a_text_of_a_sample_that_lacks_a_language_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SAMPLE.read_text("utf-8")
    contract = tmp_path / "contract.yaml"
    contract.write_text(text, "utf-8")
    assert compiled(contract)[0] is not None
    contract.write_text(re.sub(r"(?m)^exclusions:\n  - zh: .*\n    en: ", "exclusions:\n  - en: ", text), "utf-8")
    document, told = compiled(contract)
    assert (document, [one.code for one in told]) == (None, [Code.TEXT_MISSING])
    assert (document, told) == forgetful(contract, monkeypatch)


# Rules over the inputs ----------------------------------------------------------------------------------------------

DAY = date(2026, 1, 1)


def raised(value: Any) -> Any:
    """The same data with every figure in it raised by one, where figures can be anything."""
    if isinstance(value, dict):
        return {key: raised(one) for key, one in value.items()}
    if isinstance(value, list):
        return [raised(one) for one in value]
    if isinstance(value, str) and (match := re.fullmatch(r"(\d+)( ?[a-z%].*)", value)):
        return f"{int(match[1]) + 1}{match[2]}"
    return value + 1 if type(value) is int else value


def edits(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each list and block at the top of a contract in other forms: with other figures, shortened, reversed."""
    for name, value in data.items():
        yield f"{name}: figures", data | {name: raised(value)}
        if isinstance(value, list) and len(value) > 1:
            yield f"{name}: one less", data | {name: value[:-1]}
            yield f"{name}: reversed", data | {name: value[::-1]}


def found(project: Project) -> tuple[Loaded, list[Diagnostic]]:
    """The project's contract, and what the rules find in it by memory."""
    loaded = read_contract(project, "contract.yaml")
    memory = Memory("rules", project, loaded.source, set(), "")
    told = check_inputs(loaded, DAY, memory)
    memory.save()
    return loaded, told


def test_rules_find_what_they_find_without_memory(tmp_path: Path) -> None:
    data = parse_yaml("contract.yaml", SAMPLE.read_text("utf-8")).data
    project = Project(tmp_path, {"XDG_CACHE_HOME": str(tmp_path / "cache")})
    differing, whole = [], 0
    for name, edited in edits(data):
        (tmp_path / "contract.yaml").write_text(json.dumps(edited, default=str, ensure_ascii=False), "utf-8")
        loaded, told = found(project)
        whole += not loaded.wrong
        differing += [name] if told != check_inputs(loaded, DAY) else []
    assert differing == []
    assert whole > 60


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("# The", "# A comment. The", set()),
        ("zh: 增值税", "zh: 税", set()),
        ("effective: 2026-01-01", "effective: 2026-01-02", {"term"}),
        ("weekly: {mon: [09:00-18:00]", "weekly: {mon: [09:00-17:00]", {"calendars", "reachability"}),
    ],
)
def test_only_rules_that_look_at_an_edit_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, again: set[str]
) -> None:
    ran: list[str] = []

    def rules(module: str) -> tuple[Rule, ...]:
        ran.append(module)
        return rules_of(module)

    monkeypatch.setattr("slagen.check.inputs.rules_of", rules)
    project = Project(tmp_path, {"XDG_CACHE_HOME": str(tmp_path / "cache")})
    text = MINIMAL.read_text("utf-8")
    assert old in text
    for said in (text, text.replace(old, new, 1)):
        ran.clear()
        (tmp_path / "contract.yaml").write_text(said, "utf-8")
        found(project)
        assert written != text or ran == list(MODULES)
    assert again <= set(ran)
    assert bool(ran) == bool(again)
