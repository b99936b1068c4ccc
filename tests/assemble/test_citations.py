"""Citations of laws and standards: how they read, what the contract lists, and which a contract is told of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from library import Library, paragraphs, says

from slagen.compiled import Compiled
from slagen.diagnostics import Code, Diagnostic, InputError
from slagen.pipeline import compile_all, load
from slagen.tree import Citation, Document, Table, blocks, inlines

DATA = yaml.safe_load((Path(__file__).parent / "citations.yaml").read_text("utf-8"))
LISTING = """1. **题** 无。

   | 编号 | 名称 | 版本 | 状态 | 日期 |
   |---|---|---|---|---|
   {% for one in document_references %}
   | {{ one.number }} | {{ one.title }} | {{ one.edition }} | {{ one.status }} | {{ one.verified_on or '—' }} |
   {% endfor %}
"""
OWN = "\nreferences:\n"


def compiled(contract: Path) -> Compiled:
    return compile_all(load(contract), ["bilingual"])


def write(library: Library, *cites: str, through: str = "") -> str:
    text = "、".join(f"{{{{ cite({cite}){through} }}}}" for cite in cites)
    library.references(DATA["register"])
    return library.clause(f"1. **题** 依照{text}。", f"1. **Title.** Under {text}.")


def diagnostics(library: Library) -> list[Diagnostic]:
    try:
        return list(compiled(library.contract()).diagnostics)
    except InputError as caught:
        return list(caught.diagnostics)


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: str(case["cite"]))
def test_a_citation_reads_as_a_lawyer_writes_it(library: Library, case: dict[str, Any]) -> None:
    write(library, case["cite"], through=f" | {case['filter']}" if "filter" in case else "")
    (paragraph,) = paragraphs(library.document())
    assert says(paragraph.content) == f"题 依照{case['zh']}。"
    assert says(paragraph.content, "en") == f"Title. Under {case['en']}.".replace("~", "\u00a0")
    (node,) = [node for node in inlines(paragraph.content.get("zh")) if isinstance(node, Citation)]
    assert node.targets == tuple(yaml.safe_load(f"[{case['cite']}]"))


@pytest.mark.parametrize("case", DATA["wrong"], ids=lambda case: str(case["cite"]))
def test_a_wrong_citation_is_told_where_it_stands(library: Library, case: dict[str, Any]) -> None:
    name = write(library, case["cite"])
    found = [one for one in diagnostics(library) if one.code.value.startswith(("REFERENCE", "SLA041"))]
    assert {(one.code.value, one.severity.value) for one in found} == {(case["code"], case["severity"])}
    assert case["says"] in found[0].message.zh
    assert case.get("hint", "") in (found[0].hint.zh if found[0].hint else "")
    line, column = library.place(name, case["cite"].strip("'"))
    place = (found[0].span.file, found[0].span.line, found[0].span.column)
    assert place == (name, line, 1 if case["code"] == "SLA041" else column)


def test_an_outdated_work_is_told_once(library: Library) -> None:
    write(library, "'gb-t-1-2016'", "'gb-t-1-2016/3'")
    library.clause("1. **题** {{ cite('gb-t-1-2016') }}。", "1. **T.** {{ cite('gb-t-1-2016') }}.", id_="second.one")
    assert [one.code for one in diagnostics(library)] == [Code.REFERENCE_SUPERSEDED]


def test_an_unverified_work_is_nothing_to_tell_a_contract_of(library: Library) -> None:
    write(library, "'gb-t-1'", "'code/1'")
    assert diagnostics(library) == []


# What a contract lists ------------------------------------------------------------------------------------------


def listed(document: Document) -> list[list[str]]:
    (table,) = [block for block in blocks(document) if isinstance(block, Table)]
    return [[says(cell) for cell in row.cells] for row in table.rows]


def listing(library: Library, references: str = "") -> None:
    library.clause(LISTING, LISTING.replace("**题** 无。", "**Title.** None."), id_="last.list")
    file = library.contract()
    file.write_text(file.read_text("utf-8") + references, "utf-8")


def test_a_contract_lists_what_its_clauses_cite_and_what_it_adds(library: Library) -> None:
    write(library, "'iso-1/8.6.1'", "'interpretation/9'", "'code/585'")
    own = (
        "  - {id: manual, number: M-1, title: {zh: 手册, en: Manual}, edition: 第2版, status: current}\n"
        "  - {id: gb-t-1}\n  - {id: iso-1}\n"
    )
    listing(library, OWN + own)
    assert listed(compiled(library.project / "contract.yaml").document) == [
        ["主席令第一号", "某某法典", "2020年5月28日公布", "现行有效", "2026年11月23日"],
        ["法释〔2023〕1号", "关于适用《某某法典》的解释", "2025年10月28日修改", "现行有效", "—"],
        ["ISO 1:2018", "管理", "2018, Amd 1:2024", "现行有效", "2026年11月23日"],
        ["GB/T 1-2025", "要求", "2025", "现行有效", "—"],
        ["M-1", "手册", "第2版", "现行有效", "—"],
    ]


def test_a_definition_that_is_printed_counts_as_citing(library: Library) -> None:
    write(library, "'iso-1'")
    library.terms(
        "- {id: thing, zh: 东西, en: Thing, definition: {zh: \"{{ cite('code/1') }}\", en: \"{{ cite('code/1') }}\"}}"
    )
    loop = "1. **题** {% for term in terms %}{{ term.definition }}{% endfor %}东西。"
    library.clause(loop, loop.replace("东西", "Thing"), id_="third.terms")
    listing(library)
    found = listed(compiled(library.project / "contract.yaml").document)
    assert [row[0] for row in found] == ["主席令第一号", "ISO 1:2018"]


@pytest.mark.parametrize(
    ("entry", "code", "says_"),
    [
        ("{id: codex}", Code.REFERENCE_SUPERSEDED, "条款库未收录 codex"),
        ("{id: manual, number: M-1}", Code.FIELD_MISSING, "缺少 title、edition、status"),
        ("{id: gb-t-1-2016}", Code.REFERENCE_SUPERSEDED, "GB/T 1-2016 已被替代"),
        (
            "{id: mine, number: GB/T 1-2016, title: {zh: 旧, en: Old}, edition: '2016', status: current}",
            Code.VALUE_CONFLICT,
            "条款库已收录 GB/T 1-2016，标识为 gb-t-1-2016",
        ),
    ],
)
def test_what_a_contract_adds_is_checked(library: Library, entry: str, code: Code, says_: str) -> None:
    write(library, "'iso-1'")
    listing(library, f"{OWN}  - {entry}\n")
    try:
        found = compiled(library.project / "contract.yaml").diagnostics
    except InputError as caught:
        found = caught.diagnostics
    (one,) = found
    assert (one.code, one.span.file) == (code, "contract.yaml")
    assert says_ in one.message.zh


# The register ---------------------------------------------------------------------------------------------------

WORK = "kind: law, number: N, title: {zh: 法, en: Law}, verified: false"


@pytest.mark.parametrize(
    ("register", "code", "says_"),
    [
        (f"- {{id: a, {WORK}, status: superseded}}", Code.REFERENCE_FORM, "应当写出 superseded_by"),
        (f"- {{id: a, {WORK}, status: repealed, superseded_by: b}}", Code.REFERENCE_UNKNOWN, "b 不在登记册中"),
        (f"- {{id: a, {WORK}, status: current}}\n- {{id: a, {WORK}, status: current}}", Code.ID_DUPLICATE, "第 1 行"),
        (f"- {{id: a, {WORK.replace('false', 'true')}, status: current}}", Code.VALUE_INVALID, "verified_on 和 source"),
    ],
)
def test_a_register_says_all_it_must(library: Library, register: str, code: Code, says_: str) -> None:
    write(library, "'code'")
    library.references(register)
    (found,) = library.problems()
    assert (found.code, found.span.file) == (code, "slagen:clauses/references.yaml")
    assert says_ in found.message.zh


def test_a_project_overlays_the_register_by_id(library: Library) -> None:
    write(library, "'code'")
    (library.project / "clauses").mkdir()
    own = f"- {{id: code, {WORK}, status: current}}\n- {{id: mine, {WORK.replace('法', '我法')}, status: current}}"
    (library.project / "clauses" / "references.yaml").write_text(own, "utf-8")
    library.clause("1. **题** {{ cite('mine/3') }}", "1. **T.** {{ cite('mine/3') }}", id_="second.one", own=True)
    first, second = paragraphs(library.document())
    assert says(first.content) == "题 依照《法》。"
    assert says(second.content) == "题 《我法》第三条"
