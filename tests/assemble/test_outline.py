"""Which clauses a contract has: conditions, sections left out, a project's own clauses laid over the library's."""

from __future__ import annotations

from pathlib import Path

import pytest
from editions import SAMPLES
from judges import ROOT
from library import Library, says, words

from slagen.diagnostics import Code
from slagen.pipeline import compile_all, load
from slagen.tree import Document, Paragraph


def headings(document: Document) -> list[tuple[str, str]]:
    """Label and number in the specification of each section that is there."""
    return [
        (says(section.heading.label), section.section) for chapter in document.chapters for section in chapter.sections
    ]


ALL = [("1.1", "1.1"), ("1.2", "1.2"), ("2.1", "3.1"), ("2.2", "3.2")]


def four(library: Library, **when: str) -> None:
    for section in ("1.1", "1.2", "3.1", "3.2"):
        name = f"s{section.replace('.', '-')}"
        condition = when.get(name.replace("-", "_"))
        library.clause("1. 甲", "1. A", id_=f"test.{name}", section=section, when=condition)


def test_all_sections_in_order(library: Library) -> None:
    four(library)
    document = library.document()
    assert headings(document) == ALL
    assert [says(chapter.heading.label).replace("\u00a0", "") for chapter in document.chapters] == ["第1章", "第2章"]


@pytest.mark.parametrize(
    ("condition", "there"),
    [
        ("contract.signed", False),
        ("not contract.signed", True),
        ("services", True),
        ("exclusions", False),
        ("contract.language.mode == 'bilingual'", True),
        ("contract.language.mode == 'zh'", False),
        ("services | length > 1", False),
        ("slos | selectattr('service.id', 'eq', 'web') | list", True),
        ("slos | selectattr('service.id', 'eq', 'mail') | list", False),
    ],
)
def test_a_section_is_there_where_its_condition_holds(condition: str, there: bool, library: Library) -> None:
    four(library, s1_1=f'"{condition}"')
    document = library.document()
    assert headings(document) == ALL
    assert [section.used for chapter in document.chapters for section in chapter.sections] == [there, True, True, True]


def test_a_section_without_a_clause_keeps_its_number_and_says_why(library: Library) -> None:
    four(library, s1_1="exclusions", s1_2="exclusions")
    document = library.document()
    assert headings(document) == ALL
    section = document.chapters[0].sections[1]
    (paragraph,) = section.clauses[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert says(paragraph.label) == "1.2.1"
    assert says(paragraph.content) == "不适用 本条在本协议中不适用：双方没有约定本条所涉的事项。"
    assert says(paragraph.content, "en").startswith("Not used. This Section is not used in this Agreement: ")


@pytest.mark.parametrize(
    "condition",
    [
        "contrct.signed",
        "contract.sgned",
        "contract.signed +",
        "services > 1",
        "1 / 0",
        "contract.version | int",
        "services[7].name",
    ],
)
def test_a_condition_that_can_not_be_decided_is_an_error_at_its_place(condition: str, library: Library) -> None:
    name = library.clause("1. 甲", "1. A", when=f'"{condition}"')
    (problem,) = library.problems()
    assert problem.span.file == name
    assert problem.span.line == library.place(name, condition)[0]
    assert problem.code in (Code.NAME_UNDEFINED, Code.CLAUSE_SYNTAX)


def test_annexes_come_in_the_order_of_the_template_and_the_others_behind(library: Library) -> None:
    library.clause("1. 甲", "1. A")
    for id_ in ("annex.more", "annex.list", "annex.absent"):
        library.clause("1. 乙", "1. B", id_=id_, section="annex", when="exclusions" if id_ == "annex.absent" else None)
    assert [annex.clause.id for annex in library.document().annexes] == ["annex.list", "annex.more"]


def test_a_clause_of_the_project_stands_in_for_the_packaged_one(library: Library) -> None:
    library.clause("1. 库", "1. library")
    library.clause("1. 另", "1. other", id_="second.other", section="3.1")
    library.clause("1. 自", "1. own", own=True, version="2.0.0")
    document = library.document()
    assert words(document) == ["自", "另"]
    clause = document.chapters[0].sections[0].clauses[0]
    assert (clause.version, clause.span.file) == ("2.0.0", "clauses/first.beginning.md")


def test_a_clause_of_the_project_may_add_to_the_library(library: Library) -> None:
    library.clause("1. 库", "1. library")
    library.clause("1. 增", "1. added", id_="own.more", own=True)
    assert words(library.document()) == ["库", "增"]
    assert headings(library.document()) == ALL


def test_has_tells_which_clauses_are_there(library: Library) -> None:
    text = (
        "1. {% if has('second.other') %}有{% else %}无{% endif %}{% if has('second.gone') %}有{% else %}无{% endif %}"
    )
    library.clause(text, text)
    library.clause("1. 另", "1. other", id_="second.other", section="3.1")
    library.clause("1. 另", "1. other", id_="second.gone", section="3.1", when="exclusions")
    assert words(library.document())[0] == "有无"


def test_two_files_of_one_library_with_one_id(library: Library) -> None:
    library.clause("1. 甲", "1. A")
    file = library.root / "clauses" / "first.beginning.md"
    (library.root / "clauses" / "second.md").write_bytes(file.read_bytes())
    (problem,) = library.problems()
    assert problem.code is Code.CLAUSE_DUPLICATE
    assert problem.span.file == "slagen:clauses/second.md"


# What a template leaves out and puts in ---------------------------------------------------------------------------

OWN = {"standard_terms:": "template: own\n  standard_terms:"}
OMIT = 'omit: [{section: "1.2", reason: {zh: 术语见主协议, en: the terms are those of the master agreement}}]\n'


def test_a_template_omits_a_section(library: Library) -> None:
    four(library)
    library.template(OMIT)
    document = library.document(OWN)
    assert headings(document) == ALL
    section = document.chapters[0].sections[1]
    assert not section.used
    (paragraph,) = section.clauses[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert says(paragraph.content, "zh") == "不适用 本条在本协议中不适用：术语见主协议。"
    assert paragraph.span.file == "templates/own/template.yaml"
    assert len(words(document)) == 3


def test_a_reason_may_refer_to_a_clause(library: Library) -> None:
    four(library)
    library.template(
        """omit: [{section: "1.2", reason: {zh: "依照{{ ref('test.s3-1') }}", en: "see {{ ref('test.s3-1') }}"}}]"""
    )
    (paragraph,) = library.document(OWN).chapters[0].sections[1].clauses[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert "依照第2.1条。" in says(paragraph.content)


@pytest.mark.parametrize(("target", "omitted"), [("test.s1-2", True), ("test.s3-1", False)])
def test_a_reference_into_what_is_left_out_says_why(target: str, omitted: bool, library: Library) -> None:
    four(library, s3_1="exclusions")
    name = library.clause(f"1. {{{{ ref('{target}#x') }}}}", f"1. {{{{ ref('{target}') }}}}", id_="test.refers")
    library.template(OMIT)
    for problem in library.problems(OWN):
        assert (problem.code, problem.span.file) == (Code.REF_UNKNOWN, name)
        assert problem.hint is not None
        assert "replace the clause that refers to it by one of your own" in problem.hint.en
        assert ("omits section 1.2 (templates/own/template.yaml:3:" in problem.message.en) is omitted
        assert (
            "its condition exclusions does not hold (slagen:clauses/test.s3-1.md:" in problem.message.en
        ) is not omitted


def test_in_a_clause_of_the_project_such_a_reference_may_be_guarded(library: Library) -> None:
    four(library)
    library.clause("1. {{ ref('test.s1-2') }}", "1. {{ ref('test.s1-2') }}", id_="own.refers", own=True)
    library.template(OMIT)
    assert {one.hint.en for one in library.problems(OWN) if one.hint} == {"guard the reference with has()"}


def test_a_template_omits_an_annex(library: Library) -> None:
    four(library)
    for id_ in ("annex.list", "annex.more"):
        library.clause("1. 乙", "1. B", id_=id_, section="annex")
    name = library.template("omit: [{annex: annex.list, reason: {zh: 无, en: none}}]")
    assert [annex.clause.id for annex in library.document(OWN).annexes] == ["annex.more"]
    library.clause("1. {{ ref('annex.list') }}", "1. x", id_="test.refers", section="1.1")
    assert f"omits the annex annex.list ({name}:3:" in library.problems(OWN)[0].message.en


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("annex: annex.lst, reason: {zh: 无, en: none}", "no annex annex.lst"),
        ("reason: {zh: 无, en: none}", "one of section and annex"),
        ('section: "1.2", annex: annex.list, reason: {zh: 无, en: none}', "one of section and annex"),
    ],
)
def test_an_omission_that_names_nothing_or_too_much(entry: str, said: str, library: Library) -> None:
    four(library)
    library.clause("1. 乙", "1. B", id_="annex.list", section="annex")
    name = library.template(f"omit: [{{{entry}}}]")
    (problem,) = library.problems(OWN)
    assert (problem.span.file, problem.span.line) == (name, 3)
    assert said in problem.message.en


def test_has_is_false_for_what_is_omitted(library: Library) -> None:
    text = "1. {% if has('test.s1-2') %}有{% else %}无{% endif %}"
    library.clause(text, text, id_="test.asks", section="1.1")
    four(library)
    library.template(OMIT)
    assert words(library.document(OWN))[0] == "无"


A = "{zh: 甲, en: A}"
INSERT = """
insert:
  chapters:
    - {id: green, title: {zh: 绿色, en: Green}, after: 1, sections: [{id: energy, title: {zh: 能源, en: Energy}}]}
  sections:
    - {id: second, title: {zh: 二, en: Second}, after: "1.1"}
    - {id: third, title: {zh: 三, en: Third}, after: second}
    - {id: fourth, title: {zh: 四, en: Fourth}, after: "1.1"}
    - {id: water, title: {zh: 水, en: Water}, after: energy}
"""


def test_a_template_inserts_chapters_and_sections(library: Library) -> None:
    four(library)
    for section in ("second", "third", "fourth", "energy", "water"):
        library.clause("1. 增", "1. new", id_=f"own.{section}", section=section, own=True)
    library.template(INSERT)
    document = library.document(OWN)
    assert headings(document) == [
        ("1.1", "1.1"), ("1.2", "second"), ("1.3", "third"), ("1.4", "fourth"), ("1.5", "1.2"),
        ("2.1", "energy"), ("2.2", "water"), ("3.1", "3.1"), ("3.2", "3.2"),
    ]  # fmt: skip
    assert [says(chapter.heading.title, "en") for chapter in document.chapters] == [
        "First Part",
        "Green",
        "Second Part",
    ]


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ('omit: [{section: "1.3", reason: {zh: 无, en: none}}]', '"1.3"', "there is no 1.3"),
        ('outline: [{chapter: 1, sections: ["1.1", "1.2", "3.1"]}]', "outline", "lacks section 3.2"),
        ('outline: [{chapter: 1, sections: ["1.1", "1.2", "3.1", "3.2", "3.2"]}]', '"3.2"]', "listed twice"),
        ('outline: [{chapter: 2, sections: ["1.1", "1.2", "3.1", "3.2"]}]', "2, sections", "there is no 2"),
        ("insert: {sections: [{id: a, title: {zh: 甲, en: A}, after: b}]}", "b}", "there is no b"),
        ('insert: {sections: [{id: a, title: {zh: 甲, en: A}, after: "1.1"}]}', "a, title", "no clause is in"),
        ('insert: {sections: [{id: annex, title: {zh: 甲, en: A}, after: "1.1"}]}', "annex", "is taken"),
        (
            f"insert: {{chapters: [{{id: c, title: {A}, after: 9, sections: [{{id: s, title: {A}}}]}}]}}",
            "9,",
            "is no 9",
        ),
    ],
)
def test_an_outline_that_does_not_hold(text: str, at: str, said: str, library: Library) -> None:
    four(library)
    name = library.template(text)
    found = library.problems(OWN)
    assert {one.code for one in found} == {Code.OUTLINE_FORM}
    assert any(said in one.message.en and (one.span.line, one.span.column) == library.place(name, at) for one in found)
    assert all(one.span.file == name for one in found)


def test_a_section_omitted_twice(library: Library) -> None:
    four(library)
    entry = '{section: "1.2", reason: {zh: 无, en: none}}'
    name = library.template(f"omit:\n  - {entry}\n  - {entry}\n")
    (problem,) = library.problems(OWN)
    assert problem.span.line == library.place(name, entry, 2)[0]


def test_a_reason_in_one_language_is_not_enough(library: Library) -> None:
    four(library)
    name = library.template('omit: [{section: "1.2", reason: {zh: 无}}]')
    (problem,) = library.problems(OWN)
    assert (problem.code, problem.span.file) == (Code.TEXT_FORM, name)


@pytest.mark.parametrize(("text", "said"), [("extends: standrad", "no template standrad"), ("extends: own", "itself")])
def test_a_template_that_can_not_be_extended(text: str, said: str, library: Library) -> None:
    four(library)
    name = library.template("")
    file = library.project / name
    file.write_text(file.read_text("utf-8").replace("extends: standard", text), "utf-8")
    (problem,) = library.problems(OWN)
    assert (problem.code, problem.span.line) == (Code.TEMPLATE_FORM, 2)
    assert said in problem.message.en


def test_a_template_that_is_not_there(library: Library) -> None:
    four(library)
    library.template("", "ours")
    (problem,) = library.problems({"standard_terms:": "template: our\n  standard_terms:"})
    assert (problem.code, problem.span.file) == (Code.TEMPLATE_FORM, "contract.yaml")
    assert (problem.span.line, problem.span.column) == library.place("contract.yaml", "our\n")
    assert problem.hint is not None
    assert (
        problem.hint.en
        == "did you mean ours? there are: ours, standard; one of your own is templates/our/template.yaml"
    )


def test_a_template_takes_from_its_base_what_it_does_not_give(library: Library) -> None:
    four(library)
    library.template("phrases: {seal: {zh: 印, en: Chop}}\ntheme: {margins: {top: 99}}\n")
    (problem,) = library.problems(OWN)
    assert (problem.span.file, problem.span.line) == ("templates/own/template.yaml", 4)
    library.template("phrases: {seal: {zh: 印, en: Chop}}\ntheme: {margins: {top: 40}}\n")
    compiled = compile_all(load(library.contract(OWN)), ["bilingual"])
    assert says(compiled.document.signature.signatories[0].seal) == "印"
    assert says(compiled.document.signature.heading) == "签署页"
    assert (compiled.template.theme.margins.top, compiled.template.theme.margins.bottom) == (40, 24)


def test_a_template_is_called_like_its_folder(library: Library) -> None:
    four(library)
    file = library.project / library.template("")
    file.write_text(file.read_text("utf-8").replace("id: own", "id: mine"), "utf-8")
    (problem,) = library.problems(OWN)
    assert problem.code is Code.TEMPLATE_FORM


# Places of clauses ------------------------------------------------------------------------------------------------


def test_a_clause_says_which_it_follows(library: Library) -> None:
    for id_ in ("test.a", "test.b"):
        library.clause(f"1. {id_}", f"1. {id_}", id_=id_)
    for id_, after in (("own.c", "test.a"), ("own.d", "own.c"), ("own.e", "test.a")):
        library.clause(f"1. {id_}", f"1. {id_}", id_=id_, own=True, head=[f"after: {after}"])
    assert words(library.document()) == ["test.a", "own.c", "own.d", "own.e", "test.b"]


def test_a_clause_follows_one_that_is_left_out(library: Library) -> None:
    library.clause("1. 甲", "1. A", id_="test.a", when="exclusions")
    library.clause("1. 乙", "1. B", id_="test.b")
    library.clause("1. 丙", "1. C", id_="own.c", own=True, head=["after: test.a"])
    assert words(library.document()) == ["丙", "乙"]


def test_an_annex_follows_another(library: Library) -> None:
    library.clause("1. 甲", "1. A")
    for id_ in ("annex.list", "annex.more"):
        library.clause("1. 乙", "1. B", id_=id_, section="annex")
    library.clause("1. 丙", "1. C", id_="annex.own", section="annex", own=True, head=["after: annex.list"])
    assert [annex.clause.id for annex in library.document().annexes] == ["annex.list", "annex.own", "annex.more"]


@pytest.mark.parametrize(
    ("after", "said"), [("test.aa", "no clause test.aa"), ("test.z", "is in 3.1"), ("own.c", "in a circle")]
)
def test_a_place_that_is_not_there(after: str, said: str, library: Library) -> None:
    library.clause("1. 甲", "1. A", id_="test.a")
    library.clause("1. 甲", "1. A", id_="test.z", section="3.1")
    name = library.clause("1. 丙", "1. C", id_="own.c", own=True, head=[f"after: {after}"])
    (problem,) = library.problems()
    assert (problem.code, problem.span.file) == (Code.CLAUSE_PLACE, name)
    assert problem.span.line == library.place(name, "after:")[0]
    assert said in problem.message.en


def test_a_clause_in_a_section_that_is_not_there(library: Library) -> None:
    library.clause("1. 甲", "1. A", id_="test.a")
    name = library.clause("1. 丙", "1. C", id_="own.c", section="green", own=True)
    (problem,) = library.problems()
    assert (problem.code, problem.span.file) == (Code.CLAUSE_PLACE, name)
    assert problem.span.line == library.place(name, "section:")[0]


# The library ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sections", [["3.5"], ["6.5"], ["6.1", "6.2", "6.3", "6.4", "6.5"]])
@pytest.mark.parametrize("sample", SAMPLES)
def test_sections_that_a_template_can_omit_with_nothing_else(sample: str, sections: list[str], tmp_path: Path) -> None:
    (tmp_path / "templates" / "own").mkdir(parents=True)
    omissions = "".join(f'  - {{section: "{section}", reason: {{zh: 无, en: none}}}}\n' for section in sections)
    text = f"id: own\nextends: standard\nomit:\n{omissions}"
    (tmp_path / "templates" / "own" / "template.yaml").write_text(text, "utf-8")
    contract = (ROOT / "samples" / sample / "contract.yaml").read_text("utf-8")
    (tmp_path / "contract.yaml").write_text(contract.replace("  template: standard", "  template: own"), "utf-8")
    document = compile_all(load(tmp_path / "contract.yaml"), ["bilingual"]).document
    unused = [section.section for chapter in document.chapters for section in chapter.sections if not section.used]
    assert set(sections) <= set(unused)
