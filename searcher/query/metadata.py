"""Metadata: the date, the type and the path of articles as a question asks for them."""

from __future__ import annotations

import re

from index.analysis import fold, fold_case
from index.engines.query import Dated, Equal, Facet, Field, Node, Pattern
from searcher.query.expansion import any_of
from searcher.query.tree import Attribute, Filter

_SUFFIX = re.compile(r"[^.]\.[A-Za-z]\w{1,8}$")


def filter_node(tree: Filter) -> Node:
    """Articles of a date, of a type or in a place."""
    match tree.attribute:
        case Attribute.DATE:
            return Dated(tree.low, tree.high)
        case Attribute.TYPE:
            return Equal(Facet.TYPE, tree.low)
        case _:
            return _in_path(_folded(tree.low))


def is_file_name(typed: str) -> bool:
    """Whether a word ends as the name of a file that is read does."""
    if not _SUFFIX.search(typed):
        return False
    from index.documents import FORMATS, suffix  # only a name of a file is worth the time to import it

    return suffix(typed) in FORMATS


def named(typed: str) -> Node:
    """Articles whose file has that name, or one that ends in it, after a space."""
    name = _folded(typed)
    return any_of(Pattern(Field.PATH, glob) for glob in (name, f"*/{name}", f"* {name}"))


def _in_path(glob: str) -> Node:
    """Articles whose path fits ``glob``, as a whole or from one of its folders on."""
    globs = (glob,) if glob.startswith("*") else (glob, f"*/{glob}")
    return any_of(Pattern(Field.PATH, way) for way in globs)


def _folded(typed: str) -> str:
    return fold(fold_case(typed))
