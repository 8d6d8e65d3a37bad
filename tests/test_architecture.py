"""ARCHITECTURE.md keeps its word: the faces, the modules and the files that it names are there."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
PAGE = (REPO / "ARCHITECTURE.md").read_text("utf-8")
FACES = re.findall(r"^\| `((?:index/\w+|searcher|web))` \| .* \| (.*) \|$", PAGE, re.MULTILINE)
ROOMS = "analysis|documents|engines|directory|sync|translations"
PATHS = re.findall(rf"`((?:{ROOMS}|query|searcher|web|index|tests|whoosh|tantivy)/[\w/.-]+)`", PAGE)
ABOVE = (REPO, REPO / "index", REPO / "searcher", REPO / "index" / "engines")


def test_the_page_shows_every_room() -> None:
    rooms = {f"index/{file.parent.name}" for file in (REPO / "index").glob("*/__init__.py")}
    assert {room for room, _ in FACES} == {*rooms, "searcher", "web"}


@pytest.mark.parametrize(("room", "names"), FACES)
def test_a_room_has_the_face_that_is_shown(room: str, names: str) -> None:
    face = import_module({"web": "web.app"}.get(room, room.replace("/", ".")))
    for name in re.findall(r"`(\w+)`", names):
        if room == "index/engines":  # its face is three modules
            import_module(f"{face.__name__}.{name}")
        else:
            assert hasattr(face, name), name


def test_what_is_named_is_there() -> None:
    assert len(PATHS) > 30
    missing = [
        path for path in PATHS if not any((above / path).exists() or (above / f"{path}.py").exists() for above in ABOVE)
    ]
    assert missing == []
