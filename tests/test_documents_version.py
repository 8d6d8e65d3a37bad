"""What files are read as is held by a golden file: who changes it raises ``DOCUMENTS_VERSION``, and writes it anew.

python tests/test_documents_version.py
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

from index.documents import DOCUMENTS_VERSION, Source, read_articles

GOLDEN = Path(__file__).parent / "data" / "documents.json"
WRAPPED = "Une phrase assez longue pour être coupée à la fin de la ligne, comme un cour-\nriel, puis la suite.\n"
FILES = {
    "texte.txt": f"Le titre\n\nUn paragraphe.\n\n- un\n- deux\n\nVers court,\nautre vers.\n\f{WRAPPED}\nLe titre.\n",
    "sans_titre.txt": "- une liste\n- sans titre\n",
    "latin.txt": "Été\n\nNoël à la forêt.",
    "dos.txt": "Été\n\nNoël à la forêt, déjà.",
    "PV-AG-2023.TXT": "Procès\n\nRennes, le 3 mai 2021",
    "lettre.txt": "Rennes, le 3 mai 2021\n\nMadame,",
    "français.md": "---\ntitle: Loi : un guide\nrole: Cheffe\n---\nAu XIX<sup>e</sup>, la [loi](x) **pré**vue.\n\n"
    "- [x] un\n  1. deux\n\nNom | Prix\n--- | ---\nPain | 2 &euro;\n\n<p>trois</p>\n\nfin[^1]\n\n[^1]: Une *note*.\n",
    "long.txt": "Titre\n\n" + "Une phrase. " * 1_000,
    "notes.md": "---\ntitle: Des notes\ndate: 26 mars 2024\nauthor: [A. B., C. D.]\ntags: un, deux\nsource: Ici\n---\n"
    "# Titre\n\nDu *texte*\nsuivi.\n\n> cité\n\n1. un\n2. deux\n\n| a | b |\n|---|---|\n| c | d |\n\n"
    "```\ncode\n\nencore\n```\n",
    "vide.md": " \n",
    "binaire.txt": "\x00\x01\x02",
    "articles.jsonl": '{"id": "a", "title": "Un", "text": "Un.\\nDeux.", "date": "mars 2024", "tags": ["x", "y"]}\n'
    '{"id": "a", "text": "Encore"}\n{"title": "Sans"}\n\nnon\n[]\n{"text": 1}\n'
    '{"n": 1}\n{"body": "Le corps", "role": "Cheffe"}\n',
}
ENCODINGS = {"latin.txt": "cp1252", "dos.txt": "cp850"}


def read_all() -> dict[str, object]:
    """What every file is read as, in terms of JSON."""
    read = {}
    for name, text in FILES.items():
        data = text.encode(ENCODINGS.get(name, "utf-8"))
        items = [item._asdict() for item in read_articles(Source(name, f"d/{name}", BytesIO(data)))]
        read[name] = json.loads(json.dumps(items, default=dict))
    return {"version": DOCUMENTS_VERSION, "files": read}


def test_files_are_read_as_they_were_under_this_version() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    now = read_all()
    assert now["version"] == golden["version"], f"write the golden file anew: python {Path(__file__).name}"
    assert now == golden, "files are read otherwise: raise DOCUMENTS_VERSION, and write the golden file anew"


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(read_all(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
