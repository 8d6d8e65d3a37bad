"""What is sought in texts, and what is marked of it."""

from __future__ import annotations

from itertools import chain

from index.analysis import Highlighter, Sought, SoughtPhrase, Span, lemmas


def marks(text: str, sought: Sought) -> list[Span]:
    (found,) = Highlighter(sought).marks([text])
    return found


def marked(text: str, sought: Sought) -> list[str]:
    return [text[start:end] for start, end in marks(text, sought)]


def exact(*words: str) -> Sought:
    return Sought(exact=frozenset(words))


def folded(*words: str) -> Sought:
    return Sought(folded=frozenset(words))


def forms(*words: str) -> Sought:
    return Sought(lemmas=frozenset(chain.from_iterable(map(lemmas, words))))


def glob(*patterns: str) -> Sought:
    return Sought(globs=patterns)


def phrase(*words: str, slop: int = 0, as_written: bool = False) -> Sought:
    return Sought(phrases=(SoughtPhrase(tuple(frozenset([word]) for word in words), slop, as_written),))
