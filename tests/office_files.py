"""Office files made by code: as small as a format allows, with whatever is to be read in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from xml.sax.saxutils import escape

from index.documents.drafts import About, Block, Piece, Source
from index.model import Fault

Read = Callable[[Source], Iterator[Piece]]
_OPEN = "http://schemas.openxmlformats.org"
OOXML = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": f"{_OPEN}/wordprocessingml/2006/main",
        "p": f"{_OPEN}/presentationml/2006/main",
        "a": f"{_OPEN}/drawingml/2006/main",
        "m": f"{_OPEN}/officeDocument/2006/math",
        "r": f"{_OPEN}/officeDocument/2006/relationships",
        "mc": f"{_OPEN}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "cp": f"{_OPEN}/package/2006/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
    }.items()
)
OPEN_DOCUMENT = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in {
            "office": "office",
            "text": "text",
            "table": "table",
            "draw": "drawing",
            "presentation": "presentation",
            "style": "style",
            "meta": "meta",
            "manifest": "manifest",
            "svg": "svg-compatible",
        }.items()
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def pieces(read: Read, data: bytes, name: str = "a.bin") -> list[Piece]:
    """What a reader gives back for the bytes of a file."""
    return list(read(Source(name, f"d/{name}", BytesIO(data))))


def texts(read: Read, data: bytes) -> list[str]:
    """The paragraphs that a reader finds; there must be no fault."""
    found = pieces(read, data)
    assert not [piece for piece in found if isinstance(piece, Fault)], found
    return [piece.text for piece in found if isinstance(piece, Block)]


def pages(read: Read, data: bytes) -> list[tuple[int | None, str]]:
    """The paragraphs and the pages they are on."""
    return [(piece.page, piece.text) for piece in pieces(read, data) if isinstance(piece, Block)]


def about(read: Read, data: bytes) -> About:
    """What a file says of itself: the last word counts."""
    return [piece for piece in pieces(read, data) if isinstance(piece, About)][-1]


def faults(read: Read, data: bytes) -> list[str]:
    """The codes of the faults that a reader finds."""
    return [piece.code for piece in pieces(read, data) if isinstance(piece, Fault)]


def zipped(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members, in this order, the same whenever it is made."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def relations(**targets: str) -> str:
    """A part with relations, by the kinds of their types; the id is the kind, and a number at its end is left out."""
    rows = "".join(
        f'<Relationship Id="{kind}" Type="{_OPEN}/x/{kind.rstrip("0123456789").replace("_", "-")}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_OPEN}/package/2006/relationships">{rows}</Relationships>'


# -- Word


def docx_members(body: str, core: str = "", parts: Mapping[str, str] | None = None) -> dict[str, str | bytes]:
    """The members of a Word document; ``parts`` by the kind of their relation, ``styles`` or ``header1``."""
    parts = parts or {}
    return {
        "_rels/.rels": relations(officeDocument="word/document.xml", core_properties="docProps/core.xml"),
        "docProps/core.xml": f"<cp:coreProperties {OOXML}>{core}</cp:coreProperties>",
        "word/_rels/document.xml.rels": relations(**{kind: f"{kind}.xml" for kind in parts}),
        **{f"word/{kind}.xml": f"<w:{kind} {OOXML}>{content}</w:{kind}>" for kind, content in parts.items()},
        "word/document.xml": f"<w:document {OOXML}><w:body>{body}</w:body></w:document>",
    }


def docx(body: str, core: str = "", **parts: str) -> bytes:
    """A Word document with this body."""
    return zipped(docx_members(body, core, parts))


def run(text: str, properties: str = "") -> str:
    """A run of a Word document."""
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def par(*content: str, style: str = "", mark: str = "") -> str:
    """A paragraph of a Word document: markup as it stands, anything else as a run."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    runs = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of a Word document, with cells of markup."""
    cells = ("".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


# -- OpenDocument


def opendocument_members(
    body: str, kind: str = "text", styles: str = "", meta: str = "", pages: str = ""
) -> dict[str, str | bytes]:
    """The members of a text or a presentation; ``styles`` are those of its content, ``pages`` its master pages."""
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "META-INF/manifest.xml": f"<manifest:manifest {OPEN_DOCUMENT}>"
        '<manifest:file-entry manifest:full-path="content.xml"/></manifest:manifest>',
        "meta.xml": f"<office:document-meta {OPEN_DOCUMENT}><office:meta>{meta}</office:meta></office:document-meta>",
        "styles.xml": f"<office:document-styles {OPEN_DOCUMENT}><office:master-styles>{pages}</office:master-styles>"
        "</office:document-styles>",
        "content.xml": f"<office:document-content {OPEN_DOCUMENT}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>",
    }


def odt(body: str, **parts: str) -> bytes:
    """A text with this body."""
    return zipped(opendocument_members(body, "text", **parts))


def odp(*slides: str, **parts: str) -> bytes:
    """A presentation with these slides."""
    body = "".join(f"<draw:page>{slide}</draw:page>" for slide in slides)
    return zipped(opendocument_members(body, "presentation", **parts))


# -- PowerPoint


def shape(*paragraphs: str, place: str = "", hidden: bool = False) -> str:
    """A shape of a slide; text in ``<a:…>`` stands as it is."""
    properties = f'<p:nvPr><p:ph type="{place}"/></p:nvPr>' if place else ""
    runs = (text if text.startswith("<a:") else f"<a:r><a:t>{escape(text)}</a:t></a:r>" for text in paragraphs)
    body = "".join(f"<a:p>{text}</a:p>" for text in runs)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" hidden="{int(hidden)}"/>{properties}</p:nvSpPr>'
        f"<p:txBody>{body}</p:txBody></p:sp>"
    )


def pptx_members(*slides: str, notes: Mapping[int, str] | None = None, core: str = "") -> dict[str, str | bytes]:
    """The members of a presentation; in the package, its slides come in reverse. ``notes`` are by the page."""
    notes = notes or {}
    order = "".join(f'<p:sldId r:id="slide{n}"/>' for n in range(len(slides)))
    members: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="/ppt/presentation.xml", core_properties="docProps/core.xml"),
        "docProps/core.xml": f"<cp:coreProperties {OOXML}>{core}</cp:coreProperties>",
        "ppt/presentation.xml": f"<p:presentation {OOXML}><p:sldIdLst>{order}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            **{f"slide{n}": f"slides/s{len(slides) - n}.xml" for n in reversed(range(len(slides)))}
        ),
    }
    for n, content in enumerate(slides):
        name = f"s{len(slides) - n}.xml"
        members[f"ppt/slides/{name}"] = f"<p:sld {OOXML}><p:cSld><p:spTree>{content}</p:spTree></p:cSld></p:sld>"
        if n + 1 in notes:
            members[f"ppt/slides/_rels/{name}.rels"] = relations(notesSlide=f"../notes/{name}")
            members[f"ppt/notes/{name}"] = f"<p:notes {OOXML}><p:spTree>{notes[n + 1]}</p:spTree></p:notes>"
    return members


def pptx(*slides: str, notes: Mapping[int, str] | None = None, core: str = "") -> bytes:
    """A presentation with these slides."""
    return zipped(pptx_members(*slides, notes=notes, core=core))


# -- E-books


def epub_members(*chapters: str | bytes, metadata: str = "", contents: str = "") -> dict[str, str | bytes]:
    """The members of an e-book; in the package, its chapters come in reverse. A chapter in bytes stands as it is."""
    numbers = range(len(chapters))
    items = "".join(
        f'<item id="c{n}" href="texte/chapitre%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in numbers
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/livre.opf"/></rootfiles></container>',
        "OEBPS/livre.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<metadata>{metadata}</metadata><manifest>{items}<item id="nav" href="nav.xhtml" properties="nav" '
        'media-type="application/xhtml+xml"/><item id="image" href="a.png" media-type="image/png"/></manifest>'
        f'<spine><itemref idref="nav"/><itemref idref="image"/>{spine}</spine></package>',
        "OEBPS/nav.xhtml": xhtml(f"<nav>{contents}</nav>"),
    }
    for n in reversed(numbers):
        chapter = chapters[n]
        members[f"OEBPS/texte/chapitre {n}.xhtml"] = xhtml(chapter) if isinstance(chapter, str) else chapter
    return members


def epub(*chapters: str | bytes, metadata: str = "", contents: str = "") -> bytes:
    """An e-book with these chapters."""
    return zipped(epub_members(*chapters, metadata=metadata, contents=contents))


def xhtml(body: str) -> str:
    """A chapter of an e-book."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Chapitre</title><style>p {}</style></head>'
        f"<body>{body}</body></html>"
    )
