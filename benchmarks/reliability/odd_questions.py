"""Odd questions: drawn from a grammar of the query language, from noise, and giants made to be too much."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator, Sequence

TYPED = (
    "eau potable canal midi école élèves la le de l'aide aujourd'hui presqu’île travaux gouvernement loi a e à "
    "constitution anticonstitutionnellement 32000 1er 3,5 O.N.U. étudiant·e·s travailleurs Gaza rafah porte-parole "
    "L.121-3 jean.dupont@exemple.fr œuvre ŒUVRE vitamine C +33(0)142"
)
WORDS = TYPED.split()
OPERATORS = ("ET", "OU", "SAUF", "AND", "OR", "NOT", "&&", "||", "!", "+", "TO")
QUOTES = ('""', "«»", "“”", "„“", '"»', "‹›")
FIELDS = "titre title auteur source tag mot-clé date chemin path type couleur http"
DATES = ("2024", "2024-03", "2024-03-26", "2024-03..2024-04", "..2020", "2020..", "..", "0000", "9999-99-99", "hier")
SPOKEN_DATES = ("mars 2024", "entre le 3 mars 2024 et le 5 avril 2024", "depuis 1789", "après le 30 février")
SUFFIXES = ("", "", "", "~", "~3", "~99", "^2", "^0", "^0,5", "~3^2", "^" + "9" * 30, "*", "?", ")", "(")
SIGNS = (
    "\x00\x07\x1b\t\n\r\\/'’&|!+[]{}<>%_#@$~^*?:=\"«»()-–…·°\u0301\xa0\u200b\u202e\ufeff\u2028\ud800\udcff😀ﷺßİǆﬁ漢ع½①𝔞"
)
LETTERS = string.ascii_lowercase + "éèàçœ"
Draw = Callable[[random.Random], str]


def odd_question(number: int, seed: int) -> str:
    """The question of a number, always the same: it can be asked again by itself."""
    rng = random.Random(f"{seed} {number}")
    if rng.random() < 0.1:
        return noise(rng)
    parts = [_part(rng, 0) for _ in range(rng.choice((1, 1, 2, 3, 5, 8, 15, 40)))]
    return damaged(rng.choice(("", " ", " ", " ")).join(parts), rng)


def noise(rng: random.Random) -> str:
    """Any signs at all."""
    highest = rng.choice((0x80, 0x250, 0x3000, 0x110000))
    return "".join(chr(rng.randrange(highest)) for _ in range(rng.randint(1, 60)))


def damaged(question: str, rng: random.Random) -> str:
    """A question with signs put in or taken out here and there; two of three stay as they are."""
    for _ in range(rng.choice((0, 0, 0, 0, 1, 4))):
        at = rng.randrange(len(question) + 1)
        question = question[:at] + rng.choice(("", rng.choice(SIGNS))) + question[at + rng.randrange(2) :]
    return question


def _part(rng: random.Random, depth: int) -> str:
    draws: Sequence[Draw] = (_word, _word, _word, _operator, _pattern, _quoted, _in_field, _date, _marked, _sign)
    if depth < 4 and rng.random() < 0.15:
        inner = " ".join(_part(rng, depth + 1) for _ in range(rng.randint(0, 4)))
        return f"{rng.choice(('', '-', 'titre:', 'SAUF ', '='))}({inner}){rng.choice(SUFFIXES)}"
    return rng.choice(draws)(rng)


def _word(rng: random.Random) -> str:
    return rng.choice(WORDS) if rng.random() < 0.9 else "".join(rng.choices(LETTERS, k=rng.randint(1, 12)))


def _marked(rng: random.Random) -> str:
    return f"{rng.choice('-=+~*?')}{_word(rng)}{rng.choice(SUFFIXES)}"


def _operator(rng: random.Random) -> str:
    return rng.choice(OPERATORS)


def _pattern(rng: random.Random) -> str:
    return "".join(rng.choices("abeinrst*?é", k=rng.randint(1, 12)))


def _quoted(rng: random.Random) -> str:
    quotes = rng.choice(QUOTES)
    inner = " ".join(rng.choice((_word, _word, _pattern))(rng) for _ in range(rng.randint(0, 6)))
    return f"{rng.choice(('', '', '=', '-'))}{quotes[0]}{inner}{quotes[1]}{rng.choice(SUFFIXES)}"


def _in_field(rng: random.Random) -> str:
    return f"{rng.choice(FIELDS.split())}:{rng.choice((_word, _pattern, _quoted, _operator))(rng)}"


def _date(rng: random.Random) -> str:
    return f"date:{rng.choice((*DATES, *SPOKEN_DATES))}"


def _sign(rng: random.Random) -> str:
    return rng.choice(SIGNS) * rng.choice((1, 1, 1, 3, 50))


def giants() -> Iterator[str]:
    """Questions made to be too much."""
    yield from ("eau " * 250_000, "a" * 1_000_000, "é\u0301" * 500_000, "\u200b" * 1_000_000 + "eau")
    yield from _nested()
    yield from _repeated()
    yield from _patterns()
    yield from _phrases()
    yield from _numbers()


def _nested() -> Iterator[str]:
    for depth in (10, 40, 400, 10_000):
        yield "(" * depth + "eau" + ")" * depth
        yield "(" * depth + "eau" + " OU canal)" * depth
        yield "(eau SAUF " * depth + "canal" + ")" * depth
        yield "titre:(" * depth + "eau" + ")" * depth
        yield "-(" * depth + "eau" + ")" * depth
        yield "(" * depth
        yield ")" * depth


def _repeated() -> Iterator[str]:
    for one in (
        "eau OU ",
        "eau ET ",
        "SAUF ",
        "-",
        "titre:",
        "l'",
        "qu'",
        "l’",
        "d'l'",
        "a-",
        "a.",
        "a·",
        "a@",
        "=",
        "'",
    ):
        yield one * 330 + "eau"
        yield one * 10_000 + "eau"
    yield from ("1 " * 900, "000 " * 450, "étudiant·e·s·" * 150, "(eau) " * 500, "-eau " * 500)
    yield " OU ".join(["(SAUF eau)"] * 100)
    yield " ".join(f"mot{n}" for n in range(2_000))
    yield " ".join(f"a{n}-b{n}" for n in range(400))


def _patterns() -> Iterator[str]:
    letters = string.ascii_lowercase
    for field in ("", "titre:", "chemin:", "="):
        for pattern in ("?*" * 9 + "zzz", "*?" * 500 + "z", "*a*e*i*o*u*" * 90, "*a" * 400, "?" * 2_000, "*" * 2_000):
            yield field + pattern
    yield from ("*", "* OU *", "SAUF *", "-a* -e*", "a*", "e* " * 600, "*e* " * 400, "*s", "*?", "?*", "??")
    yield " ".join(f"{one}*" for one in letters)
    yield " OU ".join(f"{one}*" for one in letters * 12)
    yield " ".join(f"*{one}{other}" for one in letters for other in letters)
    yield " ".join(f"{word}~2" for word in WORDS * 10)
    yield from (f"{'a' * 1_900}~2", " ".join(f"{one}onstitution~2" for one in letters))


def _phrases() -> Iterator[str]:
    for stop_words in ("de la ", "de ", "les ", "a ", "que ", "une de la le les et à "):
        for slop in ("", "~1", "~50", "~999999"):
            for opening in ('"', '="', '-"', 'titre:"'):
                yield f'{opening}{stop_words * (600 // len(stop_words.split()))}"{slop}'
    for inner in ("les des", "de la", "le travail de la", "article loi", "à la suite de la"):
        yield from (f'"{inner}"~50', f'="{inner}"', f'-"{inner}"~9', f'"{inner}"~2 OU ="{inner}"')
    yield from ('"' * 10_000, '"eau ' * 1_000, "«" * 900 + "»" * 900, '"' + "eau " * 400 + '"~999999')
    yield '"' + " ".join("*" for _ in range(500)) + '"'
    yield '"' + " ".join("a*" for _ in range(300)) + '"~20'
    yield " ".join(f'"{one}* de"' for one in string.ascii_lowercase)
    yield " ".join(f'"{one}* {other}*"~9' for one in "abcde" for other in "pqrst")
    yield " ".join(f'"de {word} la"~5' for word in WORDS)


def _numbers() -> Iterator[str]:
    yield from ("eau^" + "9" * 400, "eau^0", "eau~" + "9" * 400, "eau" + "^9" * 900, "(eau)" + "^9,5~3" * 300)
    yield from ("date:" + "9" * 1_000, "date:" + "mars " * 300, "date:0001..9999", "date:9999..0001", "date:" * 300)
    yield from ("type:jsonl", "type:" + "x" * 2_000, "chemin:*", "chemin:/" * 300, "-type:jsonl", "loi type:jsonl")
