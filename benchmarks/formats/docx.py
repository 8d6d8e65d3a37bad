"""Word documents: how many features of one document are read as a person reads them.

From the repository: ``PYTHONPATH=tests python -m benchmarks.formats.docx``. Each feature has a document
of its own that is made here; python-docx and mammoth read the same, where they are installed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import NamedTuple

from office_files import docx, par, run, table

from benchmarks.measures import table as markdown
from index.documents.drafts import About, Block, Source
from index.documents.office import read_docx


class Feature(NamedTuple):
    """``body`` shows what the patterns ``shown`` find, and hides what those ``hidden`` would."""

    body: str
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    core: str = ""
    parts: Mapping[str, str] = {}


BOX = f"<w:txbxContent>{par('encadré')}</w:txbxContent>"
NOTE = '<w:r><w:{kind}Reference w:id="2"/></w:r>'
HIDDEN_STYLE = '<w:style w:styleId="Caché"><w:name w:val="Caché"/><w:rPr><w:vanish/></w:rPr></w:style>'
NAMED_STYLE = '<w:style w:styleId="T7"><w:name w:val="heading 1"/></w:style>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:lvlText w:val="Article %1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
)
NUMBERED = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{run("numéroté")}</w:p>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>CONSIGNE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>calculé</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
FEATURES: Mapping[str, Feature] = {
    "insertion": Feature(par("Un", f"<w:ins>{run(' ajout')}</w:ins>"), ("^Un ajout$",)),
    "deletion": Feature(par("Un", "<w:del><w:r><w:delText>retrait</w:delText></w:r></w:del>"), ("^Un$",), ("retrait",)),
    "move": Feature(
        par(f"<w:moveFrom>{run('déplacé')}</w:moveFrom>") + par(f"<w:moveTo>{run('déplacé')}</w:moveTo>"),
        (r"\A(?!.*déplacé.*déplacé).*déplacé",),
    ),
    "deleted paragraph mark": Feature(par("Moi", mark="<w:del/>") + par("tié"), ("^Moi ?tié$",)),
    "hidden text": Feature(par("Un", run("secret", "<w:vanish/>")), ("^Un$",), ("secret",)),
    "hidden style": Feature(
        par("secret", style="Caché") + par("Un"), ("^Un$",), ("secret",), parts={"styles": HIDDEN_STYLE}
    ),
    "text box": Feature(par("Un", f"<w:r><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></w:r>"), ("^encadré$",)),
    "text box, drawn twice": Feature(
        par(
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
            f"{BOX}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        ),
        (r"\A(?!.*encadré.*encadré).*encadré",),
    ),
    "footnote": Feature(
        par("Un", NOTE.format(kind="footnote")),
        ("^en bas$",),
        parts={"footnotes": f'<w:footnote w:id="2">{par("en bas")}</w:footnote>'},
    ),
    "endnote": Feature(
        par("Un", NOTE.format(kind="endnote")),
        ("^à la fin$",),
        parts={"endnotes": f'<w:endnote w:id="2">{par("à la fin")}</w:endnote>'},
    ),
    "content control": Feature(f"<w:sdt><w:sdtContent>{par('contrôle')}</w:sdtContent></w:sdt>", ("^contrôle$",)),
    "content control in a paragraph": Feature(
        par("Un ", f"<w:sdt><w:sdtContent>{run('contrôle')}</w:sdtContent></w:sdt>"), ("^Un contrôle$",)
    ),
    "table row": Feature(table((par("Nom"), par("Âge")), (par("Éva"), par("7"))), ("Nom.{1,3}Âge", "Éva.{1,3}7")),
    "table in a cell": Feature(table((table((par("dedans"), par("aussi"))),)), ("dedans.{1,3}aussi",)),
    "heading by the name of its style": Feature(
        par("x") + par("grand titre", style="T7"), ("^TITRE grand titre$",), parts={"styles": NAMED_STYLE}
    ),
    "title of the properties": Feature(par("x"), ("^TITRE le vrai$",), core="<dc:title>le vrai</dc:title>"),
    "author of the properties": Feature(par("x"), ("^AUTEUR Éva Roy$",), core="<dc:creator>Éva Roy</dc:creator>"),
    "link": Feature(par("Voir ", f'<w:hyperlink r:id="x">{run("le site")}</w:hyperlink>'), ("^Voir le site$",)),
    "result of a field": Feature(par("Un ", FIELD), ("^Un calculé$",), ("CONSIGNE",)),
    "simple field": Feature(par(f'<w:fldSimple w:instr="DATE">{run("2 mai")}</w:fldSimple>'), ("^2 mai$",)),
    "line break": Feature(par("<w:r><w:t>un</w:t><w:br/><w:t>deux</w:t></w:r>"), (r"^un\s+deux$",)),
    "hyphens": Feature(par("<w:r><w:t>jar</w:t><w:softHyphen/><w:t>din</w:t></w:r>"), ("^jar\xad?din$",)),
    "symbol": Feature(par('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>'), ("^α$",)),
    "equation": Feature(par("<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>"), ("^E=mc$",)),
    "label with a word": Feature(NUMBERED, ("^Article 1 numéroté$",), parts={"numbering": NUMBERING}),
    "head of the pages": Feature(par("Un"), ("^Mairie de Lyon$",), parts={"header1": par("Mairie de Lyon")}),
    "comment": Feature(
        par("Un", '<w:r><w:commentReference w:id="1"/></w:r>'),
        ("^Un$",),
        ("remarque",),
        parts={"comments": f'<w:comment w:id="1">{par("remarque")}</w:comment>'},
    ),
}


def main() -> None:
    rows = []
    for name, read in READERS.items():
        lost = [feature for feature, one in FEATURES.items() if not is_held(one, read)]
        rows.append([name, f"{len(FEATURES) - len(lost)}/{len(FEATURES)}", ", ".join(lost) or "–"])
    print(markdown(["reader", "features", "lost"], rows))


def is_held(feature: Feature, read: Callable[[bytes], str]) -> bool:
    """Whether a document with that feature alone is read as it is seen."""
    try:
        text = read(docx(feature.body, feature.core, **feature.parts))
    except Exception:  # noqa: BLE001  # what a peer raises is its own affair: it has not read the document
        return False
    flags = re.MULTILINE | re.DOTALL
    shown = all(re.search(pattern, text, flags if r"\A" in pattern else re.MULTILINE) for pattern in feature.shown)
    return shown and not any(word in text for word in feature.hidden)


def ours(data: bytes) -> str:
    pieces = list(read_docx(Source("a.docx", "a.docx", BytesIO(data))))
    about = next((piece for piece in reversed(pieces) if isinstance(piece, About)), About())
    head = [f"TITRE {about.title}", f"AUTEUR {about.author}"]
    return "\n".join([*head, *(piece.text for piece in pieces if isinstance(piece, Block))])


def python_docx(data: bytes) -> str:
    document = import_module("docx").Document(BytesIO(data))
    rows = (" | ".join(cell.text for cell in row.cells) for each in document.tables for row in each.rows)
    about = document.core_properties
    return "\n".join([f"TITRE {about.title}", f"AUTEUR {about.author}", *(p.text for p in document.paragraphs), *rows])


def mammoth(data: bytes) -> str:
    return str(import_module("mammoth").extract_raw_text(BytesIO(data)).value)


PEERS = {"python-docx": ("docx", python_docx), "mammoth": ("mammoth", mammoth)}
READERS: Mapping[str, Callable[[bytes], str]] = {
    "searcher": ours,
    **{name: read for name, (module, read) in PEERS.items() if find_spec(module)},
}


if __name__ == "__main__":
    main()
