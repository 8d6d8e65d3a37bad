"""What a Tantivy index holds: passages in one, and in another what is counted over whole articles.

* ``passages``: a document a passage;
* ``articles``: a document an article, with how often each word stands in all of it and in its lead, and its title.

Texts are indexed as plain texts (see ``french.plain``), which Tantivy's own tokenizer reads as the rules of French do.
"""

from __future__ import annotations

from pathlib import Path

from tantivy import Filter, Index, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from index.analysis.wordlists import word_set
from index.analysis.written import written

PASSAGES = "passages"
ARTICLES = "articles"
_WORDS = "words"
_TELLING = "telling"


def open_passages(folder: Path) -> Index:
    """The index of passages under ``folder``, made where there is none."""
    fields = SchemaBuilder()
    fields.add_text_field("text", tokenizer_name=_WORDS, index_option="position")
    fields.add_unsigned_field("article", indexed=True, fast=True)
    fields.add_unsigned_field("number", indexed=True, fast=True)
    fields.add_unsigned_field("hidden", indexed=True)
    return _opened(fields, folder / PASSAGES)


def open_articles(folder: Path) -> Index:
    """The index of whole articles under ``folder``, made where there is none."""
    fields = SchemaBuilder()
    fields.add_text_field("whole", tokenizer_name=_TELLING, index_option="freq")
    fields.add_text_field("lead", tokenizer_name=_WORDS, index_option="freq")
    fields.add_text_field("title", tokenizer_name=_WORDS, index_option="position")
    fields.add_unsigned_field("article", indexed=True, fast=True)
    fields.add_unsigned_field("number", indexed=True, fast=True)
    return _opened(fields, folder / ARTICLES)


def _opened(fields: SchemaBuilder, place: Path) -> Index:
    place.mkdir(exist_ok=True)
    index = Index(fields.build(), str(place))
    index.register_tokenizer(_WORDS, analyzer())
    stop_words = sorted(map(written, word_set("stopwords")))
    index.register_tokenizer(_TELLING, _builder().filter(Filter.custom_stopword(stop_words)).build())
    return index


def analyzer() -> TextAnalyzer:
    """Tantivy's plainest tokenizer: runs of letters and digits, in lower case."""
    return _builder().build()


def _builder() -> TextAnalyzerBuilder:
    return TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
