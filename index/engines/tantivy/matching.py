"""Matching: a query node → the native query for the passages it matches, and for the articles that may hold some."""

from __future__ import annotations

from collections.abc import Sequence

from tantivy import Occur, Query

from index.analysis.wordlists import word_set
from index.engines.query import All, Any, Everything, Field, Form, Node, Not, Phrase, Term, Where
from index.engines.tantivy.field import any_of
from index.engines.tantivy.snapshot import Snapshot


class Matching:
    """Translates nodes for one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def passages(self, node: Node) -> Query:
        """The passages that ``node`` matches."""
        match node:
            case Term(forms, Field.TEXT):
                return self._snapshot.text.holding(forms)
            case Phrase(_, _, Field.TEXT):
                return self._snapshot.text.phrase(node)
            case Term() | Phrase():
                return self._of_titles(node)
            case All(nodes):
                return self._all(nodes)
            case Any(nodes):
                return any_of(map(self.passages, nodes)) if nodes else Query.empty_query()
            case Not(child):
                return self._findable([self.passages(child)])
            case Everything():
                return self._findable([])
            case Where():
                return self._of_articles(self._snapshot.where(node))

    def _all(self, nodes: Sequence[Node]) -> Query:
        wanted = [(Occur.Must, self.passages(child)) for child in nodes if not isinstance(child, (Not, Everything))]
        barred = [(Occur.MustNot, self.passages(child.node)) for child in nodes if isinstance(child, Not)]
        if not wanted:
            return self._findable([query for _, query in barred])
        if any(isinstance(child, Everything) for child in nodes):
            barred.append((Occur.MustNot, self._snapshot.hidden))
        return Query.boolean_query([*wanted, *barred])

    def _findable(self, barred: Sequence[Query]) -> Query:
        """Every passage that can be found, and is not barred."""
        without = [(Occur.MustNot, query) for query in (self._snapshot.hidden, *barred)]
        return Query.boolean_query([(Occur.Must, Query.all_query()), *without])

    def _of_articles(self, numbers: Sequence[int]) -> Query:
        """Every passage of some articles, echoes too."""
        if not numbers:
            return Query.empty_query()
        return self._snapshot.passages.of_articles(list(numbers))

    def _of_titles(self, node: Term | Phrase) -> Query:
        """What is said of titles is said of every passage of their articles that can be found."""
        in_titles = (
            self._snapshot.title.holding(node.forms) if isinstance(node, Term) else self._snapshot.title.phrase(node)
        )
        side = self._snapshot.articles
        hits = side.best(in_titles, max(1, self._snapshot.articles_count))
        numbers = sorted(side.articles([address for _, address in hits]))
        passages = (Occur.Must, self._of_articles(numbers))
        return Query.boolean_query([passages, (Occur.MustNot, self._snapshot.hidden)])

    def articles(self, node: Node) -> Query:
        """Articles among which are all that hold a passage that ``node`` matches."""
        match node:
            case Term(forms, Field.TEXT):
                return self._whole(forms)
            case Term(forms):
                return self._snapshot.title.holding(forms)
            case Phrase(slots, _, Field.TEXT) if slots:
                return Query.boolean_query([(Occur.Must, self._whole(slot)) for slot in slots])
            case Phrase():
                return self._snapshot.title.phrase(node)
            case All(nodes) if any(not isinstance(child, Not) for child in nodes):
                wanted = [(Occur.Must, self.articles(child)) for child in nodes if not isinstance(child, Not)]
                return Query.boolean_query(wanted)
            case Any(nodes):
                return any_of(map(self.articles, nodes)) if nodes else Query.empty_query()
            case Where():
                numbers = self._snapshot.where(node)
                return self._snapshot.articles.of_articles(numbers) if numbers else Query.empty_query()
            case _:
                return Query.all_query()

    def _whole(self, forms: Sequence[Form]) -> Query:
        """Articles that hold any of ``forms``; stop words are not counted over articles, so they tell nothing."""
        if any(form.word in word_set("stopwords") for form in forms):
            return Query.all_query()
        return self._snapshot.whole.holding(forms)

    def just_articles(self, node: Node) -> Query | None:
        """Just the articles that hold a passage that ``node`` matches, where that can be told; else None."""
        nodes = node.nodes if isinstance(node, Any) else (node,)
        terms = [child for child in nodes if isinstance(child, Term) and child.field is Field.TEXT]
        forms = [form for term in terms for form in term.forms]
        if len(terms) < len(nodes) or any(form.word in word_set("stopwords") for form in forms):
            return None
        return self._snapshot.whole.holding(forms)
