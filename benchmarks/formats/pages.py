"""HTML pages, measured against what is known to be their main text: F1 of words.

From the repository: ``PYTHONPATH=tests python -m benchmarks.formats.pages``. The pages are made here, in
layouts that French sites have; trafilatura as it is by default, and our own draft, read the same.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from random import Random

import trafilatura
from pdf_texts import HEADINGS, paragraphs

from benchmarks.machine import machine
from benchmarks.measures import mean, table
from index.documents.drafts import About, Block, Source
from index.documents.html import read_html
from index.documents.html.blocks import main_blocks

SEEDS = range(8)
MENU = ("Accueil", "Actualités", "Démarches en ligne", "Agenda", "Annuaire", "Contact", "Plan du site")
FOOT = ("Mentions légales", "Politique de confidentialité", "Gestion des cookies", "Flux RSS", "Crédits")
TEASERS = (
    "Inscrivez-vous à notre lettre d’information",
    "Les cinq articles les plus lus de la semaine",
    "Partagez cet article sur vos réseaux",
    "Abonnez-vous pour un euro seulement",
)
Layout = Callable[[str, Sequence[str], Random], str]


def main() -> None:
    print(f"# HTML, measured\n\n{machine()}\n")
    rows = [
        [name, *(f"{_measured(layout, read)[0]:.3f}" for read in READERS.values())] for name, layout in LAYOUTS.items()
    ]
    rows.append(
        ["mean", *(f"{mean(_measured(one, read)[0] for one in LAYOUTS.values()):.3f}" for read in READERS.values())]
    )
    rows.append(
        [
            "ms a page",
            *(f"{mean(_measured(one, read)[1] for one in LAYOUTS.values()):.0f}" for read in READERS.values()),
        ]
    )
    print(table(["layout", *READERS], rows))


def _measured(layout: Layout, read: Callable[[str], str]) -> tuple[float, float]:
    """The mean F1 of the pages of a layout, and milliseconds a page."""
    scores, milliseconds = [], []
    for seed in SEEDS:
        random = Random(seed)
        title, texts = random.choice(HEADINGS), paragraphs(random.randint(3, 14), seed)
        page = layout(title, texts, random)
        start = time.perf_counter()
        found = read(page)
        milliseconds.append(1_000 * (time.perf_counter() - start))
        scores.append(f1(" ".join((title, *texts)), found))
    return mean(scores), mean(milliseconds)


def f1(wanted: str, found: str) -> float:
    one, other = (Counter(re.findall(r"\w+", text.casefold())) for text in (wanted, found))
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if both else 0.0


# -- readers


def ours(page: str) -> str:
    pieces = list(read_html(Source("a.html", "a.html", BytesIO(page.encode()))))
    texts = [piece.text for piece in pieces if isinstance(piece, Block)]
    title = next((piece.title for piece in pieces if isinstance(piece, About)), "")
    return _titled(title, texts)


def by_trafilatura(page: str) -> str:
    found = trafilatura.extract(page) or ""
    about = trafilatura.extract_metadata(page)
    return _titled(about.title or "", found.splitlines())


def draft(page: str) -> str:
    read = main_blocks(page)
    return _titled(read.title, read.blocks)


def _titled(title: str, texts: Sequence[str]) -> str:
    """A title and a text; the title counts once, wherever a reader has it from."""
    return "\n".join(texts) if title in texts else "\n".join([title, *texts])


READERS: Mapping[str, Callable[[str], str]] = {"searcher": ours, "trafilatura": by_trafilatura, "our draft": draft}

# -- layouts


def _links(names: Sequence[str]) -> str:
    return "<ul>" + "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(names)) + "</ul>"


def _text(texts: Sequence[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _page(title: str, body: str) -> str:
    head = f"<meta charset=utf-8><title>{title}</title><meta property='og:site_name' content='La commune'>"
    return f"<!DOCTYPE html><html lang=fr><head>{head}</head><body>{body}</body></html>"


def newspaper(title: str, texts: Sequence[str], random: Random) -> str:
    teasers = "".join(f"<div class=teaser><a href=#>{each}</a></div>" for each in random.sample(TEASERS, 3))
    article = f"<article><h1>{title}</h1><div class=share>{TEASERS[2]}</div>{_text(texts)}</article>"
    return _page(
        title,
        f"<header><nav>{_links(MENU)}</nav></header>{article}<aside>{teasers}</aside><footer>{_links(FOOT)}</footer>",
    )


def town_hall(title: str, texts: Sequence[str], random: Random) -> str:
    crumbs = f"<div class=breadcrumb><a href=/>Accueil</a> &gt; <a href=/a>{random.choice(MENU)}</a></div>"
    contact = "<div id=sidebar><h3>Horaires</h3><p>Du lundi au vendredi, de 9 h à 17 h</p></div>"
    main = f"<div id=content>{crumbs}<h1>{title}</h1>{_text(texts)}</div>"
    return _page(title, f"<div id=menu>{_links(MENU)}</div>{main}{contact}<div id=footer>{_links(FOOT)}</div>")


def blog(title: str, texts: Sequence[str], random: Random) -> str:
    said = "".join(f"<li><b>{name}</b><p>{random.choice(TEASERS)} !</p></li>" for name in ("Zoé", "Marc"))
    comments = f"<div id=comments class=comments><h3>Deux commentaires</h3><ol>{said}</ol></div>"
    content = f"<h2 class=entry-title>{title}</h2><div class=entry-content>{_text(texts)}</div>"
    post = f"<div class='post hentry'>{content}</div>"
    return _page(title, f"<nav>{_links(MENU)}</nav>{post}{comments}<footer>{_links(FOOT)}</footer>")


def lists(title: str, texts: Sequence[str], random: Random) -> str:
    blocks = (f"<ul><li>{text}</li></ul>" if random.random() < 0.3 else f"<p>{text}</p>" for text in texts)
    main = f"<main><h1>{title}</h1>{''.join(blocks)}</main>"
    return _page(title, f"<nav>{_links(MENU)}</nav>{main}<footer>{_links(FOOT)}</footer>")


def old_tables(title: str, texts: Sequence[str], _: Random) -> str:
    body = "<br><br>".join(texts)
    cells = f"<td width=150>{_links(MENU)}</td><td><font size=5>{title}</font><p>{body}</p></td>"
    return _page(title, f"<table width=100%><tr>{cells}</tr></table><center>{' | '.join(FOOT)}</center>")


def bare(title: str, texts: Sequence[str], _: Random) -> str:
    """As office programs and people write pages."""
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{_text(texts)}</body></html>"


LAYOUTS: Mapping[str, Layout] = {
    "newspaper": newspaper,
    "town hall": town_hall,
    "blog with comments": blog,
    "text and lists": lists,
    "old tables": old_tables,
    "bare page": bare,
}


if __name__ == "__main__":
    main()
