"""The measuring data: what stands in ``shared/`` beside the repository, read into plain values."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
SHARED = REPO.parent / "shared"
COLLECTIONS = SHARED / "collections"
LEMMAS = SHARED / "lemmas" / "ud_fr_form_lemma.tsv"
CASES = SHARED / "french"
PROSE = SHARED / "corpora" / "eltec-fra.jsonl.gz"
CONTENT_WORDS = ("NOUN", "VERB", "ADJ")


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a collection; ``number`` counts from 0, so that the first is an even one."""

    number: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles (id → title and text), questions and the grades of their answers."""

    name: str
    corpus: Path
    articles: Mapping[str, str]
    queries: Sequence[Query]
    grades: Mapping[str, Mapping[str, int]]


def collection_names() -> list[str]:
    """The collections that are there."""
    return sorted(folder.parent.name for folder in COLLECTIONS.glob("*/qrels.tsv"))


def collection(name: str, sample: int) -> Collection:
    """A collection with each ``sample``-th pair of its questions (an even and an odd one) that have an answer."""
    folder = COLLECTIONS / name
    grades = _grades(folder / "qrels.tsv")
    queries = [query for query in _queries(folder / "queries.jsonl") if any(grades.get(query.id, {}).values())]
    kept = [query for query in queries if query.number // 2 % sample == 0]
    corpus = folder / "corpus.jsonl.gz"
    articles = {row["id"]: f"{row.get('title', '')}\n{row['text']}" for row in records(corpus)}
    return Collection(name, corpus, articles, kept, grades)


def lucene_figures() -> dict[str, float]:
    """nDCG@10 of Lucene 8.8, by collection, as measured when the collections were made."""
    path = COLLECTIONS / "lucene.tsv"
    if not path.exists():
        return {}
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {name: float(ndcg) for name, ndcg, *_ in rows}


def records(path: Path) -> Iterator[Mapping[str, str]]:
    """The records of a compressed ``.jsonl`` file."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def prose(megabytes: float) -> list[str]:
    """The first paragraphs of the novels, so many megabytes of UTF-8."""
    found: list[str] = []
    left = megabytes * 1e6
    for record in records(PROSE):
        for paragraph in record["text"].split("\n"):
            found.append(paragraph)
            left -= len(paragraph.encode())
        if left <= 0:
            break
    return found


def lemma_rows() -> list[tuple[str, str, str]]:
    """Form, lemma and part of speech of every word of letters in the treebanks."""
    rows = (line.split("\t") for line in LEMMAS.read_text(encoding="utf-8").splitlines())
    return [(form, lemma, pos) for form, lemma, pos, *_ in rows if form.isalpha()]


def match_cases() -> list[dict[str, str]]:
    """The acceptance cases of ``match.tsv``."""
    with (CASES / "match.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def _queries(path: Path) -> list[Query]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Query(number, row["id"], row["text"]) for number, row in enumerate(rows)]


def _grades(path: Path) -> Mapping[str, Mapping[str, int]]:
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        query, article, grade = line.split("\t")
        if grade.isdigit():
            grades[query][article] = int(grade)
    return grades
