"""Settings of the command line: options, the environment, and ``searcher.toml``."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from command_line import run

from searcher.settings import file_settings, option


@pytest.mark.parametrize(
    ("toml", "variable", "option", "limit"),
    [
        ("", "", "", 2),
        ("limit = 1", "", "", 1),
        ('limit = "1"', "", "", 1),
        ("limit = 5", "1", "", 1),
        ("", "1", "", 1),
        ("limit = 5", "5", "1", 1),
        ("limit = 1", "", "5", 2),
        ("limit = 1", "5", "", 2),
    ],
)
def test_options_come_before_the_environment_and_that_before_the_file(
    toml: str, variable: str, option: str, limit: int, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "searcher.toml").write_text(f'{toml}\nindex-dir = "{home / ".searcher"}"\n', encoding="utf-8")
    extra = {"SEARCHER_LIMIT": variable} if variable else {}
    options = ["--limit", option] if option else []
    done = run(tmp_path, "query", "Rafah", "--json", *options, extra=extra)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["articles"]) == limit


def test_the_index_is_where_the_environment_says(home: Path, tmp_path: Path) -> None:
    extra = {"SEARCHER_INDEX_DIR": str(home / ".searcher")}
    assert run(tmp_path, "query", "Rafah", extra=extra).returncode == 0
    assert run(tmp_path, "query", "Rafah").returncode == 2
    assert run(tmp_path, "query", "Rafah", "--index-dir", str(home / ".searcher")).returncode == 0
    assert run(tmp_path, "query", "Rafah", extra={**extra, "SEARCHER_LIMIT": "many"}).returncode == 2


def test_a_wrong_value_is_named_by_where_it_was_given(home: Path) -> None:
    typed = run(home, "query", "Rafah", "--limit", "0").stderr
    assert "--limit" in typed
    assert "SEARCHER_LIMIT" not in typed
    assert "SEARCHER_LIMIT" in run(home, "query", "Rafah", extra={"SEARCHER_LIMIT": "0"}).stderr


@pytest.mark.parametrize("toml", [b"limit = ", b"\xe9 = 1", b"limit = 'many'", b"limit = [1]", b"index_dir = 5"])
def test_a_file_of_settings_that_cannot_be_read_is_named(toml: bytes, tmp_path: Path) -> None:
    (tmp_path / "searcher.toml").write_bytes(toml)
    done = run(tmp_path, "query", "Rafah")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("toml", ['host-name = ["un.fr", "deux.fr"]', 'host-name = "un.fr deux.fr"'])
def test_several_values_of_the_file_are_several(toml: str, tmp_path: Path) -> None:
    @click.command()
    @option("--host-name", multiple=True)
    def command(host_name: tuple[str, ...]) -> tuple[str, ...]:
        return host_name

    (tmp_path / "searcher.toml").write_text(toml, encoding="utf-8")
    known = file_settings(tmp_path)
    assert command.main([], standalone_mode=False, default_map=known) == ("un.fr", "deux.fr")
    assert command.main(["--host-name", "trois.fr"], standalone_mode=False, default_map=known) == ("trois.fr",)
