"""A PDF taken apart: words in the order of its structure (ISO 32000-2, 14.7), how they are painted, what it carries.

Words come from the codes in content streams by each font's ToUnicode map (9.10.3), so that they are what a reader, a
search and a screen reader find.  Fonts and pictures are looked at, too, since pages can be made to show something else.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, PasswordError, Pdf, PdfError, Stream, String

from slagen.render.provenance import MANIFEST, PRINTED, SourceFile
from slagen.verify.problem import T, VerifyError, readable
from slagen.verify.reading import FONT, MOST, Carried, Passage, Reading, digest, solid
from slagen.verify.sources import CONTRACT, REST

_END = re.compile(rb"startxref\s+\d+\s+%%EOF[\r\n]*")
_INLINE = frozenset({"/Span", "/Link", "/NonStruct", "/Lbl", "/Form"})
"""Structure elements whose words belong to the element above them (14.8.4.7): what WeasyPrint makes of inlines."""
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_DEEPEST = 200
_BLANK = ("", "/Off")
_WRONG = (
    PdfError,
    PasswordError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RuntimeError,
    OverflowError,
    zlib.error,
)


def first_revision(data: bytes) -> bytes:
    """The file as it was before anything was added to its end (7.5.6): all of it where nothing was."""
    end = _END.search(data)
    return data[: end.end()] if end is not None else data


def carried(data: bytes) -> Carried:
    """What the PDF carries.

    Raises:
        VerifyError: as :func:`read`.
    """
    return _opened(data, _carried)


def read(data: bytes) -> Reading:
    """The PDF taken apart, as its last revision stands.

    Raises:
        VerifyError: it is damaged, encrypted, or unpacks to more than any contract does.
    """
    return _opened(data, _reading)


def _opened(data: bytes, use: Callable[[Pdf], T]) -> T:
    def opened() -> T:
        with Pdf.open(io.BytesIO(data)) as pdf:
            _bound(pdf)
            return use(pdf)

    return readable("PDF", _WRONG, opened)


def _bound(pdf: Pdf) -> None:
    """See that its streams do not unpack to more than memory holds.

    Raises:
        VerifyError: they do.
    """
    room = MOST
    for each in pdf.objects:
        if isinstance(each, Stream) and "/Filter" in each:
            if each["/Filter"] != Name.FlateDecode:
                continue
            room -= len(zlib.decompressobj().decompress(each.read_raw_bytes(), room + 1))
            if room < 0:
                raise VerifyError("PDF 解压后过大", "the PDF unpacks to more than any contract does")


def _carried(pdf: Pdf) -> Carried:
    contents = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
    sources = tuple(SourceFile(name, contents[name]) for name in (CONTRACT, REST) if name in contents)
    return Carried("pdf", contents.get(MANIFEST), contents.get(PRINTED), sources)


def _reading(pdf: Pdf) -> Reading:
    attached = {name: pdf.attachments[name].get_file() for name in pdf.attachments}
    contents = {name: file.read_bytes() for name, file in attached.items()}
    said = {name: file.md5 for name, file in attached.items()}
    known: _Known = {}
    pages = [_Page.of(page, number, known) for number, page in enumerate(pdf.pages, 1)]
    fields = _Fields.of(pdf)
    return Reading(
        (*_Structure(pages).passages(pdf.Root.get("/StructTreeRoot")), *(one for page in pages for one in page.rest())),
        dict(_looks(pdf, pages)),
        {name: digest(content) for name, content in contents.items()},
        dict(_metadata(pdf)),
        fields.filled,
        fields.blank,
        tuple(name for name, sum_ in said.items() if sum_ and sum_ != hashlib.md5(contents[name]).digest()),  # noqa: S324 - what the format has
    )


# Pages ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Marked:
    """What is painted in one marked-content sequence: its words, and the operators that paint them."""

    words: list[str] = field(default_factory=list)
    painted: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    """A page: its marked content by number; `loose` is what is in none; `taken` are those that the structure has."""

    name: str
    key: tuple[int, int]
    marked: dict[int, _Marked]
    loose: _Marked
    fonts: dict[str, str]
    look: str
    taken: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, page: pikepdf.Page, number: int, known: _Known) -> _Page:
        painter = _Painter(known)
        painter.paint(page, page.get("/Resources", Dictionary()), 0)
        look = digest(b"".join(painter.loose.painted), repr([float(side) for side in page.mediabox]).encode())
        annotated = digest(*_annotations(page))
        made = digest(look.encode(), annotated.encode(), *(f"{one}".encode() for one in sorted(painter.pictures)))
        return cls(f"page {number}", page.obj.objgen, painter.marked, painter.loose, painter.fonts, made)

    def rest(self) -> Iterator[Passage]:
        """What no structure element has: running headers and footers."""
        found = [one for number, one in self.marked.items() if number not in self.taken]
        text = "".join(word for one in (*found, self.loose) for word in one.words)
        yield Passage(
            solid(text), text, digest(*(part for one in found for part in one.painted)), self.name, running=True
        )


def _annotations(page: pikepdf.Page) -> Iterator[bytes]:
    """Links and other annotations by kind, place and target."""
    for each in page.get("/Annots", Array()):
        if each.get("/Subtype") == Name.Widget:
            where = [float(side) for side in each.get("/Rect", Array())]
            yield f"Widget {where}".encode()
            continue
        target = each.get("/A", Dictionary())
        where = [float(side) for side in each.get("/Rect", Array())]
        yield f"{each.get('/Subtype')} {where} {target.get('/S')} {target.get('/URI')} {each.get('/Contents')}".encode()


@dataclass(frozen=True, slots=True)
class _Font:
    """A font: its name, what its codes stand for, and a digest of what it shows for them."""

    name: str
    meant: Mapping[int, str]
    look: str


_Known = dict[tuple[int, int], _Font]
"""The fonts that were read, by their objects, which pages share."""


class _Painter:
    """Goes through a content stream and notes what it paints in which marked content."""

    def __init__(self, known: _Known) -> None:
        self.marked: dict[int, _Marked] = {}
        self.loose = _Marked()
        self.fonts: dict[str, str] = {}
        self.pictures: set[str] = set()
        self._open: list[int | None] = []
        self._known = known

    def paint(self, stream: Any, resources: Object, depth: int) -> None:
        """Read a page or a form."""
        font: Mapping[int, str] = {}
        for given in pikepdf.parse_content_stream(stream):
            operands, operator = list(given.operands), str(given.operator)
            if operator in ("BDC", "BMC"):
                self._begin(operands)
            into = self._into()
            into.painted.append(pikepdf.unparse_content_stream([given]))
            if operator == "Tf":
                font = self._font(resources, str(operands[0]))
            elif operator in _SHOWS:
                into.words += _shown(operands, font)
            elif operator == "Do":
                self._draw(resources, str(operands[0]), depth)
            elif operator == "EMC" and self._open:
                self._open.pop()

    def _begin(self, operands: list[Object]) -> None:
        number = operands[1].get("/MCID") if len(operands) == 2 and isinstance(operands[1], Dictionary) else None
        self._open.append(None if number is None else int(number))

    def _into(self) -> _Marked:
        number = next((each for each in reversed(self._open) if each is not None), None)
        return self.loose if number is None else self.marked.setdefault(number, _Marked())

    def _font(self, resources: Object, name: str) -> Mapping[int, str]:
        font = resources.get("/Font", Dictionary()).get(name)
        if font is None:
            return {}
        key = font.objgen if font.objgen != (0, 0) else (-1, len(self._known))
        if key not in self._known:
            mapped = font.get("/ToUnicode")
            meant = _unicode(mapped.read_bytes()) if isinstance(mapped, Stream) else {}
            self._known[key] = _Font(f"{font.get('/BaseFont')}"[1:], meant, digest(*_font_parts(font)))
        found = self._known[key]
        self.fonts[found.name] = found.look
        return found.meant

    def _draw(self, resources: Object, name: str, depth: int) -> None:
        drawn = resources.get("/XObject", Dictionary()).get(name)
        if not isinstance(drawn, Stream) or depth > 8:
            return
        if drawn.get("/Subtype") == Name.Form:
            self.paint(drawn, drawn.get("/Resources", resources), depth + 1)
        else:
            self.pictures.add(digest(drawn.read_raw_bytes()))


def _shown(operands: Iterable[Object], font: Mapping[int, str]) -> Iterator[str]:
    """The words of an operator that shows text: codes of two bytes, as all composite fonts of slagen's have."""
    for each in operands:
        if isinstance(each, Array):
            yield from _shown(each, font)
        elif isinstance(each, String):
            codes = bytes(each)
            yield from (font.get(int.from_bytes(codes[at : at + 2], "big"), "\ufffd") for at in range(0, len(codes), 2))


def _unicode(cmap: bytes) -> Mapping[int, str]:
    """What the codes of a font stand for."""
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, meant in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = bytes.fromhex(meant.decode()).decode("utf-16-be", "replace")
    return found


def _font_parts(font: Object) -> Iterator[bytes]:
    """What a font shows for its codes, how wide, and what they are said to mean."""
    if isinstance(mapped := font.get("/ToUnicode"), Stream):
        yield mapped.read_bytes()
    for below in font.get("/DescendantFonts", Array()):
        yield repr(below.get("/W")).encode()
        descriptor = below.get("/FontDescriptor", Dictionary())
        for kind in ("/FontFile", "/FontFile2", "/FontFile3"):
            if isinstance(file := descriptor.get(kind), Stream):
                yield file.read_bytes()


# Structure --------------------------------------------------------------------------------------------------------


class _Structure:
    """Goes through the structure tree and gives the passages in reading order."""

    def __init__(self, pages: Iterable[_Page]) -> None:
        self._pages = {page.key: page for page in pages}
        self._seen: set[tuple[int, int]] = set()

    def passages(self, root: Object | None) -> Iterator[Passage]:
        """Every passage below an element."""
        if isinstance(root, Dictionary):
            yield from self._passages(root, None, 0)

    def _passages(self, element: Object, page: tuple[int, int] | None, depth: int) -> Iterator[Passage]:
        own: list[tuple[_Page, _Marked]] = []
        below: list[tuple[Object, tuple[int, int] | None]] = []
        self._gather(element, page, own, below, depth)
        if own:
            text = "".join(word for _, one in own for word in one.words)
            role = f"{element.get('/S')} {element.get('/Lang')}".encode()
            if words := solid(text):
                look = digest(role, *(part for _, one in own for part in one.painted))
                yield Passage(words, text, look, own[0][0].name)
        for each, on in below:
            yield from self._passages(each, on, depth + 1)

    def _gather(
        self,
        element: Object,
        page: tuple[int, int] | None,
        own: list[tuple[_Page, _Marked]],
        below: list[tuple[Object, tuple[int, int] | None]],
        depth: int,
    ) -> None:
        """The marked content of an element and of the inline ones in it, and the other elements below."""
        if depth > _DEEPEST or (element.objgen != (0, 0) and element.objgen in self._seen):
            return
        self._seen.add(element.objgen)
        page = element["/Pg"].objgen if "/Pg" in element else page
        for kid in _kids(element):
            if isinstance(kid, int):
                self._take(page, kid, own)
            elif kid.get("/Type") == Name.MCR:
                self._take(kid["/Pg"].objgen if "/Pg" in kid else page, int(kid["/MCID"]), own)
            elif f"{kid.get('/S')}" in _INLINE:
                self._gather(kid, page, own, below, depth + 1)
            elif "/S" in kid:
                below.append((kid, page))

    def _take(self, key: tuple[int, int] | None, number: int, own: list[tuple[_Page, _Marked]]) -> None:
        page = self._pages.get(key) if key is not None else None
        if page is not None and number in page.marked:
            page.taken.add(number)
            own.append((page, page.marked[number]))


def _kids(element: Object) -> Iterator[Any]:
    kids = element.get("/K")
    for kid in kids if isinstance(kids, Array) else () if kids is None else (kids,):
        if isinstance(kid, int | Dictionary):
            yield kid


# The file as a whole ----------------------------------------------------------------------------------------------


def _looks(pdf: Pdf, pages: Iterable[_Page]) -> Iterator[tuple[str, str]]:
    for page in pages:
        yield page.name, page.look
        yield from ((f"{FONT}{name}", look) for name, look in page.fonts.items())


_OWN_KEYS = frozenset(
    {"/AF", "/AcroForm", "/Metadata", "/Names", "/Outlines", "/Pages", "/StructTreeRoot", "/DSS", "/Extensions"}
    | {"/Version"}
)
"""What of the catalogue is looked at elsewhere, or added by signatures."""


def _metadata(pdf: Pdf) -> Iterator[tuple[str, str]]:
    """Document information, XMP, and what else the catalogue says, such as what is done on opening."""
    for name, value in pdf.docinfo.items():
        yield name[1:], f"{value}"
    if isinstance(xmp := pdf.Root.get("/Metadata"), Stream):
        yield "XMP", digest(xmp.read_bytes())
    for name in pdf.Root.keys() - _OWN_KEYS:
        yield name[1:], f"{pdf.Root[name]!r}"
    for name in pdf.Root.get("/Names", Dictionary()).keys() - {"/Dests", "/EmbeddedFiles"}:
        yield f"Names{name}", "…"
    yield "Outlines", digest("\n".join(_bookmarks(pdf)).encode())


def _bookmarks(pdf: Pdf) -> Iterator[str]:
    """The titles of its bookmarks."""
    todo = [pdf.Root.get("/Outlines", Dictionary()).get("/First")]
    seen: set[tuple[int, int]] = set()
    while todo:
        one = todo.pop()
        if isinstance(one, Dictionary) and one.objgen not in seen:
            seen.add(one.objgen)
            yield f"{one.get('/Title')}"
            todo += [one.get("/Next"), one.get("/First")]


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of a form: what was filled in, and how those look that were not; signatures are judged elsewhere."""

    filled: dict[str, str] = field(default_factory=dict)
    blank: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, pdf: Pdf) -> _Fields:
        found = cls()
        todo = [("", one, 0) for one in pdf.Root.get("/AcroForm", Dictionary()).get("/Fields", Array())]
        while todo:
            above, one, depth = todo.pop()
            name = f"{above}{one.get('/T', '')}"
            below = [kid for kid in one.get("/Kids", Array()) if "/T" in kid]
            todo += [(f"{name}.", kid, depth + 1) for kid in below if depth < _DEEPEST]
            if not below and one.get("/FT") != Name.Sig:
                found.add(name, one)
        return found

    def add(self, name: str, one: Object) -> None:
        """Note a field that has no others below it."""
        if (value := f"{one.get('/V', '')}") not in _BLANK:
            self.filled[name] = value
        else:
            self.blank[f"field {name}"] = digest(*map(_appearance, one.get("/Kids", Array([one]))))


def _appearance(widget: Object) -> bytes:
    shown = widget.get("/AP", Dictionary()).get("/N")
    return shown.read_bytes() if isinstance(shown, Stream) else b""
