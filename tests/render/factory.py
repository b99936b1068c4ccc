"""A rich document tree made by hand, and a theme, for the tests of every renderer.

``rich_document()`` is bilingual; ``rich_document().languages`` are cut down with :func:`slagen.tree.select`, as in
``in_language("zh")``.  All parties are fictitious.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from slagen.diagnostics import Lang, Span
from slagen.model.template import Colours, Faces, Fonts, Margins, Sizes, Theme
from slagen.tree import (
    Annex,
    Blank,
    Block,
    Chapter,
    Citation,
    Clause,
    Content,
    Cover,
    Document,
    Emphasis,
    Fact,
    Field,
    Heading,
    Inline,
    LineBreak,
    Paragraph,
    ResolvedRef,
    Row,
    Section,
    Signatory,
    SignatureBlock,
    Strong,
    Table,
    Term,
    Text,
    Tick,
    select,
)
from slagen.tree.numbering import Numbering

Layout = Literal["interleaved", "parallel"]
Words = str | Inline | tuple[str | Inline, ...]

SPAN = Span("clauses/test.md", 1, 1)
HOSTILE: tuple[str, ...] = (
    "*_#<b>&{{7*7}}{%",
    "</w:t></w:r><script>alert(1)</script>",
    "\u202eabc\u202c\u200f\u05d0\u05d1",
    "🧾 𠮷野家 👩\u200d💻",
    "../../etc/passwd",
    "]]> &amp; &#x41; <!-- -->",
    "two  spaces  and a no-break\u00a0one",
)
"""Values of inputs that every output must show as themselves."""
LONG = "壹贰叁肆伍陆柒捌玖拾" * 500 + "0123456789" * 500
"""Ten thousand characters without a space."""


def _inlines(words: Words) -> tuple[Inline, ...]:
    many = words if isinstance(words, tuple) else (words,)
    return tuple(Text(word) if isinstance(word, str) else word for word in many)


def both(zh: Words, en: Words) -> Content:
    """A passage in both languages; plain strings become Text."""
    return Content(_inlines(zh), _inlines(en))


def same(words: Words) -> Content:
    """A passage that is the same in both languages."""
    return both(words, words)


def value(path: str, zh: str, en: str | None = None) -> Content:
    """A passage that is one value from the inputs."""
    return Content((Field(path, zh),), (Field(path, zh if en is None else en),))


def heading(key: str, number: tuple[int, ...], zh: str, en: str, *, annex: bool = False) -> Heading:
    """A heading with the label that its number has."""
    if annex:
        label = both(f"附件{number[0]}", f"Annex {number[0]}")
    elif len(number) == 1:
        label = both(f"第{number[0]}章", f"Chapter {number[0]}")
    else:
        label = same(f"{number[0]}.{number[1]}")
    return Heading(key, number, label, both(zh, en))


def _label(number: tuple[int, ...], annex: bool) -> Content:
    match len(number):
        case 0:
            return both((), ())
        case 3:
            return same(f"{number[2]}.") if annex else same(".".join(map(str, number)))
        case 4:
            return both(f"（{number[3]}）", f"({number[3]})")
        case _:
            letter = chr(ord("a") + number[4] - 1)
            return both(f"{letter}）", f"({letter})")


def paragraph(
    key: str, number: tuple[int, ...], zh: Words, en: Words, *children: Block, annex: bool = False
) -> Paragraph:
    """A paragraph with the label that its number has; an empty number makes it plain."""
    return Paragraph(key, number, _label(number, annex), both(zh, en), children, SPAN)


def table(header: tuple[Content, ...], rows: tuple[tuple[Content, ...], ...], align: str = "") -> Table:
    """A table; `align` is a letter (l, c, r) a column."""
    names: dict[str, Literal["left", "center", "right"]] = {"l": "left", "c": "center", "r": "right"}
    letters = align or "l" * len(header)
    return Table(header, tuple(names[a] for a in letters), tuple(Row(cells, SPAN) for cells in rows), SPAN)


def section_ref(key: str, number: str) -> tuple[ResolvedRef, ResolvedRef]:
    """A reference to a section or paragraph, in Chinese and in English."""
    return ResolvedRef(key, "第", number, "条"), ResolvedRef(key, "Section\u00a0", number, "")


def chapter_ref(key: str, number: str) -> tuple[ResolvedRef, ResolvedRef]:
    """A reference to a chapter, in Chinese and in English."""
    return ResolvedRef(key, "", f"第{number}章", ""), ResolvedRef(key, "", f"Chapter {number}", "")


def annex_ref(key: str, number: str) -> tuple[ResolvedRef, ResolvedRef]:
    """A reference to an annex, in Chinese and in English."""
    return ResolvedRef(key, "", f"附件{number}", ""), ResolvedRef(key, "", f"Annex {number}", "")


def _clause(id: str, zh: str, en: str, *blocks: Block) -> Clause:  # noqa: A002
    return Clause(id, "1.0.0", both(zh, en), blocks, SPAN)


# Chapter 1 ------------------------------------------------------------------------------------------------------


def _scope(long_text: bool) -> Section:
    ref_zh, ref_en = section_ref("quality.metrics", "2.2")
    par_zh, par_en = section_ref("delivery.response#times", "2.1.2")
    annex_zh, annex_en = annex_ref("annex.levels", "1")
    hostile = tuple(
        paragraph(f"scope.application#p3.{i}", (1, 1, 3, i), Field(f"notes[{i}]", text), Field(f"notes[{i}]", text))
        for i, text in enumerate((*HOSTILE, *((LONG,) if long_text else ())), start=1)
    )
    blocks = (
        paragraph(
            "scope.application#p1",
            (1, 1, 1),
            (
                Strong((Text("适用"),)),
                " 本协议适用于",
                Term("provider", "服务提供方"),
                "向",
                Term("customer", "客户"),
                "提供的",
                Field("services[0].name", "云主机托管服务"),
                "。服务指标见",
                ref_zh,
                "，时限见",
                par_zh,
                "，服务级别见",
                annex_zh,
                "。依照",
                Citation(("civil-code/142",), "《中华人民共和国民法典》第一百四十二条"),
                "，本协议各部分相互补充、互为说明；各部分之间有不一致的，以在先列明者为准，但双方另行书面约定的除外。",
            ),
            (
                Strong((Text("Application."),)),
                " This Agreement applies to the ",
                Field("services[0].name", "Cloud Hosting Service"),
                " that the ",
                Term("provider", "Provider"),
                " supplies to the ",
                Term("customer", "Customer"),
                ". Its metrics are set out in ",
                ref_en,
                ", its times in ",
                par_en,
                " and its levels in ",
                annex_en,
                ". Under ",
                Citation(("civil-code/142",), "Article\u00a0142 of the Civil Code of the People's Republic of China"),
                ", the parts of this Agreement supplement and explain one another; where they conflict, the part listed"
                " first prevails unless the parties have agreed otherwise in writing.",
            ),
        ),
        paragraph(
            "scope.application#p2",
            (1, 1, 2),
            ("服务地点为：", LineBreak(), Field("sites[0]", "示例省示例市示例路1号\n示例大厦18层"), "。"),
            ("The place of service is:", LineBreak(), Field("sites[0]", "1 Example Road\n18/F, Example Tower"), "."),
        ),
        paragraph(
            "scope.application#p3", (1, 1, 3), "下列各项不在服务范围内：", "The following are excluded:", *hostile
        ),
        paragraph(
            "scope.application#x4",
            (),
            "本条所列除外事项不影响服务提供方依照法律应当承担的义务。本款是没有编号的正文，首行缩进两个字符，"
            "用以检查各渲染器对无编号段落的处理是否一致。",
            (
                "The exclusions in this Section do not affect any duty that the Provider has ",
                Emphasis((Text("by law"),)),
                ".",
            ),
        ),
    )
    clause = _clause("scope.application", "适用范围", "Scope of Application", *blocks)
    return Section("1.1", heading("scope.application", (1, 1), "适用范围", "Scope of Application"), (clause,))


def _terms() -> Section:
    chapter_zh, chapter_en = chapter_ref("chapter.3", "2")
    items = (
        paragraph(
            "scope.terms#p1.1",
            (1, 2, 1, 1),
            (Term("incident", "事件"), "：指服务的非计划中断或者质量下降，包括："),
            (Term("incident", "Incident"), " means an unplanned interruption or reduction of quality, including:"),
            paragraph("scope.terms#p1.1.1", (1, 2, 1, 1, 1), "服务不可用；", "unavailability of the service;"),
            paragraph(
                "scope.terms#p1.1.2",
                (1, 2, 1, 1, 2),
                "响应时间超过约定上限，且该状态连续存在的时间超过一个探测周期的；",
                "a response time above the agreed limit that lasts for longer than one probe interval; and",
            ),
        ),
        paragraph(
            "scope.terms#p1.2",
            (1, 2, 1, 2),
            (Term("priority", "优先级"), "：按影响与紧急程度确定，分为："),
            (Term("priority", "Priority"), " is set by impact and urgency and is one of:"),
            paragraph("scope.terms#p1.2.1", (1, 2, 1, 2, 1), "一级；", "P1; or"),
            paragraph("scope.terms#p1.2.2", (1, 2, 1, 2, 2), "二级。", "P2."),
        ),
    )
    clause = _clause(
        "scope.terms",
        "术语和定义",
        "Terms and Definitions",
        paragraph("scope.terms#p1", (1, 2, 1), "本协议中：", "In this Agreement:", *items),
        paragraph(
            "scope.terms#p2",
            (1, 2, 2),
            ("交付要求见", chapter_zh, "。"),
            ("Delivery is governed by ", chapter_en, "."),
            paragraph("scope.terms#p2.1", (1, 2, 2, 1), "编号在此重新开始；", "numbering restarts here; and"),
            paragraph("scope.terms#p2.2", (1, 2, 2, 2), "并继续。", "continues."),
        ),
    )
    second = _clause(
        "scope.language",
        "语言",
        "Language",
        paragraph(
            "scope.language#p1",
            (1, 2, 3),
            "本协议以中文和英文书就，两种文本不一致的，以中文文本为准。",
            "This Agreement is made in Chinese and English; the Chinese text prevails.",
        ),
    )
    return Section("1.2", heading("scope.terms", (1, 2), "术语和定义", "Terms and Definitions"), (clause, second))


# Chapter 2 ------------------------------------------------------------------------------------------------------


def _long_table() -> Table:
    header = (same("ID"), both("检查项目", "Check"), both("周期", "Interval"), both("目标", "Target"))
    rows = tuple(
        (
            value(f"checks[{i}].id", f"C-{i:03d}"),
            value(
                f"checks[{i}].name", f"第{i}项检查：核对监测数据与工单记录", f"Check {i}: monitoring against tickets"
            ),
            value(f"checks[{i}].interval", f"{i}分钟", f"{i} minutes"),
            value(f"checks[{i}].target", "99.95%"),
        )
        for i in range(1, 71)
    )
    return table(header, rows, "clcr")


def _response() -> Section:
    header = (
        both("优先级", "Priority"),
        both("响应", "Response"),
        both("解决", "Resolution"),
        both("达成率", "Attainment"),
    )
    rows = tuple(
        (
            value(f"priority.targets[{i}].name", f"P{i + 1}"),
            value(f"priority.targets[{i}].response", f"{response}分钟", f"{response} minutes"),
            value(f"priority.targets[{i}].resolution", f"{hours}小时", f"{hours} hours"),
            value(f"priority.targets[{i}].attainment", share),
        )
        for i, (response, hours, share) in enumerate(((15, 4, "95%"), (30, 8, "90%")))
    )
    targets = table(header, rows, "lccr")
    clause = _clause(
        "delivery.response",
        "服务响应与处理流程",
        "Service Response and Handling",
        paragraph(
            "delivery.response#p1",
            (2, 1, 1),
            "客户应当通过约定的渠道报告事件。",
            "The Customer shall report an Incident through an agreed channel.",
        ),
        paragraph(
            "delivery.response#times",
            (2, 1, 2),
            "服务提供方应当在下表载明的时限内处理事件：",
            "The Provider shall handle Incidents within these times:",
            targets,
            paragraph(
                "delivery.response#x1",
                (),
                "上表时限自服务提供方收到报告之时起算，以工单系统记载的时间为准。",
                "The times run from receipt of the report as recorded in the ticket system.",
            ),
        ),
        paragraph(
            "delivery.response#p3",
            (2, 1, 3),
            "仅在下列期间暂停计时：",
            "The clock stops only during:",
            paragraph("delivery.response#p3.1", (2, 1, 3, 1), "等待客户答复；", "a wait for the Customer; and"),
            paragraph("delivery.response#p3.2", (2, 1, 3, 2), "约定的维护窗口。", "agreed maintenance."),
        ),
    )
    title = heading("delivery.response", (2, 1), "服务响应与处理流程", "Service Response and Handling")
    return Section("3.2", title, (clause,))


def _metrics() -> Section:
    ref_zh, ref_en = (
        ResolvedRef("annex.contacts#p2", "", "2", "款"),
        ResolvedRef("annex.contacts#p2", "paragraph ", "2", " of the contacts"),
    )
    clause = _clause(
        "quality.metrics",
        "服务质量指标",
        "Quality Metrics",
        paragraph("quality.metrics#p1", (2, 2, 1), "检查项目如下：", "The checks are:", _long_table()),
        paragraph(
            "quality.metrics#p2",
            (2, 2, 2),
            ("检查结果按照", ref_zh, "通知。"),
            ("Results are notified in accordance with ", ref_en, "."),
        ),
    )
    return Section("4.1", heading("quality.metrics", (2, 2), "服务质量指标", "Quality Metrics"), (clause,))


# Annexes, cover, signatures -------------------------------------------------------------------------------------


def _levels() -> Annex:
    rows = tuple(
        (
            value(f"slos[{i}].name", f"服务{i}", f"Service {i}"),
            value(f"slos[{i}].target", f"99.{i}%"),
            value(f"slos[{i}].window", "自然月", "calendar month"),
        )
        for i in range(1, 6)
    )
    header = (both("服务", "Service"), both("可用性目标", "Availability target"), both("窗口", "Window"))
    clause = _clause("annex.levels", "服务级别表", "Service Level Table", table(header, rows, "lrc"))
    return Annex(heading("annex.levels", (1,), "服务级别表", "Service Level Table", annex=True), clause)


def _contacts() -> Annex:
    def par(key: str, number: tuple[int, ...], zh: Words, en: Words, *children: Block) -> Paragraph:
        return paragraph(f"annex.contacts#{key}", number, zh, en, *children, annex=True)

    clause = _clause(
        "annex.contacts",
        "联系人",
        "Contacts",
        par(
            "p1",
            (2, 0, 1),
            "双方联系人：",
            "The parties' contacts are:",
            par("p1.1", (2, 0, 1, 1), "服务台；", "the service desk; and"),
            par(
                "p1.2",
                (2, 0, 1, 2),
                "升级联系人：",
                "the escalation contacts:",
                par("p1.2.1", (2, 0, 1, 2, 1), "一级；", "first; and"),
                par("p1.2.2", (2, 0, 1, 2, 2), "二级。", "second."),
            ),
        ),
        par("p2", (2, 0, 2), "变更联系人应当提前通知。", "A change of contact shall be notified in advance."),
    )
    return Annex(heading("annex.contacts", (2,), "联系人", "Contacts", annex=True), clause)


def _form() -> Annex:
    def blank(name: str, lines: int = 1) -> Content:
        return same(Blank(f"annex.form.{name}", lines))

    header = (both("项目", "Item"), both("内容", "Entry"))
    yes, no = Tick("annex.form.yes"), Tick("annex.form.no")
    day = Blank("annex.form.day")
    rows = (
        (both("合同编号", "Contract number"), value("contract.id", "SLA-2026-001")),
        (both("理由", "Reasons"), blank("reasons", 4)),
        (both("结论", "Result"), both((yes, " 同意 ", no, " 不同意"), (yes, " agreed ", no, " refused"))),
        (both("签署", "Signed"), blank("signed")),
        (both("日期", "Date"), both(("自", day, "起"), ("from ", day))),
    )
    clause = _clause("annex.form", "申请单", "Request Form", table(header, rows))
    return Annex(heading("annex.form", (3,), "申请单", "Request Form", annex=True), clause)


def _signatory(path: str, role: tuple[str, str], name: tuple[str, str]) -> Signatory:
    blank = both((), ())
    return Signatory(
        Fact(both(*role), value(f"{path}.name", *name)),
        both("（盖章处）", "(company seal)"),
        (
            Fact(both("授权代表（签字）", "Authorised representative"), blank),
            Fact(both("职务", "Title"), blank),
            Fact(both("日期", "Date"), blank),
        ),
        "customer" if path == "parties[0]" else "provider",
    )


PROVIDER = ("（示例）云帆信息技术有限公司", "Yunfan Information Technology Co., Ltd. (sample)")
CUSTOMER = ("（示例）海岳*制造*集团<有限>公司", "Haiyue *Manufacturing* Group <Ltd> (sample)")


def _cover() -> Cover:
    return Cover(
        both("云服务等级协议", "Cloud Service Level Agreement"),
        (
            Fact(both("客户（甲方）", "Customer"), value("parties[0].name", *CUSTOMER)),
            Fact(both("服务提供方（乙方）", "Provider"), value("parties[1].name", *PROVIDER)),
        ),
        (
            Fact(both("合同编号", "Contract number"), value("contract.id", "SLA-2026-001")),
            Fact(both("版本", "Version"), value("contract.version", "1.0")),
            Fact(both("签订日期", "Date of signature"), both((), ())),
            Fact(both("生效日期", "Effective date"), value("contract.effective", "2026年1月1日", "1 January 2026")),
        ),
        both("本协议以中文和英文书就，以中文文本为准。", "Made in Chinese and English; the Chinese text prevails."),
    )


def _signature() -> SignatureBlock:
    return SignatureBlock(
        both("签署页", "Signature Page"),
        both(
            "双方授权代表于下列日期签署本协议。",
            "Signed by the parties' authorised representatives on the dates below.",
        ),
        (
            _signatory("parties[0]", ("客户（甲方）", "Customer"), CUSTOMER),
            _signatory("parties[1]", ("服务提供方（乙方）", "Provider"), PROVIDER),
        ),
    )


def rich_document(layout: Layout = "interleaved", *, long_text: bool = False) -> Document:
    """A bilingual document with every kind of node; `long_text` adds a value of 10,000 characters."""
    general = Chapter(heading("chapter.1", (1,), "总则", "General Provisions"), (_scope(long_text), _terms()))
    delivery = Chapter(
        heading("chapter.3", (2,), "服务交付与支持", "Service Delivery and Support"), (_response(), _metrics())
    )
    return Document(
        id="SLA-2026-001",
        version="1.0",
        template="standard",
        numbering=Numbering(),
        languages=("zh", "en"),
        layout=layout,
        dated=date(2026, 1, 1),
        author=same("slagen"),
        subject=both("云服务等级协议", "Cloud Service Level Agreement"),
        header=both("合同编号 SLA-2026-001　版本 1.0", "Contract SLA-2026-001, version 1.0"),
        page_of=both("第 {page} 页 共 {pages} 页", "Page {page} of {pages}"),
        contents_title=both("目录", "Contents"),
        cover=_cover(),
        chapters=(general, delivery),
        signature=_signature(),
        annexes=(_levels(), _contacts(), _form()),
    )


def in_language(lang: Lang, *, long_text: bool = False) -> Document:
    """The rich document in one language."""
    return select(rich_document(long_text=long_text), (lang,))


def theme() -> Theme:
    """A4 with dark blue-grey accents."""
    return Theme(
        margins=Margins(top=28, bottom=24, left=26, right=26),
        sizes=Sizes(title=26, chapter=15, section=12, body=10.5, table=9.5, small=8.5, line=1.5),
        colours=Colours(ink="#1c2126", accent="#24384c", muted="#66717c", rule="#b4bdc6", shade="#eaeff4"),
        pdf=Faces(
            body=Fonts(zh=("Noto Serif CJK SC",), en=("Noto Serif", "Noto Serif CJK SC")),
            heading=Fonts(zh=("Noto Sans CJK SC",), en=("Noto Sans", "Noto Sans CJK SC")),
        ),
        docx=Faces(
            body=Fonts(zh=("宋体", "SimSun"), en=("Times New Roman",)),
            heading=Fonts(zh=("黑体", "SimHei"), en=("Arial",)),
        ),
    )
