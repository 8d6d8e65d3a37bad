"""Messages for people: each exists in French and English, and the user's locale says which is shown."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from index.language import FOLDER, language, tr, trn

REPO = Path(__file__).parents[1]
PACKAGES = ("index", "searcher", "web")
KEYWORDS = {"tr": None, "trn": (1, 2)}
TEMPLATES = {"_": None, "ngettext": (1, 2)}
FRENCH = FOLDER / "fr" / "LC_MESSAGES"
VARIABLES = ("SEARCHER_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
CATALOGUES = ("searcher", "click")


def texts(message: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """A message as the row of its singular and plural."""
    return (message,) if isinstance(message, str) else tuple(message or ())


def in_sources() -> set[tuple[str, ...]]:
    """Every message of the modules."""
    return {
        texts(message)
        for package in PACKAGES
        for _, _, message, *_ in extract_from_dir(REPO / package, [("**.py", "python")], keywords=KEYWORDS)
    }


def in_templates() -> set[tuple[str, ...]]:
    """Every message of the pages."""
    found = extract_from_dir(REPO / "web", [("templates/**.html", "jinja2")], keywords=TEMPLATES)
    return {texts(message) for _, _, message, *_ in found}


def called() -> list[ast.Call]:
    """Every call of ``tr`` and ``trn``, wherever it stands."""
    trees = (ast.parse(file.read_text("utf-8")) for package in PACKAGES for file in (REPO / package).rglob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS]


def catalogue(name: str) -> Catalog:
    with (FRENCH / f"{name}.po").open("rb") as stream:
        return read_po(stream, locale="fr")


def messages(name: str) -> list[Message]:
    return [message for message in catalogue(name) if message.id]


def contents(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {texts(message.id): texts(message.string) for message in catalog if message.id}


def placeholders(text: str) -> Counter[str]:
    return Counter(re.findall(r"\{\{|\}\}|\{\w+(?:![rs])?\}|%\(\w+\)s", text))


def test_the_french_catalogue_holds_the_messages_of_modules_and_pages_and_no_other() -> None:
    translated = {texts(message.id) for message in messages("searcher")}
    expected = in_sources() | in_templates()
    assert (expected - translated, translated - expected) == (set(), set())


def test_extraction_misses_no_message() -> None:
    """Babel sees neither a message inside an f-string nor one that is no literal."""
    said = [tuple(ast.literal_eval(arg) for arg in call.args[: 2 if call.func.id == "trn" else 1]) for call in called()]  # type: ignore[attr-defined]
    assert len(said) > 100
    assert set(said) == in_sources()


def test_extraction_misses_no_message_of_the_pages() -> None:
    calls = [
        call
        for file in (REPO / "web" / "templates").glob("*.html")
        for call in re.findall(r"\b(?:_|ngettext)\(", file.read_text("utf-8"))
    ]
    found = extract_from_dir(REPO / "web", [("templates/**.html", "jinja2")], keywords=TEMPLATES)
    assert len(list(found)) == len(calls) > 0


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_message_is_translated(name: str) -> None:
    for message in messages(name):
        assert not message.fuzzy, message.id
        assert len(texts(message.string)) == len(texts(message.id)), message.id
        assert all(texts(message.string)), message.id


def test_translations_have_the_placeholders_of_the_messages() -> None:
    for message in messages("searcher"):
        for original, translated in zip(texts(message.id), texts(message.string), strict=True):
            assert placeholders(translated) == placeholders(original), original


def test_translations_for_click_have_no_placeholder_of_their_own() -> None:
    for message in messages("click"):
        known = placeholders(" ".join(texts(message.id)))
        assert all(placeholders(translated).keys() <= known.keys() for translated in texts(message.string)), message.id


def test_help_keeps_its_layout_and_its_commands() -> None:
    """A paragraph that Click must not wrap stays one, and in it each command stands as it does in English."""
    helps = [message for message in messages("searcher") if "\b" in str(message.id)]
    assert helps
    for message in helps:
        before, after = (str(text).split("\b\n") for text in (message.id, message.string))
        assert len(before) == len(after), message.id
        for original, translated in zip(before[1].splitlines(), after[1].splitlines(), strict=False):
            command = re.split(r"\s{2,}(?=\S)", original.strip())[0]
            assert translated.startswith(f"    {command}".rstrip()) or not command.startswith("searcher"), original


@pytest.mark.parametrize("name", CATALOGUES)
def test_french_typography(name: str) -> None:
    """No-break spaces before double punctuation, French quotation marks, the curly apostrophe between letters."""
    for message in messages(name):
        for text in texts(message.string):
            assert not re.search(r"[^\s] [:;!?»](?:\s|$)|« |\w'\w|\.\.\.", text), text
            assert not re.search(r"[\w)][;!?](?:\s|$)|[\w)]:(?:\s|$)", text), text


@pytest.mark.parametrize("name", CATALOGUES)
def test_what_is_compiled_is_what_is_written(name: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(name))
    compiled.seek(0)
    with (FRENCH / f"{name}.mo").open("rb") as stream:
        assert contents(read_mo(stream)) == contents(read_mo(compiled))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "FR_ca"}, "fr"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_BE.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ({"LC_MESSAGES": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "C", "LC_ALL": "fr_CH.UTF-8"}, "fr"),
        ({"LC_ALL": "C", "SEARCHER_LANG": "fr"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "fr_FR.UTF-8", "SEARCHER_LANG": "en"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "", "SEARCHER_LANG": ""}, "fr"),
    ],
)
def test_which_language(said: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


@pytest.mark.parametrize(
    ("spoken", "count", "expected"),
    [
        ("en", 0, "0 articles"),
        ("en", 1, "1 article"),
        ("en", 1_234_567, "1\u202f234\u202f567 articles"),
        ("fr", 0, "0 article"),
        ("fr", 1, "1 article"),
        ("fr", 2, "2 articles"),
        ("fr", 12_345, "12\u202f345 articles"),
    ],
)
def test_numbers(spoken: str, count: int, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCHER_LANG", spoken)
    assert trn("{n} article", "{n} articles", count) == expected


def test_a_message_without_translation_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCHER_LANG", "fr")
    assert tr("no message of ours") == "no message of ours"


def searcher(folder: Path, spoken: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in ``folder`` where nothing but ``spoken`` says which language to use."""
    kept = {name: value for name, value in os.environ.items() if name not in (*VARIABLES, "LANGUAGE")}
    env = {**kept, "PYTHONUTF8": "1", **spoken}
    command = [sys.executable, "-m", "searcher", *words]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of one article and one file that cannot be read."""
    folder = tmp_path_factory.mktemp("language")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "a.txt").write_text("Le cessez-le-feu tient à Gaza.\n", encoding="utf-8")
    assert searcher(folder, {}, "index").returncode == 0
    (folder / "seeds" / "b.txt").write_bytes(b"\0\1\2")
    (folder / "seeds" / "c.jsonl").write_text("[]\n", encoding="utf-8")
    return folder


FR = ({"SEARCHER_LANG": "fr", "LANG": "C"}, {"LANG": "fr_FR.UTF-8"}, {"LANG": "fr_FR.UTF-8", "LANGUAGE": "en"})
EN: tuple[dict[str, str], ...] = (
    {"LANG": "C"},
    {},
    {"LANG": "fr_FR.UTF-8", "SEARCHER_LANG": "en"},
    {"LANG": "C", "LANGUAGE": "fr"},
)


@pytest.mark.parametrize("spoken", FR)
def test_help_in_french(spoken: dict[str, str], place: Path) -> None:
    help_ = searcher(place, spoken, "--help").stdout
    assert "Recherche plein texte dans des documents en français." in help_
    assert "\n  searcher query cessez le feu      chercher dans le terminal\n" in help_
    assert help_.startswith("Usage\xa0: searcher ")
    for said in ("Options\xa0:\n", "Commandes\xa0:\n", "Afficher la version et quitter.", "Afficher cette aide"):
        assert said in help_


@pytest.mark.parametrize("spoken", EN)
def test_help_in_english(spoken: dict[str, str], place: Path) -> None:
    help_ = searcher(place, spoken, "--help").stdout
    assert help_.startswith("Usage: searcher ")
    for said in ("Full-text search", "Options:\n", "Commands:\n", "Show the version and exit.", "Show this message"):
        assert said in help_


@pytest.mark.parametrize(
    ("words", "code", "french", "english"),
    [
        (["query", "zzzz"], 1, "Aucun résultat pour\xa0: zzzz\n", "Nothing found for: zzzz\n"),
        (["query", "cessez"], 0, "1 article\n", "1 article\n"),
        (["info", "--index-dir", "none"], 2, "il n’y a pas d’index dans none", "there is no index in none"),
        (["query", "--index-dir", "none", "a"], 2, "il n’y a pas d’index dans none", "there is no index in none"),
        (["index", "none"], 2, "none\xa0: aucun fichier ni dossier de ce nom", "none: no such file or folder"),
        (["query"], 2, "Erreur\xa0: Il manque l’argument", "Error: Missing argument"),
        (["query", "--limit", "0", "a"], 2, "Pour de l’aide\xa0: searcher query --help", "Try 'searcher query --help'"),
        (["unheard"], 2, "La commande 'unheard' n’existe pas.", "No such command 'unheard'."),
    ],
)
def test_what_is_said(words: list[str], code: int, french: str, english: str, place: Path) -> None:
    for spoken, expected in (({"SEARCHER_LANG": "fr"}, french), ({"LANG": "C"}, english)):
        done = searcher(place, spoken, *words)
        assert done.returncode == code
        assert expected in done.stderr


PROBLEMS = {
    "fr": [
        (
            "seeds/b.txt: pas du texte\xa0: ses octets ne sont dans aucun codage connu\u202f; "
            "enregistrez-le en texte UTF-8 ou laissez-le de côté"
        ),
        'seeds/c.jsonl: ligne 1\xa0: pas un enregistrement\xa0: il faut {"id": …, "title": …, "text": …}',
        "3 fichiers ajoutés, 2 problèmes.",
    ],
    "en": [
        "seeds/b.txt: not text: its bytes are in no encoding that is read; save it as UTF-8 text, or leave it out",
        'seeds/c.jsonl: line 1: not a record: expected {"id": …, "title": …, "text": …}',
        "3 files added, 2 problems.",
    ],
}


@pytest.mark.parametrize("spoken", PROBLEMS)
def test_problems(spoken: str, place: Path, tmp_path: Path) -> None:
    done = searcher(place, {"SEARCHER_LANG": spoken}, "index", "--index-dir", str(tmp_path / "new"))
    assert (done.returncode, done.stderr.splitlines()) == (1, PROBLEMS[spoken])
