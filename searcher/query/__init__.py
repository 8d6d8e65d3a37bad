"""From what a person typed to the question that an engine is asked."""

from searcher.query.build import Builder
from searcher.query.dates import date_range
from searcher.query.family import by_family
from searcher.query.lexer import LONGEST_QUERY, Unread, unread
from searcher.query.loosening import loose_phrases, loosened, unquoted
from searcher.query.parser import parse
from searcher.query.question import Question
from searcher.query.quotes import quoted
from searcher.query.render import read_as
from searcher.query.tree import Quoted, Row, Tree
from searcher.query.wording import in_words

__all__ = [
    "LONGEST_QUERY",
    "Builder",
    "Question",
    "Quoted",
    "Row",
    "Tree",
    "Unread",
    "by_family",
    "date_range",
    "in_words",
    "loose_phrases",
    "loosened",
    "parse",
    "quoted",
    "read_as",
    "unquoted",
    "unread",
]
