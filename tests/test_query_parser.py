"""The query language: every construct of it, whatever else is typed, and how it says what it read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.engines.protocol import Engine
from index.engines.registry import open_engine
from index.model import Article, Passage
from searcher.answering import Options, search
from searcher.query.dates import date_range
from searcher.query.parser import DEEPEST, MOST_LEXEMES, parse
from searcher.query.render import read_as
from searcher.query.tree import (
    Attribute,
    Boosted,
    Both,
    Either,
    Exact,
    Filter,
    Fuzzy,
    InField,
    Quoted,
    Row,
    Tree,
    Wildcard,
    Without,
    Words,
)

TODAY = date(2024, 3, 27)
"""A Wednesday."""


def read(query: str) -> Tree:
    return parse(query, TODAY)


def w(text: str) -> Words:
    return Words(text)


def in_title(node: Tree) -> InField:
    return InField(Attribute.TITLE, node)


# --- what is typed → the tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("Rafah", w("Rafah")),
        ("cessez le feu", w("cessez le feu")),
        ("  cessez \t le\nfeu ", w("cessez \t le\nfeu")),
        ("porte-parole", w("porte-parole")),
        ("l’aide", w("l’aide")),
        ("étudiant(e)s", w("étudiant(e)s")),
        ("les étudiant(e)s manifestent", w("les étudiant(e)s manifestent")),
        ("R&D", w("R&D")),
        ("50 %", w("50 %")),
        ("-5 degrés", w("-5 degrés")),
        ("- Rafah", w("- Rafah")),
        ("F-16", w("F-16")),
        ("contact@lemonde.fr", w("contact@lemonde.fr")),
        ("http://lemonde.fr/a?b=c", w("http://lemonde.fr/a?b=c")),
        ("Gaza : cessez-le-feu ?", w("Gaza : cessez-le-feu ?")),
        ("Qui a tué ?", w("Qui a tué ?")),
        ("Rafah !", w("Rafah !")),
        ("Rafah | Gaza", w("Rafah | Gaza")),
        ("Rafah \\", w("Rafah \\")),
        ("[Rafah", w("[Rafah")),
        ("et ou sauf", w("et ou sauf")),
        ("ETAT OUI SAUFS", w("ETAT OUI SAUFS")),
        ("auteurs:Zola", w("auteurs:Zola")),
        ("Titre:Zola", w("Titre:Zola")),
        ("sous-titre:Zola", w("sous-titre:Zola")),
        ("12:30", w("12:30")),
    ],
)
def test_bare_words_stay_as_they_were_typed(query: str, tree: Tree) -> None:
    assert read(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ('"aide militaire"', Quoted("aide militaire")),
        ("« aide militaire »", Quoted("aide militaire")),
        ("«aide militaire»", Quoted("aide militaire")),
        ("«\u202faide militaire\u202f»", Quoted("aide militaire")),
        ("“aide militaire”", Quoted("aide militaire")),
        ("„aide militaire“", Quoted("aide militaire")),
        ("„aide militaire”", Quoted("aide militaire")),
        ('"général Rafah"~3', Quoted("général Rafah", slop=3)),
        ("« général Rafah »~3", Quoted("général Rafah", slop=3)),
        ('"a b"~0', Quoted("a b")),
        ('"a b"~999999', Quoted("a b", slop=50)),
        ('"a b"^2', Boosted(Quoted("a b"), 2)),
        ('"a b"~3^2,5', Boosted(Quoted("a b", slop=3), 2.5)),
        ('="deux mots"', Quoted("deux mots", exact=True)),
        ("=« deux mots »", Quoted("deux mots", exact=True)),
        ('"ET OU SAUF"', Quoted("ET OU SAUF")),
        ('"titre:x (y"', Quoted("titre:x (y")),
        ('aide "a b" Gaza', Row((w("aide"), Quoted("a b"), w("Gaza")))),
        ('"a""b"', Row((Quoted("a"), Quoted("b")))),
        ('"aide militaire»', Quoted("aide militaire")),
        ('«aide militaire"', Quoted("aide militaire")),
        ("“aide militaire»", Quoted("aide militaire")),
        ('„aide militaire"', Quoted("aide militaire")),
        ('"aide militaire” Gaza', Row((Quoted("aide militaire"), w("Gaza")))),
        ('« il dit "non" »', Quoted('il dit "non"')),
        ('"mon jam*"', Quoted("mon jam*")),
    ],
)
def test_quotes(query: str, tree: Tree) -> None:
    assert read(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a ET b", Both((w("a"), w("b")))),
        ("a AND b", Both((w("a"), w("b")))),
        ("a ET b ET c", Both((w("a"), w("b"), w("c")))),
        ("a OU b", Either((w("a"), w("b")))),
        ("a OR b", Either((w("a"), w("b")))),
        ("a OU b OU c", Either((w("a"), w("b"), w("c")))),
        ("a OU b ET c", Either((w("a"), Both((w("b"), w("c")))))),
        ("a ET b OU c", Either((Both((w("a"), w("b"))), w("c")))),
        ("a b OU c d", Either((w("a b"), w("c d")))),
        ("(a OU b) ET (c OU d)", Both((Either((w("a"), w("b"))), Either((w("c"), w("d")))))),
        ("a SAUF b", Row((w("a"), Without(w("b"))))),
        ("a NOT b", Row((w("a"), Without(w("b"))))),
        ("a -b", Row((w("a"), Without(w("b"))))),
        ("a -b c", Row((w("a"), Without(w("b")), w("c")))),
        ('a -"b c" d', Row((w("a"), Without(Quoted("b c")), w("d")))),
        ("a -« b c »", Row((w("a"), Without(Quoted("b c"))))),
        ("a -(b OU c)", Row((w("a"), Without(Either((w("b"), w("c"))))))),
        ("a -génér*", Row((w("a"), Without(Wildcard("génér*"))))),
        ("a -=marché", Row((w("a"), Without(Exact("marché"))))),
        ('a -="b c"', Row((w("a"), Without(Quoted("b c", exact=True))))),
        ("a -étudiant(e)s", Row((w("a"), Without(w("étudiant(e)s"))))),
        ("-titre:a b", Row((Without(in_title(w("a"))), w("b")))),
        ('-titre:"a b" c', Row((Without(in_title(Quoted("a b"))), w("c")))),
        ("-type:md a", Row((Without(Filter(Attribute.TYPE, "md", "", "md")), w("a")))),
        ("SAUF a", Without(w("a"))),
        ("SAUF SAUF a", w("a")),
        ("SAUF SAUF SAUF a", Without(w("a"))),
        ("a ET SAUF b", Both((w("a"), Without(w("b"))))),
        ("a OU SAUF b", Either((w("a"), Without(w("b"))))),
        ("a SAUF (b OU c) d", Row((w("a"), Without(Either((w("b"), w("c")))), w("d")))),
    ],
)
def test_operators(query: str, tree: Tree) -> None:
    assert read(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("génér*", Wildcard("génér*")),
        ("Aust?n", Wildcard("Aust?n")),
        ("Aust?n ?", Wildcard("Aust?n")),
        ("Aust?n?", Wildcard("Aust?n")),
        ("*", Wildcard("*")),
        ("l’aid*", Wildcard("l’aid*")),
        ("anti-*", Wildcard("anti-*")),
        ("*ment", Wildcard("*ment")),
        ("mot~", Fuzzy("mot")),
        ("mot~1", Fuzzy("mot", 1)),
        ("mot~2", Fuzzy("mot", 2)),
        ("mot~9", Fuzzy("mot", 2)),
        ("=mot", Exact("mot")),
        ("=l’aide", Exact("l’aide")),
        ("mot^2", Boosted(w("mot"), 2)),
        ("mot^2,5", Boosted(w("mot"), 2.5)),
        ("mot^2.5", Boosted(w("mot"), 2.5)),
        ("mot^2^3", Boosted(w("mot"), 6)),
        ("mot^0", Boosted(w("mot"), 0)),
        ("mot^99999999", Boosted(w("mot"), 100)),
        ("mot~1^2", Boosted(Fuzzy("mot", 1), 2)),
        ("génér*^2", Boosted(Wildcard("génér*"), 2)),
        ("(a b)^3", Boosted(w("a b"), 3)),
        ("Rafah^3 Austin", Row((Boosted(w("Rafah"), 3), w("Austin")))),
        ("(((a)))", w("a")),
        # no operators where they stand:
        ("= mot", w("= mot")),
        ("mot ~ 2", w("mot ~ 2")),
        ("mot ^ 2", w("mot ^ 2")),
        ("quoi ?", w("quoi ?")),
        ("mot~~", w("mot~~")),
        ("a=b", w("a=b")),
    ],
)
def test_terms(query: str, tree: Tree) -> None:
    assert read(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("titre:Rafah", in_title(w("Rafah"))),
        ("title:Rafah", in_title(w("Rafah"))),
        ("titre:Rafah Gaza", Row((in_title(w("Rafah")), w("Gaza")))),
        ("titre:étudiant(e)s", in_title(w("étudiant(e)s"))),
        ("titre:(Rafah Gaza)", in_title(w("Rafah Gaza"))),
        ("titre:(Rafah OU Gaza)", in_title(Either((w("Rafah"), w("Gaza"))))),
        ('titre:"deux mots"', in_title(Quoted("deux mots"))),
        ("titre:« deux mots »", in_title(Quoted("deux mots"))),
        ("titre:„deux mots“", in_title(Quoted("deux mots"))),
        ('titre:="deux mots"', in_title(Quoted("deux mots", exact=True))),
        ("titre:=mot", in_title(Exact("mot"))),
        ("titre:génér*", in_title(Wildcard("génér*"))),
        ("titre:mot~", in_title(Fuzzy("mot"))),
        ("titre:mot^2", in_title(Boosted(w("mot"), 2))),
        ("(titre:a)", in_title(w("a"))),
        ("titre : Rafah", w("titre : Rafah")),
        ("titre: Rafah", w("titre: Rafah")),
        ("titre:", w("titre:")),
        ("auteur:Zola", InField(Attribute.AUTHOR, w("Zola"))),
        ('author:"Émile Zola" a', Row((InField(Attribute.AUTHOR, Quoted("Émile Zola")), w("a")))),
        ("source:(Monde OU Temps)", InField(Attribute.SOURCE, Either((w("Monde"), w("Temps"))))),
        ("tag:eau", InField(Attribute.TAG, w("eau"))),
        ("mot-clé:eau", InField(Attribute.TAG, w("eau"))),
        ("-mot-cle:gaz", Without(InField(Attribute.TAG, w("gaz")))),
        ("auteur : Zola", w("auteur : Zola")),
        ("chemin:dir/a*", Filter(Attribute.PATH, "dir/a*", "", "dir/a*")),
        ("chemin:dir/a?.txt", Filter(Attribute.PATH, "dir/a?.txt", "", "dir/a?.txt")),
        ("path:Notes", Filter(Attribute.PATH, "*Notes*", "", "Notes")),
        ('chemin:"mon dossier" a', Row((Filter(Attribute.PATH, "*mon dossier*", "", "mon dossier"), w("a")))),
        ("type:md", Filter(Attribute.TYPE, "md", "", "md")),
        ("type:.MD", Filter(Attribute.TYPE, "md", "", ".MD")),
        ("date:2024 Rafah", Row((Filter(Attribute.DATE, "2024", "2024-12-31", "2024"), w("Rafah")))),
        ("date:2024-03-26 Rafah", Row((Filter(Attribute.DATE, "2024-03-26", "2024-03-26", "2024-03-26"), w("Rafah")))),
        ("date:mars 2024 Rafah", Row((Filter(Attribute.DATE, "2024-03", "2024-03-31", "mars 2024"), w("Rafah")))),
        (
            "Rafah date:hier ET Gaza",
            Both((Row((w("Rafah"), Filter(Attribute.DATE, "2024-03-26", "2024-03-26", "hier"))), w("Gaza"))),
        ),
        ("date:(mars 2024)", Filter(Attribute.DATE, "2024-03", "2024-03-31", "mars 2024")),
        ('date:"mars 2024"', Filter(Attribute.DATE, "2024-03", "2024-03-31", "mars 2024")),
        ("date:jamais vu", Row((w("date"), w("jamais"), w("vu")))),
        ("date:2024-13", Row((w("date"), w("2024-13")))),
        ("type:(md OU txt)", Row((w("type"), Either((w("md"), w("txt")))))),
        ("type:!!", w("type")),
    ],
)
def test_fields(query: str, tree: Tree) -> None:
    assert read(query) == tree


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2024", ("2024", "2024-12-31")),
        ("2024-03", ("2024-03", "2024-03-31")),
        ("2024-02", ("2024-02", "2024-02-29")),
        ("2024-03-26", ("2024-03-26", "2024-03-26")),
        ("26/03/2024", ("2024-03-26", "2024-03-26")),
        ("26.3.2024", ("2024-03-26", "2024-03-26")),
        ("mars 2024", ("2024-03", "2024-03-31")),
        ("MARS 2024", ("2024-03", "2024-03-31")),
        ("août 2023", ("2023-08", "2023-08-31")),
        ("aout 2023", ("2023-08", "2023-08-31")),
        ("26 mars 2024", ("2024-03-26", "2024-03-26")),
        ("le 1er mars 2024", ("2024-03-01", "2024-03-01")),
        ("2023..2024", ("2023", "2024-12-31")),
        ("2024-03..2024-04", ("2024-03", "2024-04-30")),
        ("2024-03-26..2024-04-02", ("2024-03-26", "2024-04-02")),
        ("mars 2024..avril 2024", ("2024-03", "2024-04-30")),
        ("2024..", ("2024", "9999-12-31")),
        ("..2024", ("0000", "2024-12-31")),
        ("du 3 mars 2024 au 5 avril 2024", ("2024-03-03", "2024-04-05")),
        ("du 3 mars au 5 avril 2024", ("2024-03-03", "2024-04-05")),
        ("de mars à mai 2024", ("2024-03", "2024-05-31")),
        ("entre le 3 mars 2024 et le 5 avril 2024", ("2024-03-03", "2024-04-05")),
        ("entre 2020 et 2022", ("2020", "2022-12-31")),
        ("depuis 2023", ("2023", "9999-12-31")),
        ("depuis le 3 mars 2024", ("2024-03-03", "9999-12-31")),
        ("dès mars 2024", ("2024-03", "9999-12-31")),
        (">=2024", ("2024", "9999-12-31")),
        (">2024", ("2025", "9999-12-31")),
        ("après mars 2024", ("2024-04", "9999-12-31")),
        ("avant mai 2024", ("0000", "2024-04-30")),
        ("avant le 3 mars 2024", ("0000", "2024-03-02")),
        ("jusqu’à mai 2024", ("0000", "2024-05-31")),
        ("jusqu'au 3 mars 2024", ("0000", "2024-03-03")),
        ("<=2023", ("0000", "2023-12-31")),
        ("<2024", ("0000", "2023-12-31")),
        ("aujourd’hui", ("2024-03-27", "2024-03-27")),
        ("hier", ("2024-03-26", "2024-03-26")),
        ("avant-hier", ("2024-03-25", "2024-03-25")),
        ("cette semaine", ("2024-03-25", "2024-03-31")),
        ("la semaine dernière", ("2024-03-18", "2024-03-24")),
        ("ce mois-ci", ("2024-03", "2024-03-31")),
        ("le mois dernier", ("2024-02", "2024-02-29")),
        ("cette année", ("2024", "2024-12-31")),
        ("l’année dernière", ("2023", "2023-12-31")),
        ("mars", ("2024-03", "2024-03-31")),
        ("avril", ("2023-04", "2023-04-30")),
        ("depuis hier", ("2024-03-26", "9999-12-31")),
        # no dates:
        ("", None),
        ("..", None),
        ("2024-13", None),
        ("2024-02-30", None),
        ("0000", None),
        ("2024 Rafah", None),
        ("2024-03 Rafah", None),
        ("2024-03-26 Rafah", None),
        ("2024..jamais", None),
        ("avant jamais", None),
        ("depuis", None),
        ("32 mars 2024", None),
        ("20240326", None),
    ],
)
def test_dates(typed: str, days: tuple[str, str] | None) -> None:
    assert date_range(typed, TODAY) == days
    if days:
        assert read(f"date:{typed} Rafah") == Row((Filter(Attribute.DATE, *days, typed), w("Rafah")))


@pytest.mark.parametrize("typed", ["avant 0001-01-01", "après 9999-12-31", "<0001", ">9999", "..9999-12-31"])
@pytest.mark.parametrize("today", [TODAY, date(2024, 2, 29), date(2024, 12, 31)])
def test_the_ends_of_the_calendar_are_no_error(typed: str, today: date) -> None:
    assert date_range(typed, today)


@given(
    st.text(alphabet="0123456789-./<>= " + "abdeijlmnprstuvé'", max_size=30),
    st.dates(date(1970, 1, 1), date(2100, 12, 31)),
)
@example("décembre", date(2024, 2, 29))
def test_any_text_is_a_date_or_is_none(text: str, today: date) -> None:
    days = date_range(text, today)
    assert days is None or len(days) == 2


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", Row(())),
        ("   ", Row(())),
        ("?!… ;", Row(())),
        ("-", Row(())),
        ("=", Row(())),
        ("~", Row(())),
        ("_", Row(())),
        ('""', Row(())),
        ('"!"', Row(())),
        ("()", Row(())),
        ("((((", Row(())),
        ("))))", Row(())),
        ('"Rafah', w('"Rafah')),
        ("«Rafah", w("«Rafah")),
        ('Rafah"', w('Rafah"')),
        ("(Rafah", w("Rafah")),
        ("Rafah)", w("Rafah")),
        (")Rafah(", w("Rafah")),
        ("(a OU b", Either((w("a"), w("b")))),
        ("a) OU b", Either((w("a"), w("b")))),
        ("a OU b)) ET c", Either((w("a"), Both((w("b"), w("c")))))),
        ("ET", w("ET")),
        ("gordien ET SAUF", Row((w("gordien"), w("ET"), w("SAUF")))),
        ("ET ET ET", Row((w("ET"), w("ET"), w("ET")))),
        ("ET Rafah", Row((w("ET"), w("Rafah")))),
        ("Rafah AND", Row((w("Rafah"), w("AND")))),
        ("OU Rafah OU", Row((w("OU"), w("Rafah"), w("OU")))),
        ("(Rafah OU)", Row((w("Rafah"), w("OU")))),
        ("a ET ET b", Both((Row((w("a"), w("ET"))), w("b")))),
        ("Rafah SAUF", Row((w("Rafah"), w("SAUF")))),
        ("Rafah -", w("Rafah -")),
        ("--Rafah", w("--Rafah")),
    ],
)
def test_what_is_unfinished_is_read_as_words(query: str, tree: Tree) -> None:
    assert read(query) == tree


def depth(tree: Tree) -> int:
    match tree:
        case Row(nodes) | Both(nodes) | Either(nodes):
            return 1 + max(map(depth, nodes), default=0)
        case Without(node) | InField(_, node) | Boosted(node):
            return 1 + depth(node)
        case _:
            return 0


def test_ten_thousand_brackets_are_read() -> None:
    assert read("(" * 1_000 + "a") == w("a")
    assert read("(" * 900 + "a" + ")" * 900 + " OU b") == Either((w("a"), w("b")))
    assert read("(" * 10_000 + "a" + ")" * 10_000) == Row(())
    assert 1 < depth(read("a (OU b " * 5_000)) <= 4 * DEEPEST
    assert 1 < depth(read("SAUF (a " * 5_000)) <= 4 * DEEPEST


def test_a_query_without_end_is_read_as_far_as_it_matters() -> None:
    words = read("mot " * 100_000)
    assert isinstance(words, Words)
    assert len(words.text) <= 2_000
    quoted = read('"a" ' * 1_000)
    assert isinstance(quoted, Row)
    assert len(quoted.nodes) == MOST_LEXEMES


# --- the tree → how it was read


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("Gaza : cessez-le-feu ?", "Gaza : cessez-le-feu"),
        ("50 %", "50"),
        ("« aide   militaire »", '"aide militaire"'),
        ("« l’« aide »", '"l’« aide"'),
        ('« il dit "non" »', '«il dit "non»'),
        ("a AND b OR c", "(a ET b) OU c"),
        ("a NOT b", "a SAUF b"),
        ("-a b", "SAUF (a) b"),
        ("-(a b) c", "SAUF (a b) c"),
        ("-titre:x", "SAUF titre:x"),
        ("titre:(a b)", "titre:(a b)"),
        ("(a b)^3", "(a b)^3"),
        ("mot^2,50", "mot^2.5"),
        ("mot^0,00001", "mot^0.00001"),
        ("date:mars 2024", "date:2024-03..2024-03-31"),
        ("date:hier Rafah", "date:2024-03-26 Rafah"),
        ("date:2024.. Rafah", "date:depuis 2024 Rafah"),
        ("date:<2024", "date:jusqu'au 2023-12-31"),
        ('chemin:"mon dossier"', 'chemin:"*mon dossier*"'),
        ("type:.MD", "type:md"),
        ("ET Rafah", "et Rafah"),
        ("Rafah AND", "Rafah and"),
        ("date:jamais", "date jamais"),
        ("Rafah)", "Rafah"),
        ("a(b)", "a b"),
        ('"Rafah', "Rafah"),
        ("?!", ""),
    ],
)
def test_the_answer_says_how_the_query_was_read(query: str, said: str) -> None:
    assert read_as(read(query)) == said


PIECES = st.sampled_from(
    [
        *(
            "a",
            "Rafah",
            "l’aide",
            "32",
            "000",
            "mars",
            "2024",
            "hier",
            "étudiant(e)s",
            "a(b)",
            "é",
            "_",
            "!",
            "?",
            "%",
            ".",
        ),
        *(
            "ET",
            "OU",
            "SAUF",
            "AND",
            "-",
            "-a",
            "=",
            "=b",
            "~",
            "^",
            "^2",
            "^2,5",
            "a^3",
            "mot~",
            "mot~1",
            "gén*",
            "A?b",
        ),
        *(
            "(",
            ")",
            ")^2",
            '"',
            "«",
            "»",
            "“",
            "”",
            "„",
            '"a b"',
            '"a b"~3',
            "« c d »^2",
            '="e f"',
            "-(",
            '-"',
            "..",
            ":",
        ),
        *(
            "titre:",
            "titre:x",
            "title:(",
            "date:",
            "date:2024",
            "date:depuis",
            "chemin:",
            "chemin:d/*",
            "type:",
            "type:md",
        ),
    ]
)
QUERIES = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " "])), max_size=14).map(
    lambda row: "".join(piece + gap for piece, gap in row)
)
ANYTHING = st.text(max_size=60) | QUERIES


@given(ANYTHING)
@example("a ET ET b")
@example("date:..2024")
@example("-Rafah Paris")
@example('«a»b"')
@example("titre:(-x)")
@example('(("a b"^2)^3)')
@example("mot^0,00000001")
@settings(max_examples=400)
def test_reading_what_was_read_says_the_same(query: str) -> None:
    said = read_as(read(query))
    assert read_as(read(said)) == said
    assert "\n" not in said


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Z", "C"]), max_size=300))
def test_any_text_is_read(query: str) -> None:
    read_as(read(query))


# --- whatever is typed


def small_article(number: int, title: str, *paragraphs: str) -> Article:
    name = f"d/{number}.txt"
    passages = tuple(Passage(n, text) for n, text in enumerate(paragraphs, start=1))
    return Article(name, name, "txt", title, passages, date="2024-03-26", author="Émile Zola", tags=("eau",))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("engine")
    opened = open_engine("whoosh", folder, create=True)
    with opened.batch() as batch:
        for article in (
            small_article(1, "Gaza", "La ville de Rafah.", "Le général Brown a rencontré Austin à Rafah mardi."),
            small_article(2, "Le marché", "L’aide militaire et les étudiant·e·s.", "Plus de 32 000 porte-parole."),
        ):
            batch.put(article.path, [article])
    yield opened
    opened.close()


@given(query=ANYTHING, family=st.booleans(), complete_only=st.booleans())
@example(query="(" * 3_000, family=False, complete_only=False)
@example(query="titre:(-*)^0", family=True, complete_only=True)
@example(query="\ud800 a* \udfff~", family=False, complete_only=False)
@example(query="a\0b", family=False, complete_only=False)
@example(query="'*", family=False, complete_only=False)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_is_an_error(query: str, family: bool, complete_only: bool, engine: Engine) -> None:
    answer = search(query, engine, options=Options(family, complete_only), today=TODAY)
    assert len(answer.articles) <= engine.size()
    assert (answer.articles_total > 0) == bool(answer.articles)
    assert not (answer.relaxed and answer.partial)
    answer.read_as.encode()


@pytest.mark.parametrize(
    "query",
    [
        "l'" * 330,
        "qu’" * 700,
        "a ET " * 10_000,
        "OU " * 10_000,
        "-a " * 10_000,
        "a^2" + "^2" * 900,
        "«" * 2_000,
        '"a ' * 1_000,
        "date:" * 400,
        "titre:(" * 1_000,
        "?*" * 900 + "zzz",
        "a~ " * 700,
        "a* " * 700,
        '"a b*" ' * 300,
        "m" * 1_000_000,
        " ".join(f"mot{n}" for n in range(150_000)),
        "a-" * 1_000,
        "a.b@" * 500,
    ],
    ids=lambda query: query[:8],
)
def test_a_hostile_query_is_answered(query: str, engine: Engine) -> None:
    answer = search(query, engine, today=TODAY)
    assert len(answer.read_as) <= 4 * 2_000
