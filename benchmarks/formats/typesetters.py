"""Typesetters: paragraphs → a PDF, by whatever program is installed."""

from __future__ import annotations

import html
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from pdf_files import Heading, Style, typeset

HEAD = "Bulletin de la commune"
Typesetter = Callable[[Sequence[str], Path], bytes]


@dataclass(frozen=True, slots=True)
class Program:
    """A way to make a PDF, and what it needs: a command or a module; nothing if it is our own."""

    make: Typesetter
    needs: str = ""

    def is_installed(self) -> bool:
        return not self.needs or bool(shutil.which(self.needs) or find_spec(self.needs))


def latex(blocks: Sequence[str], folder: Path, options: str, preamble: str) -> bytes:
    quotes = str.maketrans({"«": r"\og{}", "»": r"\fg{}", "’": "'", "%": r"\%", "&": r"\&"})
    body = "\n\n".join(_marked(block.translate(quotes), block, r"\section*{%s}") for block in blocks)
    text = rf"""\documentclass[{options},a4paper]{{article}}\usepackage[utf8]{{inputenc}}\usepackage[french]{{babel}}
{preamble}\pagestyle{{myheadings}}\markright{{{HEAD}}}\begin{{document}}
{body}
\end{{document}}"""
    (folder / "a.tex").write_text(text)
    return _run(["pdflatex", "-interaction=batchmode", "a.tex"], folder)


def typst(blocks: Sequence[str], folder: Path, setting: str) -> bytes:
    compiled = import_module("typst").compile

    body = "\n\n".join(_marked(block, block, "= %s") for block in blocks)
    head = f'#set text(lang: "fr")\n#set page(numbering: "1", header: [{HEAD}])'
    (folder / "a.typ").write_text(f"{head}\n{setting}\n{body}")
    compiled(folder / "a.typ", output=folder / "a.pdf")
    return (folder / "a.pdf").read_bytes()


def chromium(blocks: Sequence[str], folder: Path, style: str) -> bytes:
    body = "\n".join(_marked(html.escape(block), block, "<h2>%s</h2>", "<p>%s</p>") for block in blocks)
    page = f"<!doctype html><html lang=fr><meta charset=utf-8><title>{HEAD}</title><style>{style}</style>{body}"
    (folder / "a.html").write_text(page)
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf=a.pdf"]
    return _run(["chromium", *options, (folder / "a.html").as_uri()], folder)


def libreoffice(blocks: Sequence[str], folder: Path, paragraph: str, columns: int = 1) -> bytes:
    tags = '<text:h text:style-name="H">%s</text:h>', '<text:p text:style-name="P">%s</text:p>'
    body = "".join(_marked(html.escape(block), block, *tags) for block in blocks)
    (folder / "a.fodt").write_text(FODT % {"paragraph": paragraph, "columns": columns, "head": HEAD, "body": body})
    return _run(["soffice", "--headless", "--convert-to", "pdf", "a.fodt"], folder)


FODT = """<?xml version="1.0"?><office:document office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:styles>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties %(paragraph)s/>
<style:text-properties fo:font-size="11pt" fo:language="fr" fo:country="FR" fo:hyphenate="true"/></style:style>
<style:style style:name="H" style:family="paragraph"><style:paragraph-properties fo:margin-top="0.4cm"
 fo:margin-bottom="0.2cm" fo:keep-with-next="always"/><style:text-properties fo:font-size="14pt"/></style:style>
</office:styles><office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties
 fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"><style:columns fo:column-count="%(columns)d"
 fo:column-gap="0.8cm"/></style:page-layout-properties><style:header-style><style:header-footer-properties
 fo:min-height="1cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="1cm"/>
</style:footer-style></style:page-layout></office:automatic-styles><office:master-styles><style:master-page
 style:name="Standard" style:page-layout-name="L"><style:header><text:p>%(head)s</text:p></style:header><style:footer>
<text:p>Page <text:page-number/> sur <text:page-count/></text:p></style:footer></style:master-page>
</office:master-styles><office:body><office:text>%(body)s</office:text></office:body></office:document>"""


def own(blocks: Sequence[str], _: Path, style: Style) -> bytes:
    return typeset(blocks, style)


def _marked(text: str, block: str, heading: str, paragraph: str = "%s") -> str:
    return (heading if isinstance(block, Heading) else paragraph) % text


def _run(command: Sequence[str], folder: Path) -> bytes:
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300, check=False)
    return (folder / "a.pdf").read_bytes()


_T1 = r"\usepackage[T1]{fontenc}\usepackage{lmodern}"
_FLAT = r"\setlength{\parindent}{0pt}\setlength{\parskip}{%s}"
_JUSTIFIED = 'fo:text-align="justify" fo:margin-bottom="0.2cm"'
_COLUMNS = (
    "#set page(columns: 2)\n#set text(size: 10pt)\n#set par(justify: true, first-line-indent: 1em, spacing: 0.65em)"
)
PROGRAMS: Mapping[str, Program] = {
    "pdfTeX, indented": Program(partial(latex, options="11pt", preamble=_T1), "pdflatex"),
    "pdfTeX, two columns": Program(partial(latex, options="10pt,twocolumn", preamble=_T1), "pdflatex"),
    "pdfTeX, gaps": Program(partial(latex, options="11pt", preamble=_T1 + _FLAT % "6pt"), "pdflatex"),
    "pdfTeX, neither": Program(partial(latex, options="11pt", preamble=_T1 + _FLAT % "0pt"), "pdflatex"),
    "pdfTeX, old fonts": Program(partial(latex, options="11pt", preamble=""), "pdflatex"),
    "pdfTeX, bitmaps": Program(partial(latex, options="11pt", preamble=r"\usepackage[T1]{fontenc}"), "pdflatex"),
    "Typst, ragged": Program(partial(typst, setting=""), "typst"),
    "Typst, two columns": Program(partial(typst, setting=_COLUMNS), "typst"),
    "LibreOffice, justified": Program(partial(libreoffice, paragraph=_JUSTIFIED), "soffice"),
    "LibreOffice, two columns": Program(partial(libreoffice, paragraph=_JUSTIFIED, columns=2), "soffice"),
    "LibreOffice, plain": Program(partial(libreoffice, paragraph=""), "soffice"),
    "Chromium, ragged": Program(partial(chromium, style="body { font: 12pt serif }"), "chromium"),
    "Chromium, two columns": Program(
        partial(chromium, style="body { columns: 2; text-align: justify } p { margin: 0; text-indent: 1.2em }"),
        "chromium",
    ),
    "own, indented, letters": Program(
        partial(own, style=Style(indent=14, hyphenated=True, put="letter", head=HEAD, foot="{page}"))
    ),
    "own, two columns": Program(partial(own, style=Style(indent=12, hyphenated=True, columns=2, foot=HEAD))),
    "own, columns by the line": Program(
        partial(own, style=Style(indent=12, hyphenated=True, columns=2, across=True, foot="Page {page} sur {pages}"))
    ),
    "own, ragged, gaps": Program(partial(own, style=Style(gap=6, justified=False, put="word", head=HEAD))),
}
