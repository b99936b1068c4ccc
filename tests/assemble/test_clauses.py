"""From clause text to the tree: values, errors with their places, joining lines, tables, pairing, terms, references."""

from __future__ import annotations

import pytest
from library import Library, outline_of, paragraphs, says, words

from slagen.diagnostics import Code, Diagnostic
from slagen.tree import Field, ResolvedRef, Strong, Table, Term, Text, blocks, inlines

P = "1. **题** "
E = "1. **Title.** "


def found(problems: list[Diagnostic]) -> list[tuple[Code, str, int, int]]:
    return [(problem.code, problem.span.file, problem.span.line, problem.span.column) for problem in problems]


# Values ---------------------------------------------------------------------------------------------------------


def test_a_value_is_a_field_with_its_path(library: Library) -> None:
    library.clause(
        P + "{{ customer.name }}，{{ contract.renewal.notice }}。",
        E + "{{ customer.name }}.{{ contract.renewal.notice }}",
    )
    (paragraph,) = paragraphs(library.document())
    assert paragraph.content.zh == (
        Strong((Text("题"),)),
        Text(" "),
        Field("parties[0].name", "示例客户有限公司"),
        Text("，"),
        Field("contract.renewal.notice", "60日"),
        Text("。"),
    )


def test_an_id_stands_for_what_it_names(library: Library) -> None:
    loop = "{% for slo in slos %}{{ slo.service.name }}{{ slo.service }}{% endfor %}"
    library.clause(P + loop, E + loop)
    (paragraph,) = paragraphs(library.document())
    assert [node for node in paragraph.content.zh or () if isinstance(node, Field)] == [
        Field("services[0].name", "网站托管"),
        Field("services[0]", "网站托管"),
    ]


@pytest.mark.parametrize(
    "value", ["**x**", "1. x", "a | b", "{{ 7*7 }}", "\ue0000\ue001", "\ue00215\ue001", "\ue003", "x\n\n1. y"]
)
def test_a_value_is_never_parsed(value: str, library: Library) -> None:
    table = "\n\n   | 一 | 二 |\n   |---|---|\n   | {{ customer.name }} | {{ customer.address }} |\n"
    library.clause(P + "{{ customer.name }}" + table, E + "{{ customer.name }}" + table)
    import json

    document = library.document(
        {"{zh: 示例客户有限公司, en: Example Customer Ltd.}": f"{{zh: {json.dumps(value)}, en: B}}"}
    )
    (paragraph,) = paragraphs(document)
    assert says(paragraph.content) == f"题 {value}"
    (shown,) = (block for block in blocks(document) if isinstance(block, Table))
    assert [says(cell) for cell in shown.rows[0].cells] == [value, "示例市一号路1号"]


# What is wrong, and where ---------------------------------------------------------------------------------------


def test_every_undefined_name_at_its_line_and_column(library: Library) -> None:
    name = library.clause(
        P + "甲\n   乙{{ contrct.id }}，{{ partys }}。", E + "A {{ contract.id }}.", reads=["contract"]
    )
    problems = library.problems()
    places = [library.place(name, "contrct"), library.place(name, "partys")]
    assert found(problems) == [(Code.NAME_UNDEFINED, name, *place) for place in places]
    assert [problem.hint and problem.hint.en for problem in problems] == [
        "did you mean contract?",
        "did you mean parties?",
    ]


@pytest.mark.parametrize(
    ("expression", "wrong", "near"),
    [
        ("contract.effectiv", "effectiv", "effective"),
        ("contract.renewal.notce", "notce", "notice"),
        ("services[0].nme", "nme", "name"),
        ("contract.__class__", "__class__", None),
        ("customer.name.upper", "upper", None),
    ],
)
def test_an_unknown_field_at_its_line_and_column(
    expression: str, wrong: str, near: str | None, library: Library
) -> None:
    name = library.clause(P + "甲", E + "A\n   {% if contract.id %}\n   {{ " + expression + " }}{% endif %}")
    (problem,) = library.problems()
    assert found([problem]) == [(Code.NAME_UNDEFINED, name, *library.place(name, wrong))]
    assert (problem.hint and problem.hint.en) == (near and f"did you mean {near}?")


@pytest.mark.parametrize(
    "expression",
    [
        "contract.id ~ 'x'",
        "'a'.__class__",
        "contract.id + 'x'",
        "contract.id()",
        "customer.name | upper",
        "1 / 0",
        "budget(contract)",
    ],
)
def test_what_clauses_can_not_do_is_an_error_at_its_line(expression: str, library: Library) -> None:
    name = library.clause(P + "甲\n\n1. 乙{{ " + expression + " }}", E + "A")
    problems = library.problems()
    assert {(problem.code, problem.span.file) for problem in problems} <= {
        (Code.CLAUSE_SYNTAX, name),
        (Code.NAME_UNDEFINED, name),
    }
    assert problems[0].span.line == library.place(name, expression)[0]


@pytest.mark.parametrize(
    "text", ["{% if %}甲{% endif %}", "{{ contract.id", "{% for x in %}", "{% endif %}", "{% foo %}"]
)
def test_template_syntax_is_an_error_at_its_line(text: str, library: Library) -> None:
    name = library.clause(P + "甲\n\n1. " + text, E + "A")
    (problem,) = library.problems()
    assert (problem.code, problem.span.file, problem.span.line) == (
        Code.CLAUSE_SYNTAX,
        name,
        library.place(name, text)[0],
    )


def test_an_input_that_reads_does_not_list(library: Library) -> None:
    name = library.clause(
        P + "{{ contract.id }}{{ services }}", E + "{{ contract.id }}{{ services }}", reads=["services"]
    )
    problems = library.problems()
    assert found(problems) == [(Code.CLAUSE_READS, name, *library.place(name, "contract.id", nth)) for nth in (1, 2)]


def test_values_that_are_left_out_all_at_once(library: Library) -> None:
    both = P + "{{ contract.signed }}\n\n1. {{ exclusions }}{{ contract.id }}"
    name = library.clause(both, E + "x\n\n1. y")
    assert found(library.problems()) == [
        (Code.VALUE_EMPTY, name, *library.place(name, "signed")),
        (Code.VALUE_EMPTY, name, *library.place(name, "exclusions", 2)),
    ]


def test_texts_that_lack_the_language_all_at_once(library: Library) -> None:
    library.clause(P + "{{ customer.name }}", E + "{{ customer.name }}{{ customer.address }}{{ provider.address }}")
    problems = library.problems(
        {
            "{mode: bilingual, prevailing: zh}": "{mode: zh, prevailing: zh}",
            'address: {zh: 示例市一号路1号, en: "1 First Road, Example City"}': "address: {zh: 示例市一号路1号}",
            'address: {zh: 示例市二号路2号, en: "2 Second Road, Example City"}': "address: {zh: 示例市二号路2号}",
        },
        "en",
    )
    places = [
        library.place("contract.yaml", "{zh: 示例市一号路1号}"),
        library.place("contract.yaml", "{zh: 示例市二号路2号}"),
    ]
    assert found(problems) == [(Code.TEXT_MISSING, "contract.yaml", *place) for place in places]
    assert [problem.value for problem in problems] == ["parties[0].address", "parties[1].address"]


@pytest.mark.parametrize("char", ["\ue000", "\ue001", "\ue002", "\ue003", "\uf8ff"])
def test_tokens_in_a_clause_are_refused(char: str, library: Library) -> None:
    name = library.clause(P + "甲\n   乙{{ '" + char + "' }}", E + "A")
    (problem,) = library.problems()
    assert found([problem]) == [(Code.CLAUSE_MARKUP, name, *library.place(name, char))]


@pytest.mark.parametrize(
    "markup",
    [
        "<b>x</b>",
        "<!-- x -->",
        "</p>",
        "# x",
        "> x",
        "- x",
        "* x",
        "```",
        "![x](y)",
        "[x](y)",
        "`x`",
        "***",
        "x\n   ===",
    ],
)
def test_markup_that_clauses_do_not_use_is_an_error(markup: str, library: Library) -> None:
    name = library.clause(P + "甲\n\n   " + markup, E + "A\n\n   x")
    problems = library.problems()
    assert {(problem.code, problem.span.file) for problem in problems} == {(Code.CLAUSE_MARKUP, name)}
    assert problems[0].span.line in range(library.place(name, markup)[0], library.place(name, markup)[0] + 2)


def test_numbers_are_computed_and_never_written(library: Library) -> None:
    name = library.clause(P + "甲：\n\n   2. 乙。", E + "A:\n\n   1. B.\n\n12. C")
    problems = library.problems()
    assert found(problems) == [(Code.CLAUSE_MARKUP, name, *library.place(name, written)) for written in ("2. ", "12. ")]
    assert [problem.value for problem in problems] == ["2.", "12."]


def test_what_is_wrong_with_a_template_is_said_in_both_languages(library: Library) -> None:
    name = library.clause(P + "{{ contract.id | upper }}", E + "{% if contract %}A")
    problems = library.problems()
    assert found(problems) == [
        (Code.CLAUSE_SYNTAX, name, library.place(name, text)[0], 1) for text in ("upper", "{% if")
    ]
    assert ["没有过滤器 upper" in problems[0].message.zh, "there is no filter upper" in problems[0].message.en] == [
        True
    ] * 2
    assert ["缺少 {% endif %}" in problems[1].message.zh, "{% if %} is not closed" in problems[1].message.en] == [
        True
    ] * 2


def test_a_list_that_nests_too_deeply(library: Library) -> None:
    name = library.clause(P + "甲：\n\n   1. 乙：\n\n      1. 丙：\n\n         1. 丁。", E + "A")
    (problem,) = library.problems()
    assert (problem.code, problem.span.line) == (Code.CLAUSE_MARKUP, library.place(name, "丁")[0])


# Lines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zh", "joined"),
    [
        ("甲乙\n   丙丁", "甲乙丙丁"),
        ("甲，\n   乙", "甲，乙"),
        ("使用 Word\n   Excel", "使用 Word Excel"),
        ("使用 Word\n   表格", "使用 Word表格"),
        ("编号\n   123", "编号123"),
    ],
)
def test_chinese_lines_are_joined_without_a_space(zh: str, joined: str, library: Library) -> None:
    library.clause(P + zh, E + "A")
    assert words(library.document()) == [f"题 {joined}"]


def test_english_lines_are_joined_by_a_space(library: Library) -> None:
    library.clause(P + "甲", E + "one\n   two\n   {{ contract.id }}\n   three")
    assert words(library.document(), "en") == ["Title. one two MIN-2026-001 three"]


def test_items_of_a_loop_that_end_in_a_condition_keep_their_lines(library: Library) -> None:
    loop = (
        "\n\n   {% for service in services %}\n   1. {{ service.name }}{% if loop.last %}。{% else %}；{% endif %}\n"
        "   {% endfor %}\n   1. 乙{{ ref('no.where') }}\n\n1. 丙"
    )
    name = library.clause(P + "甲：" + loop, E + "A:" + loop.replace("no.where", "first.beginning"))
    (problem,) = library.problems()
    assert found([problem]) == [(Code.REF_UNKNOWN, name, *library.place(name, "'no.where'"))]
    library.clause(
        P + "甲：" + loop.replace("no.where", "first.beginning"), E + "A:" + loop.replace("no.where", "first.beginning")
    )
    document = library.document()
    assert words(document) == ["题 甲：", "网站托管。", "乙第1.1条", "丙"]
    file = "clauses/first.beginning.md"
    spans = [block.span.line for block in paragraphs(document)]
    assert spans == [
        library.place("slagen:" + file, needle)[0] for needle in ("**题**", "1. {{ service.name", "1. 乙", "1. 丙")
    ]


def test_conditions_choose_whole_paragraphs_and_words(library: Library) -> None:
    text = (
        "{% if contract.signed %}\n1. 甲\n{% else %}\n1. 乙{% if services %}有{% else %}无{% endif %}\n{% endif %}\n\n"
        "{% if contract.language.mode == 'bilingual' %}\n1. 丙\n{% endif %}"
    )
    library.clause(text, text)
    assert words(library.document()) == ["乙有", "丙"]


# Tables ---------------------------------------------------------------------------------------------------------


def test_rows_of_a_loop(library: Library) -> None:
    table = (
        "\n\n   | 一 | 二 |\n   |---|---:|\n   {% for party in parties %}\n   | {{ party.role }} | {{ loop.index }} |\n"
        "   {% endfor %}\n"
    )
    name = library.clause(P + "甲：" + table, E + "A:" + table)
    (table_,) = (block for block in blocks(library.document()) if isinstance(block, Table))
    assert table_.align == ("left", "right")
    assert [[says(cell) for cell in row.cells] for row in table_.rows] == [["客户", "1"], ["服务提供方", "2"]]
    assert {row.span.line for row in table_.rows} == {library.place(name, "| {{ party.role")[0]}


# Pairing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zh", "en", "at"),
    [
        ("1. 甲\n\n1. 乙", "1. A", "1. 乙"),
        ("1. 甲", "1. A\n\n1. B", "1. B"),
        ("1. 甲：\n\n   1. 乙", "1. A:\n\n   B", "1. 乙"),
        ("1. 甲\n\n1. {{ mark('m') }}乙", "1. A\n\n1. {{ mark('n') }}B", "1. {{ mark('m') }}乙"),
        ("1. 甲：\n\n   | 一 |\n   |---|\n   | 乙 |", "1. A:\n\n   | 1 | 2 |\n   |---|---|\n   | B | C |", "| 一 |"),
        ("1. 甲：\n\n   | 一 |\n   |---|\n   | 乙 |\n   | 丙 |", "1. A:\n\n   | 1 |\n   |---|\n   | B |", "| 一 |"),
        ("1. 甲：\n\n   | 一 |\n   |---|\n   | 乙 |", "1. A:\n\n   | 1 |\n   |---:|\n   | B |", "| 一 |"),
    ],
)
def test_languages_that_differ_are_an_error_at_the_first_block_that_does(
    zh: str, en: str, at: str, library: Library
) -> None:
    name = library.clause(zh, en)
    (problem,) = library.problems()
    assert (problem.code, problem.span.file) == (Code.LANGUAGES_DIFFER, name)
    assert problem.span.line == library.place(name, at)[0]


def test_shapes_are_kept(library: Library) -> None:
    zh = "1. 甲：\n\n   1. 乙：\n\n      1. 丙；\n\n   1. 丁。\n\n   戊\n\n"
    zh += "1. 己：\n\n   | 一 | 二 |\n   |---|---|\n   | 1 | 2 |"
    library.clause(zh, zh)
    document = library.document()
    assert outline_of(document.chapters[0].sections[0].clauses[0].blocks) == [[[[]], [], []], [(1, 2)]]
    assert [says(paragraph.label) for paragraph in paragraphs(document)] == [
        "1.1.1", "（1）", "a）", "（2）", "", "1.1.2",
    ]  # fmt: skip


# Terms ----------------------------------------------------------------------------------------------------------

TERMS = """
- {id: level, zh: 服务级别, en: Service Level, definition: {zh: 甲, en: A}}
- {id: service, zh: 服务, en: Service, also: {en: [Services]}, definition: {zh: 乙, en: B}}
- {id: provider, zh: 服务提供方, en: Provider, definition: {zh: 丙, en: C}}
"""


def terms_in(library: Library, zh: str, en: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    library.terms(TERMS)
    library.clause(zh, en)
    (paragraph,) = paragraphs(library.document())
    marked = (
        [node for node in inlines(some or ()) if isinstance(node, Term)]
        for some in (paragraph.content.zh, paragraph.content.en)
    )
    chinese, english = ([(node.id, node.text) for node in some] for some in marked)
    return chinese, english


def test_the_longest_term_is_found(library: Library) -> None:
    assert terms_in(
        library, "1. 服务提供方的服务级别和服务", "1. A Provider's Service Levels, Service Level and Services"
    ) == (
        [("provider", "服务提供方"), ("level", "服务级别"), ("service", "服务")],
        [("provider", "Provider"), ("service", "Service"), ("level", "Service Level"), ("service", "Services")],
    )


def test_english_terms_are_whole_words_with_their_capitals(library: Library) -> None:
    assert terms_in(library, "1. 甲", "1. service services SERVICE Serviced Services, (Service) Provider.")[1] == [
        ("service", "Services"), ("service", "Service"), ("provider", "Provider"),
    ]  # fmt: skip


def test_terms_are_found_in_strong_words_but_never_in_values(library: Library) -> None:
    assert terms_in(library, "1. **服务** {{ provider.name }}", "1. **Service** {{ provider.name }}") == (
        [("service", "服务")],
        [("service", "Service")],
    )


def test_only_terms_that_are_used_are_listed(library: Library) -> None:
    library.terms(TERMS.replace("{zh: 乙, en: B}", "{zh: 服务提供方之事, en: what the Provider does}"))
    library.clause("1. 服务", "1. Service")
    item = "   1. {{ term.zh }} {{ term.en }} {{ term.definition }}\n"
    loop = "1. 术语：\n\n   {% for term in terms %}\n" + item + "   {% endfor %}"
    library.clause(loop, loop, id_="first.terms", section="1.2")
    # The definition of a term that is used uses another; the third is used by nothing.
    assert words(library.document(), "zh")[-2:] == ["服务提供方 Provider 丙", "服务 Service 服务提供方之事"]


# Marks and references -------------------------------------------------------------------------------------------


def refs(library: Library, lang: str = "zh") -> list[str]:
    return [
        node.text
        for paragraph in paragraphs(library.document())
        for node in inlines(paragraph.content.zh if lang == "zh" else paragraph.content.en)
        if isinstance(node, ResolvedRef)
    ]


def test_references_to_everything_that_has_a_number(library: Library) -> None:
    some = (
        "1. {{ mark('a') }}甲{{ ref('#a') }}{{ ref('#item') }}{{ ref('#sub') }}：\n\n"
        "   1. {{ mark('item') }}乙：\n\n      1. 丙\n\n      1. {{ mark('sub') }}丁\n\n"
        "1. {{ ref('annex.list') }}{{ ref('annex.list#row') }}{{ ref('second.one') }}{{ ref('first.beginning') }}"
    )
    library.clause(some, some)
    annex = "1. 子\n\n1. {{ mark('row') }}丑"
    library.clause(annex, annex, id_="annex.list", section="annex")
    for id_ in ("second.one", "second.two"):
        library.clause("1. 一\n\n1. 二", "1. 1\n\n1. 2", id_=id_, section="3.1")
    assert refs(library) == [
        "第1.1.1款", "第1.1.1款", "第（1）项", "第1.1.1款", "第（1）项", "第b）目", "附件1", "附件1", "第2段",
        "第2.1.1款", "第2.1.2款", "第1.1条",
    ]  # fmt: skip
    assert [text.replace("\u00a0", " ") for text in refs(library, "en")] == [
        "Section 1.1.1", "Section 1.1.1", "(1)", "Section 1.1.1", "(1)", "(b)", "Annex 1", "Annex 1", ", paragraph 2",
        "Sections 2.1.1", "2.1.2", "Section 1.1",
    ]  # fmt: skip
    assert any("第2.1.1款至第2.1.2款" in said for said in words(library.document()))
    assert any("2.1.1 to 2.1.2" in said for said in words(library.document(), "en"))


def test_an_unknown_reference_at_its_place_with_a_hint(library: Library) -> None:
    name = library.clause(P + "甲\n   乙{{ ref('first.begining') }}", E + "A {{ ref('#nowhere') }}")
    problems = library.problems()
    assert found(problems) == [
        (Code.REF_UNKNOWN, name, *library.place(name, "'first.begining'")),
        (Code.REF_UNKNOWN, name, *library.place(name, "'#nowhere'")),
    ]
    assert problems[0].hint is not None
    assert problems[0].hint.en == "did you mean first.beginning?"


def test_a_mark_that_stands_twice(library: Library) -> None:
    both = "1. {{ mark('m') }}甲\n\n1. {{ mark('m') }}乙"
    name = library.clause(both, both)
    (problem,) = library.problems()
    assert (problem.code, problem.span.line) == (Code.CLAUSE_DUPLICATE, library.place(name, "乙")[0])
