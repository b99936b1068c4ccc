"""A template: which sections a contract has, in which order, and how it looks."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from slagen.model.base import Id, Model, about
from slagen.model.clause import ClauseId
from slagen.model.text import Text

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
SectionNumber = Annotated[str, StringConstraints(pattern=r"^[1-9]\.[1-9]$")]


PHRASES = (
    "contents page_of header number version effective expiry signed language prevailing_zh prevailing_en "
    "prevailing_equal translation_of_zh translation_of_en signature_page signature_statement seal signature name "
    "position date unused unused_reason basis prevails_zh prevails_en"
)
"""The fixed words that every template has, by name."""
DRAFT = "draft"
"""The one that a template may have: what stands across the pages of a draft."""


class Fonts(Model):
    """Font families for one use: the first is wanted, the others stand in for it."""

    zh: tuple[str, ...] = about("中文字体", "families for Chinese", min_length=1)
    en: tuple[str, ...] = about("西文字体", "families for Latin script", min_length=1)


class Faces(Model):
    """The fonts of one output."""

    body: Fonts = about("正文字体", "body text")
    heading: Fonts = about("标题字体", "headings")
    section: Fonts | None = about("条标题字体；缺省同标题", "headings of sections; by default those of headings", None)
    title: Fonts | None = about("封面标题字体；缺省同标题", "title on the cover; by default those of headings", None)

    @property
    def by_use(self) -> dict[str, Fonts]:
        """The fonts of each use: body, heading, section, title."""
        section, title = self.section or self.heading, self.title or self.heading
        return {"body": self.body, "heading": self.heading, "section": section, "title": title}


class Margins(Model):
    """Page margins in millimetres, and how far from the text the running header and footer stand."""

    top: int = about("上", "top", ge=10, le=60)
    bottom: int = about("下", "bottom", ge=10, le=60)
    left: int = about("左", "left", ge=10, le=60)
    right: int = about("右", "right", ge=10, le=60)
    header: int | None = about("页眉与正文的距离", "between running header and text", None, ge=1, le=50)
    footer: int | None = about("正文与页脚的距离", "between text and running footer", None, ge=1, le=50)


class Sizes(Model):
    """Type sizes in points, and line heights as multiples of the body size: Latin script needs less than Chinese.

    An edition in English alone, and those in two languages, may have a body size of their own; headings follow it.
    """

    title: float = about("封面标题", "title on the cover", ge=12, le=60)
    chapter: float = about("章标题", "chapter headings", ge=9, le=40)
    section: float = about("条标题", "section headings", ge=9, le=40)
    body: float = about("正文", "body text", ge=7, le=20)
    table: float = about("表格", "tables", ge=6, le=20)
    small: float = about("页眉页脚", "running header and footer", ge=6, le=20)
    line: float = about("行距倍数", "line height", ge=1, le=3)
    line_en: float = about("英文行距倍数", "line height of English", 1.4, ge=1, le=3)
    page: float | None = about(
        "页码；缺省同页眉页脚", "page numbers; by default as the running footer", None, ge=6, le=20
    )
    english: float | None = about("英文单语版正文", "body text in English alone", None, ge=7, le=20)
    interleaved: float | None = about(
        "中英对照（上下）正文", "body text, one language under another", None, ge=7, le=20
    )
    parallel: float | None = about("中英对照（左右）正文", "body text, languages side by side", None, ge=7, le=20)


class Colours(Model):
    """Colours as #rrggbb."""

    ink: Colour = about("正文", "text")
    accent: Colour = about("标题与封面", "headings and cover")
    muted: Colour = about("页眉页脚", "running header and footer, secondary text")
    rule: Colour = about("线条", "rules and table borders")
    shade: Colour = about("表头底色", "background of table headers")


class Grid(Model):
    """How many lines a page holds, and how many characters a line, of an edition in Chinese alone (GB/T 9704)."""

    lines: int = about("每页行数", "lines a page", ge=10, le=60)
    characters: int = about("每行字数", "characters a line", ge=10, le=60)


class Manners(Model):
    """How the parts of a page are set."""

    cover: Literal["left", "centred"] = about("封面标题的位置", "title on the cover", "left")
    chapters: Literal["left", "centred"] = about("章标题的位置", "chapter headings", "left")
    paragraphs: Literal["hanging", "indented"] = about(
        "段落：编号悬挂，或者首行缩进两字、以下顶格",
        "paragraphs: the number hangs, or the first line is indented and the others start at the margin",
        "hanging",
    )
    page_numbers: Literal["centred", "outside"] = about(
        "页码居中，或者单页居右、双页居左", "page numbers in the centre, or on the outside of the sheet", "centred"
    )
    bold: bool = about("标题加粗", "bold headings", True)


def _both(text: Text) -> Text:
    if text.zh is None or text.en is None:
        names = {"zh": "应当写出中文和英文", "en": "needs both Chinese and English"}
        raise PydanticCustomError("text_form", "one language", names)
    return text


Both = Annotated[Text, AfterValidator(_both)]
"""A text in both languages, since a template serves contracts in either."""

FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]*$", max_length=64)]
"""The name of a file beside a template.yaml."""


class Logo(Model):
    """A picture on the cover and, if it has a height there, in the running header."""

    file: FileName = about("图片文件名，在模板文件夹内", "file in the template's folder: PNG or JPEG")
    alt: Both = about("替代文字，例如“某某公司标志”", "what it shows, for those who can't see it")
    cover: float | None = about("封面上的高度（毫米）", "height on the cover in millimetres", 16, ge=4, le=60)
    header: float | None = about(
        "页眉中的高度（毫米）", "height in the running header in millimetres", None, ge=3, le=20
    )


class Theme(Model):
    """The look that the print stylesheet and the Word styles both read."""

    margins: Margins = about("页边距（毫米）", "page margins in millimetres")
    sizes: Sizes = about("字号（磅）", "type sizes in points")
    colours: Colours = about("颜色", "colours")
    pdf: Faces = about("PDF 内嵌字体", "fonts embedded in the PDF")
    docx: Faces = about("Word 字体", "fonts named in the DOCX")
    grid: Grid | None = about("版心的行数和字数", "lines and characters that the text area holds", None)
    manners: Manners = about("版式", "manners", Manners.model_construct())
    logo: Logo | None = about("徽标", "logo", None)


class Schemes(Model):
    """How chapters, sections and paragraphs are numbered in each language."""

    zh: Literal["specification", "statute", "official"] = about(
        "中文：specification 为 第1章 / 1.1 / 1.1.1；statute 为 第一章 / 第一条 / （一）/ 1.，条号全文连续；"
        "official 为公文的层次序数 一、/（一）/ 1. /（1）",
        "Chinese: as in the specification, with arabic numbers; as in a statute, articles counted through; "
        "or as in official documents, after GB/T 9704",
        "specification",
    )
    en: Literal["specification", "article"] = about(
        "英文：specification 为 Chapter 1 / 1.1 / 1.1.1；article 为 Article 1 / 1.1 / (a) / (i)",
        "English: specification is Chapter 1 / 1.1 / 1.1.1; article is Article 1 / 1.1 / (a) / (i)",
        "specification",
    )


PlaceId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
"""The id of an inserted chapter or section: what a clause's ``section`` names."""


class OutlineChapter(Model):
    """One chapter of the contract and its sections, by their numbers in the specification."""

    chapter: int = about("规范中的章号", "chapter number in the specification", ge=1, le=8)
    sections: tuple[SectionNumber, ...] = about("条号", "section numbers", min_length=1)


class Omission(Model):
    """A section left out, which keeps its number and says why, or an annex, which is not printed."""

    section: SectionNumber | None = about("条号", "section number", None)
    annex: ClauseId | None = about("附件的条款标识", "clause id of an annex", None)
    reason: Both = about("理由，不带句号", "why, without a full stop")

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.section is None) == (self.annex is None):
            said = {"zh": "写明 section 或者 annex 之一", "en": "needs one of section and annex"}
            raise PydanticCustomError("value_invalid", "section or annex", said)
        return self


class NewSection(Model):
    """A section that the specification does not have."""

    id: PlaceId = about("标识", "id")
    title: Both = about("标题", "title")


class InsertedSection(NewSection):
    """A section put among those of a chapter."""

    after: SectionNumber | PlaceId = about("排在哪一条之后", "section that it follows")


class InsertedChapter(Model):
    """A chapter that the specification does not have, with its sections."""

    id: PlaceId = about("标识", "id")
    title: Both = about("标题", "title")
    after: int | PlaceId = about(
        "排在规范的哪一章（章号）或者增设的哪一章之后", "chapter that it follows, by number or id"
    )
    sections: tuple[NewSection, ...] = about("条", "sections", min_length=1)


class Insertions(Model):
    """Chapters and sections beside those of the specification."""

    chapters: tuple[InsertedChapter, ...] = about("增设的章", "chapters", ())
    sections: tuple[InsertedSection, ...] = about("增设的条", "sections", ())


class Template(Model):
    """One folder under templates/, read from its template.yaml."""

    id: Id = about("模板标识，与文件夹同名", "template id, the name of its folder")
    extends: Id | None = about(
        "以哪个模板为底本；本文件没有写的项取自它",
        "template that it starts from: what is not given here is taken from it",
        None,
    )
    title: Text = about("合同默认标题", "title of a contract that gives none")
    party_titles: dict[str, Text] = about(
        "各方称谓（按角色）", "how each role is called on the cover and signature page"
    )
    outline: tuple[OutlineChapter, ...] = about("章条次序", "chapters and sections in order", min_length=1)
    numbering: Schemes = about("编号方式", "numbering schemes", Schemes.model_construct())
    omit: tuple[Omission, ...] = about("略去的条和附件", "sections and annexes left out", ())
    insert: Insertions = about("增设的章和条", "chapters and sections inserted", Insertions.model_construct())
    annexes: tuple[Id, ...] = about("附件次序", "annex clause ids in order", ())
    phrases: dict[str, Text] = about("固定用语", "fixed words on the cover, in headers and on the signature page")
    theme: Theme = about("外观", "theme")
    reference: FileName | None = about(
        "参考文档：模板文件夹内的 .docx，其样式、页眉页脚和页边距用于 DOCX",
        "a .docx in the template's folder whose styles, headers, footers and margins the DOCX takes",
        None,
    )
