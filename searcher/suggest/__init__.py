"""Suggestions: the query that was perhaps meant, and the words that a beginning may become."""

from searcher.suggest.completion import complete
from searcher.suggest.corrections import did_you_mean

__all__ = ["complete", "did_you_mean"]
