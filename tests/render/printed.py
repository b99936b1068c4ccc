"""Pages to lay out: one of everything that WeasyPrint keeps of styles and boxes, and the theme of fonts-noto-cjk."""

from __future__ import annotations

from pathlib import Path

import factory

from slagen.model.template import Theme

CSS = (Path(__file__).parents[2] / "templates" / "standard" / "print.css").read_text("utf-8")


def theme() -> Theme:
    """The factory's theme with the fonts of fonts-noto-cjk alone."""
    plain = factory.theme()

    def only(family: str) -> object:
        return plain.pdf.body.model_copy(update={"zh": (family,), "en": (family,)})

    faces = plain.pdf.model_copy(update={"body": only("Noto Serif CJK SC"), "heading": only("Noto Sans CJK SC")})
    return plain.model_copy(update={"pdf": faces})


_STYLE = """
@page { size: 90mm 70mm; margin: 12mm; @top-left { content: element(running) }
  @bottom-right { content: counter(page) "/" counter(pages) " " string(title) } }
@page :first { margin: 20mm; @bottom-right { content: none } }
@page wide { size: 140mm 60mm; @top-left { content: "wide" } }
body { font-family: "Noto Serif CJK SC"; font-size: 9pt }
header { position: running(running); display: table; width: 100%; border-bottom: 1pt solid }
h2 { string-set: title content(); bookmark-level: 1; border: 1px solid; border-radius: 3px; break-after: avoid }
.contents a::after { content: leader(".") target-counter(attr(href), page) }
.note { float: footnote; color: green } .aside { float: right; width: 20mm; background: #eee }
.drop::first-letter { font-size: 150%; color: blue } p:nth-child(3)::first-line { font-weight: bold }
.wide { page: wide } table { border-collapse: collapse } td { border: 1px solid; padding: 2px }
.apart { border-collapse: separate; border-spacing: 3px } [lang|="en"] { font-feature-settings: "pwid" }
p { text-align: justify; orphans: 2; widows: 2 } .flex { display: flex } .grid { display: grid }
ol ol { list-style-type: lower-alpha; list-style-position: inside } li::marker { color: red }
"""
_WORDS = "A supplier answers within the time that 服务等级协议 names, 并在故障恢复后提交报告。 " * 3
RICH = f"""<html lang="zh-CN"><head><title>Everything</title><style>{_STYLE}</style></head><body>
<header>Running <span>header</span></header>
<nav class="contents"><p><a href="#two">Two</a><p><a href="#three">Three</a><p><a href="#three">Three again</a></nav>
<h2 id="one">One</h2><p lang="en" id="first">{_WORDS}<i class="note">A footnote.</i></p>
<p lang="zh" class="drop">{_WORDS}</p>
<p lang="en">{_WORDS}<a href="#two">see <b>two</b></a> and <q>quoted</q></p><p>one<br>two <wbr>three</p>
<ol><li>first<ol><li>inner<li>{_WORDS}</ol><li style="color: navy">second</ol><ul><li>point</ul>
<h2 id="two">Two</h2><div class="aside">beside</div><p lang="en">{_WORDS}</p>
<table><caption>Table</caption><colgroup><col style="width: 30%"><col></colgroup>
<thead><tr><th scope="col">head<th>head</thead>
<tbody>{"<tr><td>cell<td lang='en' rowspan=1>word <b>bold</b>" * 14}</tbody></table>
<table class="apart"><tr><td colspan=2>both<tr><td>one<td>two</table>
<div class="wide"><h2 id="three">Three</h2><p lang="en">{_WORDS}</p></div>
<div class="flex"><p>left</p><p>right</p></div><div class="grid"><p>{_WORDS}</p></div>
<div style="position: relative"><span style="position: absolute; left: 40mm">placed</span>
<span style="display: inline-block; border: 1px solid">{_WORDS}</span></div>
<div style="columns: 2"><p lang="en">{_WORDS}</p></div>
<form><input name="a" value="x"><input type="checkbox" name="b"><textarea name="c" rows="2">text</textarea></form>
</body></html>"""
