"""Loosening: quoted phrases beside bare words → bare words as well, where nothing is found with them as phrases."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis import is_stop_word, tokens
from searcher.query.parser import row
from searcher.query.tree import Quoted, Row, Tree, Words


def loose_phrases(tree: Tree) -> Sequence[Quoted]:
    """The phrases of ``tree`` that may be read as words: those in a row with bare words, which tell what is asked.

    A phrase by itself, near words (``"…"~3``), a prefix (``"mon jam*"``), what is wanted as written (``="…"``) and what
    an operator takes are meant to be strict.
    """
    if not isinstance(tree, Row) or not any(isinstance(node, Words) and _tells(node.text) for node in tree.nodes):
        return ()
    return [node for node in tree.nodes if isinstance(node, Quoted) and _is_plain(node)]


def loosened(tree: Tree) -> Tree:
    """``tree`` with its loose phrases read as bare words; words in a row are one node, and so neighbours."""
    loose = loose_phrases(tree)
    if not loose or not isinstance(tree, Row):
        return tree
    nodes: list[Tree] = []
    for node in tree.nodes:
        words = Words(node.text) if node in loose and isinstance(node, Quoted) else node
        if nodes and isinstance(before := nodes[-1], Words) and isinstance(words, Words):
            gap = "" if words.text.startswith((",", ";", ".", ")")) else " "
            nodes[-1] = Words(f"{before.text}{gap}{words.text}")
        else:
            nodes.append(words)
    return row(nodes)


def unquoted(tree: Tree) -> str | None:
    """The words of a query that is a strict phrase by itself; None for any other."""
    return tree.text if isinstance(tree, Quoted) and _is_plain(tree) else None


def _is_plain(phrase: Quoted) -> bool:
    return not (phrase.slop or phrase.exact or "*" in phrase.text)


def _tells(text: str) -> bool:
    return any(not is_stop_word(token.exact) for token in tokens(text))
