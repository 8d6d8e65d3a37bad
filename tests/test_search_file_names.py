"""A file is found by its name as it is pasted, with its suffix."""

from __future__ import annotations

import pytest
from searching import Indexed, ask, names

FILES = {
    "sub/PV-AG-2023.txt": "Procès\n\nLe quorum est atteint.",
    "compte rendu été.md": "# Titre\n\nUn mot.",
    "autre.txt": "Autre\n\nUn txt de 2023, le PV.",
    "lettre.txt": "Lettre\n\nVoir autre.txt pour la suite.",
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("PV-AG-2023.txt", ["sub/PV-AG-2023.txt"]),
        ("pv-ag-2023.TXT", ["sub/PV-AG-2023.txt"]),
        ("PV-AG-2023", ["sub/PV-AG-2023.txt"]),
        ("quorum PV-AG-2023.txt", ["sub/PV-AG-2023.txt"]),
        ("compte rendu été.md", ["compte rendu été.md"]),
        ("autre.txt", ["autre.txt", "lettre.txt"]),
        ("mot -PV-AG-2023.txt", ["compte rendu été.md"]),
        ("PV-AG-2023.txt ET quorum", ["sub/PV-AG-2023.txt"]),
    ],
)
def test_a_pasted_name_finds_the_file(query: str, found: list[str], indexed: Indexed) -> None:
    answer = ask(query, indexed(FILES), complete_only=True)
    assert sorted(names(answer)) == sorted(found)


def test_a_name_of_no_file_finds_what_its_parts_are_in(indexed: Indexed) -> None:
    answer = ask("quorum.txt", indexed(FILES))
    assert names(answer)[:2] == ["sub/PV-AG-2023.txt", "autre.txt"]
    assert names(ask("quorum.exe", indexed(FILES))) == ["sub/PV-AG-2023.txt"]
