"""OCR: scanned pages are read when all else is written, once, and whatever goes wrong costs a page."""

from __future__ import annotations

import re
import sys
import time
import zlib
from base64 import b64encode
from collections import Counter
from contextlib import closing
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pytest
from command_line import run
from indexing import opened, write
from pdf_texts import paragraphs
from scanned_files import made_tesseract, needs_tesseract, pages_given, scanned
from test_web_server import serving, wait_for
from waiting import following
from zip_files import zipped

from index.directory import IndexDirectory
from index.documents import Source, Tesseract, find_tesseract
from index.documents.drafts import Picture
from index.documents.pdf import read_pdf
from index.sync import Interrupted, Progress, Summary, follow, forget, update
from index.sync.page_texts import PageTexts
from index.sync.recognition import recognise

RIGHT = 0.97
"""So many words of a clean scan are right at least, spelt and accented as in the text; 99 of 100 are as a rule."""
READ = "cat > /dev/null; echo 'Un mot reconnu.'"
HASTE = 8.0
"""Seconds in which a made program is done, even where much else is to be done."""
WITHOUT_END = [pytest.param(does, marks=pytest.mark.slow) for does in ("sleep 60", "while :; do :; done")]
SCAN = scanned(["Une image."])
TWO = scanned(["Une image."], ["Une autre."])

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the made programs are shell scripts")


def go(directory: IndexDirectory, folder: Path, ocr: Tesseract | None, stop: Event | None = None) -> Summary:
    return update([folder], directory, engine="whoosh", ocr=ocr, stop=stop).summary


def texts_of(directory: IndexDirectory, name: str) -> list[str]:
    found = directory.generation().engine.read(f"textes/{name}")
    return [found.title, *(passage.text for passage in found.passages)] if found else []


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.replace("’", "'")))


@needs_tesseract
@pytest.mark.parametrize("turn", [0, 90, 180])
def test_the_words_of_a_scan_are_right(turn: int) -> None:
    wanted = paragraphs(8, turn)
    pieces = list(read_pdf(Source("a.pdf", "a.pdf", BytesIO(scanned(wanted, turn=turn)), pictures=True)))
    (picture,) = [piece for piece in pieces if isinstance(piece, Picture)]
    text = find_tesseract().recognise(picture, Event())
    assert text is not None
    right = words(" ".join(wanted)) & words(text)
    assert right.total() >= RIGHT * words(" ".join(wanted)).total()


@needs_tesseract
def test_a_scan_is_found_by_its_words(folder: Path, directory: IndexDirectory) -> None:
    (folder / "a.pdf").write_bytes(scanned(["La piscine de la commune est fermée jusqu’au printemps."]))
    assert go(directory, folder, find_tesseract()) == Summary(added=1, recognised=1)
    (article,) = [directory.generation().engine.read("textes/a.pdf")]
    assert article
    assert "piscine" in article.title


@pytest.fixture
def program(tmp_path: Path) -> Tesseract:
    """A program that recognises the same on every page."""
    return Tesseract(str(made_tesseract(tmp_path, READ)))


def test_all_else_is_written_first(folder: Path, directory: IndexDirectory, program: Tesseract) -> None:
    write(folder / "z.txt")
    (folder / "a.pdf").write_bytes(TWO)
    told: list[Progress] = []
    done = update([folder], directory, engine="whoosh", ocr=program, on_progress=told.append).summary
    assert [(step.path, step.files, step.of_files) for step in told][1:] == [
        ("textes/z.txt", 2, 2),
        ("textes/a.pdf", 0, 1),
    ]
    assert (done.added, done.changed, done.recognised, done.problems) == (2, 0, 1, ())
    assert texts_of(directory, "a.pdf") == ["Un mot reconnu."] * 2


def test_a_page_is_given_once(folder: Path, tmp_path: Path, program: Tesseract) -> None:
    """Whether the file is moved or copied, or the index is built anew."""
    (folder / "a.pdf").write_bytes(TWO)
    with closing(opened(tmp_path / "index")) as directory:
        go(directory, folder, program)
        (folder / "a.pdf").rename(folder / "b.pdf")
        (folder / "c.pdf").write_bytes(TWO)
        assert go(directory, folder, program) == Summary(moved=1, added=1, articles=2)
        done = update([folder], directory, engine="tantivy")
        assert (done.summary.added, done.summary.problems) == (2, ())
        assert texts_of(directory, "b.pdf") == texts_of(directory, "c.pdf") == ["Un mot reconnu."] * 2
    assert pages_given(tmp_path) == 2


def test_a_scan_that_was_passed_over_is_read_when_that_is_wanted(
    folder: Path, directory: IndexDirectory, program: Tesseract
) -> None:
    (folder / "a.pdf").write_bytes(SCAN)
    (problem,) = go(directory, folder, None).problems
    assert str(problem).endswith("pages without text, probably scanned: 1; to have them read: searcher index --ocr")
    done = go(directory, folder, program)
    assert (done.changed, done.recognised, done.unchanged, done.problems) == (0, 1, 1, ())
    assert go(directory, folder, program) == Summary(unchanged=1)


def test_scans_in_archives_and_mail_are_read(folder: Path, directory: IndexDirectory, program: Tesseract) -> None:
    inner = zipped({"d.pdf": TWO, "e.txt": "Un texte."})
    (folder / "a.zip").write_bytes(zipped({"b/c.pdf": SCAN, "in.zip": inner, "f.txt": "Un autre."}))
    message = EmailMessage()
    message["Subject"] = "Le devis"
    message.add_attachment(SCAN, "application", "pdf", filename="devis.pdf")
    (folder / "m.eml").write_bytes(bytes(message))
    done = go(directory, folder, program)
    assert (done.recognised, done.problems) == (2, ())
    assert texts_of(directory, "m.eml#devis.pdf") == ["Un mot reconnu."]
    assert texts_of(directory, "a.zip#b/c.pdf") == ["Un mot reconnu."]
    assert texts_of(directory, "a.zip#in.zip#d.pdf") == ["Un mot reconnu."] * 2
    assert texts_of(directory, "a.zip#in.zip#e.txt") == ["Un texte."]


@pytest.mark.parametrize("does", ["exit 1", "kill -9 $$", "exec /missing", *WITHOUT_END])
def test_what_goes_wrong_costs_a_page(does: str, folder: Path, tmp_path: Path, directory: IndexDirectory) -> None:
    first = f'if [ $(wc -l < "{tmp_path}/pages") = 1 ]; then {does}; fi; {READ}'
    program = Tesseract(str(made_tesseract(tmp_path, first)), seconds=HASTE)
    (folder / "a.pdf").write_bytes(TWO)
    (folder / "b.pdf").write_bytes(SCAN)
    (problem,) = go(directory, folder, program).problems
    said = "scanned pages whose text could not be recognised: 1; try again: searcher index --ocr; or scan them anew"
    assert str(problem) == f"textes/a.pdf: {said}"
    assert texts_of(directory, "a.pdf") == texts_of(directory, "b.pdf") == ["Un mot reconnu."]
    assert [str(again) for again in go(directory, folder, None).problems] == [str(problem)]
    assert list(recognise(directory, program, Event())) == []
    assert pages_given(tmp_path) == 3
    assert go(directory, folder, program) == Summary(unchanged=2, recognised=1)
    assert texts_of(directory, "a.pdf") == ["Un mot reconnu."] * 2
    assert pages_given(tmp_path) == 4  # what went well is kept


def test_a_page_that_fails_again_keeps_its_line(folder: Path, tmp_path: Path, directory: IndexDirectory) -> None:
    program = Tesseract(str(made_tesseract(tmp_path, "exit 1")))
    (folder / "a.pdf").write_bytes(SCAN)
    (folder / "b.pdf").write_bytes(SCAN)
    first = [str(problem) for problem in go(directory, folder, program).problems]
    assert len(first) == 2
    assert [str(problem) for problem in go(directory, folder, program).problems] == first
    assert pages_given(tmp_path) == 2  # once each time, for both
    assert go(directory, folder, Tesseract(str(made_tesseract(tmp_path, READ)))).problems == ()
    assert texts_of(directory, "a.pdf") == texts_of(directory, "b.pdf") == ["Un mot reconnu."]


def _stop_at_second_page(stop: Event, folder: Path) -> None:
    while pages_given(folder) < 2:
        time.sleep(0.05)
    stop.set()


def test_what_was_broken_off_goes_on(folder: Path, tmp_path: Path, directory: IndexDirectory) -> None:
    (folder / "a.pdf").write_bytes(TWO)
    write(folder / "b.txt")
    second = f'if [ $(wc -l < "{tmp_path}/pages") = 2 ]; then exec sleep 60; fi; {READ}'
    program, stop = Tesseract(str(made_tesseract(tmp_path, second))), Event()
    began = time.monotonic()
    watching = Thread(target=_stop_at_second_page, args=(stop, tmp_path))
    watching.start()
    with pytest.raises(Interrupted):
        go(directory, folder, program, stop)
    watching.join()
    assert time.monotonic() - began < 30
    assert texts_of(directory, "b.txt") == ["Titre", "Un mot."]
    done = go(directory, folder, Tesseract(str(made_tesseract(tmp_path, READ))))
    assert (done.recognised, done.problems) == (1, ())
    assert pages_given(tmp_path) == 3  # the first page was kept, the second one is given again


def test_a_file_that_changes_meanwhile_is_read_as_it_is_then(
    folder: Path, tmp_path: Path, directory: IndexDirectory
) -> None:
    (folder / "a.pdf").write_bytes(SCAN)
    changing = f"printf 'plus rien' > {folder}/a.pdf; {READ}"
    assert go(directory, folder, Tesseract(str(made_tesseract(tmp_path, changing)))).recognised == 0
    assert PageTexts(directory.folder).whole(directory.generation().catalogue.entries()["textes/a.pdf"].digest) is None
    go(directory, folder, None)
    assert texts_of(directory, "a.pdf") == ["plus rien"]


def test_what_is_forgotten_is_kept_nowhere(folder: Path, directory: IndexDirectory, program: Tesseract) -> None:
    (folder / "a.pdf").write_bytes(SCAN)
    go(directory, folder, program)
    digest = directory.generation().catalogue.entries()["textes/a.pdf"].digest
    assert PageTexts(directory.folder).whole(digest) == {"": {1: "Un mot reconnu.\n"}}
    forget([folder], directory)
    assert PageTexts(directory.folder).so_far(digest) == {}


def test_where_no_worker_starts_no_page_is_taken_for_a_bad_one(
    folder: Path, directory: IndexDirectory, program: Tesseract, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.pdf").write_bytes(SCAN)
    go(directory, folder, None)
    with monkeypatch.context() as patched:
        patched.setattr("sys.executable", str(folder / "nothing"))
        with pytest.raises(OSError, match="its reader did not start"):
            list(recognise(directory, program, Event()))
    assert go(directory, folder, program) == Summary(unchanged=1, recognised=1)


def test_other_files_do_not_wait(folder: Path, tmp_path: Path) -> None:
    (folder / "a.pdf").write_bytes(TWO)
    wait = f"while [ ! -e {tmp_path}/go ]; do sleep 0.05; done; {READ}"
    program = Tesseract(str(made_tesseract(tmp_path, wait)))
    with (
        closing(IndexDirectory(tmp_path / "index")) as directory,
        following(lambda stop: follow([folder], directory, engine="whoosh", stop=stop, ocr=program)) as updates,
    ):
        first = updates.next()
        assert (first.summary.added, first.summary.problems) == (1, ())
        write(folder / "b.txt")
        assert updates.next().summary.added == 1
        assert texts_of(directory, "a.pdf") == []
        write(tmp_path / "go")
        last = updates.next()
        assert (last.summary.changed, last.summary.problems) == (1, ())
        assert texts_of(directory, "a.pdf") == ["Un mot reconnu."] * 2


@pytest.mark.parametrize("command", ["index", "watch", "serve"])
@pytest.mark.parametrize(
    ("languages", "package"), [("", "tesseract-ocr tesseract-ocr-fra"), ("eng", "tesseract-ocr-fra")]
)
def test_what_is_missing_is_said_before_anything_is_done(
    command: str, languages: str, package: str, folder: Path, tmp_path: Path
) -> None:
    write(folder / "a.txt")
    if languages:
        made_tesseract(tmp_path, READ, languages)
    done = run(tmp_path, command, "textes", "--ocr", extra={"PATH": str(tmp_path / "bin")})
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith(f"on Debian and Ubuntu: apt install {package}")
    assert not (tmp_path / ".searcher").exists()


def test_the_command_says_what_it_read(folder: Path, tmp_path: Path) -> None:
    made_tesseract(tmp_path, READ)
    (folder / "a.pdf").write_bytes(SCAN)
    (tmp_path / "searcher.toml").write_text("ocr = true\n", encoding="utf-8")
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"
    done = run(tmp_path, "index", "textes", extra={"PATH": path})
    assert (done.returncode, done.stderr) == (0, "1 file added, 1 scan read.\n")


def test_what_is_served_is_read_in_the_background(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_tesseract(tmp_path, READ)
    (folder / "a.pdf").write_bytes(SCAN)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with serving(tmp_path, "textes", "--ocr") as (_, address):
        wait_for(f"{address}?q=reconnu", "<mark>reconnu</mark>")
    assert (tmp_path / "stderr.log").read_text(encoding="utf-8").startswith("1 file added.\n")


def test_what_is_served_without_watching_is_read_before(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_tesseract(tmp_path, READ)
    (folder / "a.pdf").write_bytes(SCAN)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    log = tmp_path / "stderr.log"
    with serving(tmp_path, "textes", "--ocr", "--no-watch") as (_, address):
        wait_for(f"{address}?q=reconnu", "<mark>reconnu</mark>")
    assert log.read_text(encoding="utf-8") == "1 file added, 1 scan read.\n"
    with serving(tmp_path, "--ocr", "--no-watch"):
        pass
    assert log.read_text(encoding="utf-8").startswith("--ocr reads nothing here: with --no-watch")


@pytest.mark.parametrize(("dots", "given"), [(b"abcd", "15"), (b"abc", "0"), (b"abcde", "0")])
def test_a_picture_that_is_not_what_it_says_is_given_to_no_one(dots: bytes, given: str, tmp_path: Path) -> None:
    picture = Picture(1, 2, 2, b64encode(zlib.compress(dots)).decode())
    said = Tesseract(str(made_tesseract(tmp_path, "wc -c"))).recognise(picture, Event())
    assert (said or "").strip() == given
