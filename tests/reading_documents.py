"""Documents of many kinds for the tests of the reading page, and an index of them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mixed_files import MAKERS

from index.directory import IndexDirectory
from index.sync import update

GUIDE = """---
title: Guide de l’eau
author: Ève <Martin>
date: 2024-03-01
---

# Guide de l’eau

Le **réseau** d’eau alimente *toute la commune* et `le canal`.

## Les sources

- la source du Moulin
  - un captage
1. Ouvrir la vanne

| Source | Débit | Note |
|---|---|---|
| Moulin |  | eau *claire* |

#### Détail

> Une citation de l’eau d’autrefois.

```
si eau < 3 :
    fermer
```

## Les usages

Boire.
"""
ATTACK = """# <script>alert('titre')</script> Danger

[lien](javascript:alert(1)) et ![image](javascript:alert(2)) danger <img src=x onerror=alert(3)>

**<script>alert('gras')</script>** danger & *"><b>x</b>*

| <script>danger</script> | b |
|---|---|
| "danger" | <i onclick=alert(4)> |

```
<script>alert('danger')</script>
```

<script>alert('bloc')</script>

<a href="javascript:alert(5)">danger</a>
"""
LETTER = """From: Anne <anne@exemple.fr>
To: Paul
Subject: La fuite
Date: Tue, 12 Mar 2024 10:00:00 +0100
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Bonjour Paul,

L’eau est coupée.

Le 11 mars, Paul a écrit :
> Quand revient-elle ?
> Merci.
>
>> Il y a une fuite rue Haute.

Anne
"""
RECORD = {
    "id": "r/1?x=#é",
    "title": "Compte rendu",
    "date": "2024-03-01",
    "author": "Ève <Martin>",
    "source": "Archives",
    "tags": ["conseil", "a&b"],
    "text": "Le conseil a délibéré sur le budget communal.",
}
LONG = 700
"""So many paragraphs has the long text; one in a hundred is about a lighthouse."""
NAMES = ("guide.md", "attaque.md", "lettre.eml", "plan.pdf", "vers.txt", "long.txt", "actes.jsonl", "archive.zip")


def long_text() -> str:
    """A text of several parts."""
    lines = (f"Le paragraphe {n} {'voit le phare' if n % 100 == 50 else 'dort'}." for n in range(1, LONG + 1))
    return "\n\n".join(("Un long texte", *lines))


def write_documents(folder: Path) -> None:
    """A document of each kind."""
    folder.mkdir()
    texts = {"guide.md": GUIDE, "attaque.md": ATTACK, "lettre.eml": LETTER, "long.txt": long_text()}
    texts |= {"vers.txt": "Chanson\n\nMidi.\nUn camion recule.\n\nSoir.\n", "actes.jsonl": json.dumps(RECORD)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    lines = [3 * f"Le lavoir numéro {n} donne de l’eau à la rue, et la commune le répare. " for n in range(60)]
    (folder / "plan.pdf").write_bytes(MAKERS["pdf"]("Les lavoirs", lines))
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr("été/note.txt", "Les cigognes nichent.")


@contextmanager
def indexed(folder: Path) -> Iterator[IndexDirectory]:
    """An index of ``folder``, beside it."""
    directory = IndexDirectory(folder.parent / ".searcher")
    update([folder], directory, engine="whoosh")
    yield directory
    directory.close()
