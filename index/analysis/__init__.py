"""Analysis: how a French text becomes terms."""

from index.analysis.encoder import PARTING, Encoded, encode, is_exact_term, term
from index.analysis.globs import literal_prefix, matches, matching
from index.analysis.highlighter import Highlighter, Sought, phrase_in, phrase_spans
from index.analysis.inflection import is_invariable
from index.analysis.lemmatizer import STEM, compound_parts, family, lemmas, spellings, stop_word_forms
from index.analysis.model import Role, Token
from index.analysis.normalization import fold, fold_case
from index.analysis.phrases import SoughtPhrase, phrase_frequency, phrase_starts
from index.analysis.references import is_statute
from index.analysis.segmentation import Span
from index.analysis.tokenizer import tokens
from index.analysis.wordlists import is_light, is_stop_word, may_be_elided

ANALYSIS_VERSION = 4
"""Raised by hand whenever a text may get other terms than before; indexes of another version are built anew."""

__all__ = [
    "ANALYSIS_VERSION",
    "PARTING",
    "STEM",
    "Encoded",
    "Highlighter",
    "Role",
    "Sought",
    "SoughtPhrase",
    "Span",
    "Token",
    "compound_parts",
    "encode",
    "family",
    "fold",
    "fold_case",
    "is_exact_term",
    "is_invariable",
    "is_light",
    "is_statute",
    "is_stop_word",
    "lemmas",
    "literal_prefix",
    "matches",
    "matching",
    "may_be_elided",
    "phrase_frequency",
    "phrase_in",
    "phrase_spans",
    "phrase_starts",
    "spellings",
    "stop_word_forms",
    "term",
    "tokens",
]
