"""Words of Rich Text Format: what each group is for, and which signs words stand for."""

from __future__ import annotations

PROPERTIES = {
    "title": "title",
    "author": "author",
    "keywords": "keywords",
    "subject": "subject",
    "doccomm": "description",
    "category": "category",
    "company": "company",
    "manager": "manager",
}
HEADS = frozenset(f"{name}{which}" for name in ("header", "footer") for which in ("", "l", "r", "f"))
BOXES = frozenset({"footnote", "shptxt", "dptxbxtext"})
DATES = {"creatim": "created", "revtim": "modified"}
LABEL = "label"
"""Where what stands before an item of a list goes: its number, or « Article 3 »."""
GOES = {"fonttbl": "fonts", "stylesheet": "styles", "listtext": LABEL, "pntext": LABEL, **PROPERTIES, **DATES}
KNOWN = frozenset({*GOES, *HEADS, *BOXES, "shpinst", "do", "nesttableprops"})
"""Destinations that count though readers may leave them out."""
NOWHERE = frozenset(
    (  # noqa: SIM905
        "annotation atnid atnauthor atntime atndate atnicn atnref atnparent bkmkstart bkmkend "
        "colortbl fldinst listtable listoverridetable nonesttables nonshppict objdata pict "
        "pn rsidtbl revtbl shprslt sn sp sv themedata tc tcn ud xe printim buptim filetbl "
        "operator generator hlinkbase objname objsect ffname ffdeftext fname"
    ).split()
)
"""Destinations whose text is none of the document's."""
CHARACTERS = {
    "tab": " ",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
SIGNS = {"~": "\u00a0", "_": "\u2011", "\\": "\\", "{": "{", "}": "}"}
CODEPAGES = {"ansi": 1252, "mac": 10000, "pc": 437, "pca": 850}
