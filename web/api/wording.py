"""Wording: what the description of the API says of each parameter and each value, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from index.language import tr


def about() -> str:
    """What the API is for."""
    return tr("Full-text search over French documents. It only reads: no request changes anything.")


def summaries() -> Mapping[str, str]:
    """What each operation answers, by its name."""
    named = tr("The same for an id that no path can hold")
    return {
        "search": tr("Articles that a query finds, the best first"),
        "suggest": tr("A query being typed, with its last word completed"),
        "article": tr("A whole article, with what a query finds in it marked"),
        "named_article": named,
        "similar": tr("Articles that share the rare words of one"),
        "named_similar": named,
        "info": tr("What the index holds"),
    }


def parameters() -> Mapping[str, str]:
    """What each parameter is for."""
    return {
        "q": tr("A query in the query language; nothing that is typed is an error."),
        "limit": tr("How many are listed."),
        "page": tr("Which page of them. One answer lists ten thousand articles at most."),
        "passages": tr("How many passages of each article."),
        "all": tr("1: only articles that hold all the words."),
        "family": tr("1: words stand for others of their family, too."),
        "facets": tr("1: count the articles by year, folder, type and the like."),
        "sort": tr("By score, or latest first."),
        "since": tr("Articles of this date or later."),
        "until": tr("Articles of this date or earlier."),
        "year": tr("Articles of this year. It may be given again, as may those below."),
        "month": tr("Articles of this month, as 2024-03."),
        "folder": tr("Articles in this folder."),
        "type": tr("Articles of this type, as pdf."),
        "source": tr("Articles from this source."),
        "author": tr("Articles by this author."),
        "tag": tr("Articles with this tag."),
        "id": tr("The id of an article, percent-encoded. It may hold / and #."),
    }


def values() -> Mapping[str, str]:
    """What each value of an answer means, where its name does not say it."""
    return {
        "Answer.query": tr("The query as it was asked."),
        "Answer.read_as": tr("How it was read."),
        "Answer.articles_total": tr("How many articles hold all the words, or some of them where it is relaxed."),
        "Answer.partial": tr("Whether the list goes on with articles that hold only some of the words."),
        "Answer.relaxed": tr("Whether no article holds all the words."),
        "Answer.suggestion": tr("A query that would find more."),
        "Answer.exhausted": tr("The query asks for too much: this is a part of the answer."),
        "Article.path": tr("The file that it stands in."),
        "Article.date": tr("ISO 8601, as far as it is known; empty where it is not."),
        "Article.date_from": tr("Where the date comes from: metadata, name, text or file."),
        "Article.missing": tr("The words of the query that it does not hold."),
        "Article.passages_total": tr("How many of its passages were found."),
        "Passage.number": tr("Its place in the article, from 1; 0 is the title."),
        "Passage.page": tr("Its page in a paged document."),
        "Passage.repeats": tr("How often else its text stands in the article."),
        "Passage.marks": tr("What was found: ranges of code points of the text, from the first up to the second."),
        "Info.text_bytes": tr("The size of the files."),
        "Info.faulty_files": tr("How many files could not be read whole."),
        "Info.left_aside": tr("How many files are of each format that is not read."),
        "Info.covers": tr("The folders that are indexed."),
        "Info.updated": tr("When the index was last written to."),
        "Info.trouble": tr("Why new and changed files are not picked up; empty while they are."),
        "Problem.detail": tr("What went wrong, in words."),
        "Problem.errors": tr("Which parameters are to blame."),
    }
