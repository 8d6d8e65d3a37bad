"""From what a person typed to the question that an engine is asked."""

from searcher.query.build import Builder
from searcher.query.lexer import LONGEST_QUERY
from searcher.query.parser import parse
from searcher.query.question import Question
from searcher.query.render import read_as
from searcher.query.tree import Tree

__all__ = ["LONGEST_QUERY", "Builder", "Question", "Tree", "parse", "read_as"]
