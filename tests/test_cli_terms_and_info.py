"""``searcher terms`` and ``searcher info``, for people and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import run


def test_terms_shows_a_line_a_word_and_its_keys_as_json(home: Path) -> None:
    done = run(home, "terms", "Les", "étudiant·e·s", "32\u202f000", "-dis")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(line.count("\t") == 6 for line in done.stdout.splitlines())
    whole = json.loads(run(home, "terms", "--json", "Les étudiant·e·s").stdout)
    assert list(whole) == ["tokens"]
    for token in whole["tokens"]:
        assert list(token) == ["text", "start", "end", "exact", "folded", "lemmas", "family"]
        assert "Les étudiant·e·s"[token["start"] : token["end"]] == token["text"]
    assert [token["exact"] for token in whole["tokens"]] == ["les", "étudiant", "étudiante", "étudiants", "étudiantes"]
    assert {token["folded"] for token in whole["tokens"][1:]} == {"etudiant", "etudiante", "etudiants", "etudiantes"}
    assert all("étudiant" in token["lemmas"] for token in whole["tokens"][1:])
    assert json.loads(run(home, "terms", "--json", "?!").stdout) == {"tokens": []}


def test_info_counts_what_the_index_holds(home: Path) -> None:
    shown = run(home, "info")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert str(home / "docs") in shown.stdout
    facts = json.loads(run(home, "info", "--json").stdout)
    assert (facts["files"], facts["articles"], facts["faulty_files"], facts["outdated"]) == (3, 3, 0, False)
    assert facts["roots"] == [str(home / "docs")]
    assert facts["text_bytes"] == sum(file.stat().st_size for file in (home / "docs").iterdir())
