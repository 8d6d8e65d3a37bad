"""What was recognised on scanned pages: its paragraphs, their place among others, and how it is kept."""

from __future__ import annotations

import sqlite3
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import Style, typeset
from scanned_files import joined, scanned

from index.documents import Source, Texts
from index.documents.drafts import Block, Picture
from index.documents.pdf import read_pdf
from index.documents.pdf.hyphens import Hyphens
from index.documents.pdf.recognised import recognised_paragraphs
from index.engines.protocol import StoreError
from index.model import Fault
from index.sync.page_texts import NAME, PageTexts

LONG = "Le conseil a décidé de fermer la piscine jusqu’au"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\f", []),
        ("Un mot.\n\nUn autre.\n\f", ["Un mot.", "Un autre."]),
        (f"{LONG}\nprintemps.", [f"{LONG} printemps."]),
        (f"{LONG}\n  \n Le  reste.\n", [LONG, "Le reste."]),
        (f"Mairie de Rennes\n1, rue du Port\n\n{LONG}", ["Mairie de Rennes\n1, rue du Port", LONG]),
        (f"{LONG} prin-\ntemps.", [f"{LONG} printemps."]),
        (f"{LONG} demi-\nheure de Rennes", [f"{LONG} demi-heure de Rennes"]),
        (f"{LONG} préfet lui-\nmême", [f"{LONG} préfet lui-même"]),
        (f"{LONG} mois de Saint-\nDenis", [f"{LONG} mois de Saint-Denis"]),
        (f"{LONG} mois de -\nmai", [f"{LONG} mois de - mai"]),
    ],
)
def test_lines_become_paragraphs(text: str, expected: list[str]) -> None:
    assert list(recognised_paragraphs(text, Hyphens())) == expected


@given(st.text(alphabet="aé -\n\fB"))
def test_nothing_is_lost(text: str) -> None:
    found = "".join(recognised_paragraphs(text, Hyphens()))
    kept = [sign for sign in text if not sign.isspace() and sign != "-"]
    assert [sign for sign in found if not sign.isspace() and sign != "-"] == kept


MIXED = joined(
    typeset(["Un début."], Style()), scanned(["Une image."]), typeset(["Une fin."], Style()), scanned(["Une image."])
)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (None, [("Un début.", 1), ("Une fin.", 3), ("scan", 2)]),
        ({}, [("Un début.", 1), ("Une fin.", 3), ("ocr_failed", 2)]),
        ({2: "Deux\n\nmots"}, [("Un début.", 1), ("Deux", 2), ("mots", 2), ("Une fin.", 3), ("ocr_failed", 1)]),
        ({2: "", 4: "Quatre"}, [("Un début.", 1), ("Une fin.", 3), ("Quatre", 4)]),
        ({2: None, 4: "Quatre"}, [("Un début.", 1), ("Une fin.", 3), ("Quatre", 4), ("ocr_failed", 1)]),
        ({1: "Rien", 2: "Deux", 4: "Quatre"}, [("Un début.", 1), ("Deux", 2), ("Une fin.", 3), ("Quatre", 4)]),
    ],
)
def test_recognised_pages_stand_where_they_are(texts: Texts | None, expected: list[tuple[str, int]]) -> None:
    pieces = read_pdf(Source("a.pdf", "a.pdf", BytesIO(MIXED), texts=texts))
    read = [piece for piece in pieces if isinstance(piece, (Block, Fault))]
    assert [(p.text, p.page) if isinstance(p, Block) else (p.code, p.values["n"]) for p in read] == expected


def test_a_scan_of_nothing_is_empty() -> None:
    source = Source("a.pdf", "a.pdf", BytesIO(scanned(["Une image."])), texts={1: " \n"})
    assert [piece for piece in read_pdf(source) if isinstance(piece, (Block, Fault))] == [Fault("empty")]


def test_only_pages_without_text_that_are_not_known_are_drawn() -> None:
    pieces = list(read_pdf(Source("a.pdf", "a.pdf", BytesIO(MIXED), texts={2: "Deux"}, pictures=True)))
    (picture,) = [piece for piece in pieces if isinstance(piece, Picture)]
    assert (picture.page, picture.width, picture.height) == (4, 2480, 3509)
    assert not [piece for piece in pieces if isinstance(piece, (Block, Fault))]


def test_a_poster_is_drawn_with_fewer_dots() -> None:
    poster = scanned(["Une image."]).replace(b"[0 0 595 842]", b"[0 0 14400 14400]")
    pieces = read_pdf(Source("a.pdf", "a.pdf", BytesIO(poster), pictures=True))
    (picture,) = [piece for piece in pieces if isinstance(piece, Picture)]
    assert 39_000_000 < picture.width * picture.height < 41_000_000


names = st.text(max_size=3)
pages = st.dictionaries(st.integers(1, 9), st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5))


@settings(max_examples=15)  # each write goes to the disk
@given(st.dictionaries(st.sampled_from("ab"), st.dictionaries(st.sampled_from(["", "in.pdf"]), pages)))
def test_texts_are_kept_by_digest(given_texts: dict[str, dict[str, dict[int, str | None]]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        texts = PageTexts(Path(folder))
        assert texts.whole("a") is None
        for digest, files in given_texts.items():
            for name, known in files.items():
                for page, text in known.items():
                    texts.put(digest, name, page, text)
            kept = {name: known for name, known in files.items() if known}
            assert (texts.so_far(digest), texts.whole(digest)) == (kept, None)
            texts.finish(digest)
            assert texts.whole(digest) == kept
        texts.keep(["b"])
        assert texts.whole("a") is None
        assert texts.so_far("a") == {}
        assert (texts.whole("b") is not None) == ("b" in given_texts)


def test_looking_makes_no_file(tmp_path: Path) -> None:
    texts = PageTexts(tmp_path)
    texts.keep([])
    assert texts.whole("a") is None
    assert not list(tmp_path.iterdir())


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database" * 1_000)
    texts = PageTexts(tmp_path)
    assert texts.whole("a") is None
    texts.put("a", "", 1, "Un mot.")
    assert texts.so_far("a") == {"": {1: "Un mot."}}


def test_a_disk_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    texts = PageTexts(tmp_path / "missing")
    with pytest.raises(StoreError, match="cannot write to the index"):
        texts.put("a", "", 1, "Un mot.")


def test_a_file_of_another_kind_is_no_reason_to_stop(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("CREATE TABLE whole (other TEXT)")
    connection.close()
    assert PageTexts(tmp_path).whole("a") is None
