"""French, measured: ranking, inflection, suggestions, acceptance cases and the speed of reading, against peers.

From the repository: ``python -m benchmarks.french``. All of it takes about twenty minutes on a busy machine, most of
them for ranking; ``--sample 10`` asks a tenth of the questions, and naming parts runs only these. What is absent is
skipped, and said.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.cases import cases
from benchmarks.inflection import inflection
from benchmarks.lucene import Lucene, opened
from benchmarks.machine import load, machine
from benchmarks.ranking import ranking
from benchmarks.speed import speed
from benchmarks.suggestions import suggestions

TITLES = {
    "inflection": "Inflection: forms of one lemma that meet, and strangers that meet",
    "suggestions": "Suggestions: misspellings put right, and real words called in question",
    "cases": "Acceptance cases",
    "speed": "Reading text into words",
    "ranking": "Ranking of articles, any word matching",
}


def main() -> None:
    options = _options()
    print(f"# French, measured\n\n{machine()}")
    with opened() as lucene:
        print(f"Lucene {lucene.version}." if lucene else "Lucene: skipped, Java or its jars are not installed.")
        for name, part in _parts(options, lucene).items():
            if name in (options.part or TITLES):
                print(f"\n## {TITLES[name]}\n\n{part()}", flush=True)
    print(f"\nLoad at the end: {load()}.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.french", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*TITLES, []], metavar="PART", help=f"of {', '.join(TITLES)}")
    parser.add_argument("--collection", action="append", default=[], help="rank on this one only; may be repeated")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="ask each Nth pair of questions")
    parser.add_argument(
        "--misspellings", type=Path, metavar="FILE", help="real ones: each with a tab and what was meant"
    )
    return parser.parse_args()


def _parts(options: argparse.Namespace, lucene: Lucene | None) -> Mapping[str, Callable[[], str]]:
    return {
        "inflection": lambda: inflection(lucene),
        "suggestions": lambda: suggestions(options.misspellings),
        "cases": cases,
        "speed": speed,
        "ranking": lambda: ranking(options.collection, options.sample, lucene),
    }


if __name__ == "__main__":
    main()
