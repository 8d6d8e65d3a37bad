"""The acceptance cases: Searcher by their own ``check.py``, the peers by whether they find a text or not."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from benchmarks.data import CASES, REPO, match_cases
from benchmarks.measures import table
from benchmarks.peers import Fts5, Snowball


def cases() -> str:
    """The table of cases that hold, by group; those of Searcher hold only where the marks are right as well."""
    if not CASES.exists():
        return "Skipped: no ../shared/french."
    ours = _ours()
    texts = {case["text"]: case["text"] for case in match_cases()}
    peers = [_held(Fts5(texts).all_words), _held(Snowball(texts).all_words)]
    rows = [_row(group, held, peers) for group, held in ours.items() if group != "all"]
    return table(["group", "Searcher", "FTS5", "Snowball alone"], [*rows, ["all", ours["all"], *map(_total, peers)]])


def _row(group: str, own: str, peers: Sequence[Mapping[str, tuple[int, int]]]) -> list[str]:
    return [group, own, *("{}/{}".format(*peer[group]) if group in peer else "–" for peer in peers)]


def _ours() -> Mapping[str, str]:
    """What ``check.py`` prints: ``good/total`` by group."""
    command = [sys.executable, str(CASES / "check.py"), "--searcher", f"{sys.executable} -m searcher"]
    done = subprocess.run(command, cwd=REPO, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in {0, 1}:
        sys.exit(done.stderr)
    return dict(re.findall(r"^(\S+) +(\d+/\d+)$", done.stdout, re.MULTILINE))


def _held(all_words: Callable[[str], set[str]]) -> Mapping[str, tuple[int, int]]:
    good: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in match_cases():
        found = case["text"] in all_words(case["query"])
        total[case["group"]] += 1
        good[case["group"]] += found == (case["match"] == "yes")
    return {group: (good[group], total[group]) for group in total}


def _total(held: Mapping[str, tuple[int, int]]) -> str:
    return "{}/{}".format(*map(sum, zip(*held.values(), strict=True)))
