"""Lemmas: which words may stand for one another, and which must not."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from Stemmer import Stemmer

from index.analysis import family, fold, fold_case, lemmas
from index.analysis.lemmatizer import LONGEST_INFLECTED, prefixes
from index.analysis.lexicon import open_lexicon

TREEBANKS = Path(__file__).parent.parent.parent / "shared" / "lemmas" / "ud_fr_form_lemma.tsv"


def meet(one: str, other: str) -> bool:
    return bool(set(lemmas(one)) & set(lemmas(other)))


# -- words that meet

FAMILY = """
    loi lois | œil yeux | acteur actrice | acteurs actrices | blanc blanche | blanc blanches | public publique
    travail travaux | cheval chevaux | élu élue | élus élues | parler parle | parler parlait | parler parleront
    finir finissait | aller ira | aller vont | être était | être sont | avoir aurait | vendre vendu | prendre pris
    mettre mises | heureux heureuses | vieux vieille | beau belle | nouveau nouvelle | national nationaux
    journal journaux | bijou bijoux | eau eaux | feu feux | ciel cieux | madame mesdames | monsieur messieurs
    lecteur lectrices | chanteur chanteuse | infirmier infirmières | sportif sportives | grec grecque | long longue
    doux douce | faux fausse | frais fraîche | sec sèche | turc turque | maire maires | élection élections
    étudiant étudiantes | marché marchés | bail baux | fou folle | mou molle | européen européenne | roi rois
    canadien canadiennes | ouvrir ouvert | naître né | mourir mort | voir vu | lire lu | devoir dû | peindre peint
    pouvoir peut | vouloir veulent | savoir su | faire fait | dire dit | écrire écrite | construire construit
    courir couru | boire bu | venir viennent | recevoir reçu | manger mangeons | commencer commençait
    appeler appelle | jeter jette | femme femmes | pneu pneus | chou choux | genou genoux | vitrail vitraux
    coeur cœurs | oeuvre œuvres | madame mme | votes vote | euxmêmes luimême | séquence séquences | caméra cameras
    numéro no | heure h | sûre sure | point pts
"""
HOMOGRAPHS = """
    donner donne | voter vote | livrer livre | offrir offre | présenter présente | élever élève | lever lève
    régler règle | employer emploie | étiqueter étiquette | couvrir couvre | recouvrir recouvre | sortir sort
    partir part | courir court | lire lit | combattre combat | poser posée | garantir garantie | extraire extrait
    accroître accru | poursuivre poursuivi | convaincre convaincu | courir courant | battre battant | ouvrir ouvrant
    descendre descendant | exister existant | finir finissant | tenir tenant | commencer commençant | manger mangeant
    croire croyant | voir voyant | suffire suffisant | vivre vivant | exclure excluant | plaindre plaignant
    ouvrir ouvrent | ouvrir ouvriez | ouvrer ouvrait | recouvrer recouvrait | fondre fondent | peindre peignait
    presser pressent | aller allions | rentrer rentraient | savoir saurez | rentrer rentrait | mettre mirent
    lire lisant | dire disant | conduire conduisant | suffire suffisant | écrire écrivant | sourire souriant
    mourir mourant | sentir sentant | dormir dormant | subir subi | fournir fourni | obéir obéi | fourbir fourbi
"""
FEMININES = """
    gris grise | gris grises | chaud chaude | ami amie | bref brève | précis précise | prêt prête | vif vives | fin fine
    complet complète | violent violente | présent présente | continu continue | jaloux jalouse | creux creuse
    moyen moyenne | bavard bavarde | discret discrète | voisin voisine | actif active | initial initiale
    prince princesse | comte comtesse | duc duchesse | abbé abbesses | maître maîtresse | chat chatte | époux épouse
    veuf veuve | poète poétesse | demandeur demanderesse | jumeau jumelle | pompier pompières | député députée
    empereur impératrice | neveu nièces | auteur autrice | serviteur servante
    égal égales | continu continues | certain certaines | différent différentes | frais fraîches | épars éparses
    marchand marchandes | espion espionne | plaisant plaisante | sauf sauve | paysan paysannes
"""
COMPOUNDS = """
    petitdéjeuner petitdéjeunes | soustraiter soustraitaient | contreattaquer contreattaqué
    chienloup chiensloups | chienloup chienneslouves | sapeurpompier sapeusespompières
"""
STRANGERS = """
    parlement parler | mali mal | damas dame | logement loge | département départ | conseil consul | gaza gaz
    gazas gaz | général générer | nation natation | université univers | commission commettre | police politique
    port porte | histoire histrion | organe organiser | organisation organe | sol soleil | canal canaliser
    lyon lion | tour tourner | santé sain | marche marché | cote côte | pêche pécher | mur mûr | sur sûr
    jeune jeûne | vers ver | avocat avoir | national nation | maire mairie | mari maire | chat château | chien chier
    zblurf zblurg | gazaoui gaz | importance importer | science scier | poisson poison
    chapeau chapelle | banquet banquette | boulet boulette | cachet cachette | colon colonne | retrait retraite
    terreur terreuse | manier manière | prier prière | bain baigne | pruneau prunelle | plain plaine | cabot cabane
    constat constate | transport transporte | souhait souhaite | emploi employé | bris brise | devis devise | dos dose
    cas case | foi foie | repos repose | mors morse | choix choisir | grès gré | près pré | rébus rebu | tracas tracer
    tant tante | oui ouï | index inde | coup coupe | fil file | agent agir | garant garantie | miss mettre
    savant savoir | élégant élégir | voie voir | gravité graviter | maintenant maintenir | représentants représenter
    roi reine | mari femme | pauline paulin | puits puiser | procès procéder | corps corsage | mépris méprendre
    fois foi | mois moi | durée durer | cheminées cheminer | musée muser | pourvoi pourvoir | jeanne jean
    fraîche frai | éparse épar | convient convier | salons saler | croisant croire | écriant écrire
    effleurant effleurir | e être | i je | étais étai
"""


def pairs(table: str) -> list[tuple[str, str]]:
    words = table.replace("|", " ").split()
    return list(zip(words[::2], words[1::2], strict=True))


@pytest.mark.parametrize(("one", "other"), pairs(FAMILY))
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert meet(one, other)


@pytest.mark.parametrize(("one", "other"), pairs(HOMOGRAPHS))
def test_a_form_that_reads_like_another_word_meets_its_verb(one: str, other: str) -> None:
    assert meet(one, other)


@pytest.mark.parametrize(("one", "other"), pairs(FEMININES))
def test_feminines_meet_their_masculines(one: str, other: str) -> None:
    assert meet(one, other)


@pytest.mark.parametrize(("one", "other"), pairs(COMPOUNDS))
def test_forms_of_a_compound_meet(one: str, other: str) -> None:
    assert meet(one, other)


@pytest.mark.parametrize(("one", "other"), pairs(STRANGERS))
def test_strangers_do_not_meet(one: str, other: str) -> None:
    assert not meet(one, other)


@pytest.mark.parametrize(("one", "other"), [("etudiant", "étudiante"), ("marche", "marché"), ("oeil", "yeux")])
def test_a_word_without_accents_keeps_what_it_means_with_them(one: str, other: str) -> None:
    assert meet(one, other) or fold(one) == fold(other)


# -- lemmas and families


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("chevaux", ("cheval",)),
        ("zblurf", ("~zblurf",)),
        ("zblurfs", ("~zblurf",)),
        ("3,5", ("3,5",)),
        ("o'brien", ("o'brien",)),
        ("2024", ("2024",)),
        ("", ("",)),
        # invariable words that the dictionary lacks
        ("maïs", ("maïs",)),
        ("index", ("index",)),
        ("devis", ("devis",)),
        ("tapis", ("tapis",)),
        ("bienne", ("~bienne",)),
        ("lienne", ("~lienne",)),
        ("burelle", ("~burelle",)),
        ("cas", ("cas",)),
        ("pas", ("pas",)),
        ("deces", ("décès",)),
        ("non", ("non",)),
        ("précieux", ("précieuse",)),
        ("bier", ("~bier",)),
        ("maintenant", ("maintenant",)),
        # a letter is no form of a word, but for an abbreviation
        ("e", ("~e",)),
        ("i", ("i",)),
        ("h", ("h", "heure")),
        # of several lemmas, the dictionary's comes first
        ("donne", ("donne", "donner")),
        ("courant", ("courant", "courir")),
        ("votes", ("voter", "vote")),
    ],
)
def test_lemmas(word: str, expected: tuple[str, ...]) -> None:
    assert lemmas(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("chevaux", "cheval"), ("étudiante", "etudi"), ("nationale", "national"), ("3,5", "3,5"), ("", "")],
)
def test_the_family_is_the_stem_folded(word: str, expected: str) -> None:
    assert family(word) == expected


def test_a_very_long_word_stands_for_itself() -> None:
    word = "a" * LONGEST_INFLECTED + "s"
    assert lemmas(word) == (word,)
    assert family(word) == word


KNOWN = st.deferred(lambda: st.sampled_from(sorted(open_lexicon().loaded().words())))
WORDS = st.text().map(fold_case) | st.text("aeiourstlnméèçœ", min_size=1, max_size=12)


@given(WORDS)
def test_every_word_has_lemmas(word: str) -> None:
    found = lemmas(word)
    assert found
    assert len(set(found)) == len(found)
    assert family(word) == fold(family(word))


@given(WORDS.filter(lambda word: "~" not in word) | KNOWN)  # no token holds the sign that marks a stem
@example("yeux")
@example("siécle")
@example("application")
@example("ïya")
def test_a_word_begins_with_a_prefix_of_each_of_its_lemmas(word: str) -> None:
    for lemma in lemmas(word):
        assert any(fold(word).startswith(prefix) for prefix in prefixes(lemma))


# -- measured against treebanks

Form = tuple[str, str]
"""A form and its part of speech."""


@cache
def treebank_lemmas() -> dict[Form, set[str]]:
    """Every form of letters that is a noun, a verb or an adjective, with its lemmas."""
    if not TREEBANKS.exists():
        pytest.skip(f"the treebanks' forms are not here: {TREEBANKS}")
    lemmas: dict[Form, set[str]] = defaultdict(set)
    with TREEBANKS.open(encoding="utf-8", newline="") as stream:
        for form, lemma, kind, *_ in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            word = form.casefold()
            if kind in ("NOUN", "VERB", "ADJ") and word.isalpha() and lemma.isalpha():
                lemmas[word, kind].add(lemma.casefold())
    return dict(lemmas)


def forms_of_one_word() -> list[tuple[str, str]]:
    by_lemma: dict[Form, list[str]] = defaultdict(list)
    for (form, kind), found in treebank_lemmas().items():
        for lemma in found:
            by_lemma[lemma, kind].append(form)
    return [(forms[0], other) for forms in map(sorted, by_lemma.values()) for other in forms[1:]]


def strangers() -> list[tuple[str, str]]:
    """Pairs that begin alike, as those do that are ever taken for one another, and share no lemma of any kind."""
    lemmas: dict[str, set[str]] = defaultdict(set)
    for (form, _), found in treebank_lemmas().items():
        lemmas[form] |= found
    by_start: dict[str, list[str]] = defaultdict(list)
    for form in sorted(lemmas):
        by_start[form[:3]].append(form)
    every = [(one, other) for forms in by_start.values() for n, one in enumerate(forms) for other in forms[n + 1 :]]
    apart = [(one, other) for one, other in every if not lemmas[one] & lemmas[other]]
    return random.Random(1).sample(apart, min(len(apart), 20_000))  # noqa: S311


def stem_alike(one: str, other: str, stemmer: Stemmer) -> bool:
    return bool(stemmer.stemWord(one) == stemmer.stemWord(other))


def share(answers: Iterable[bool]) -> float:
    found = list(answers)
    return sum(found) / len(found)


def test_forms_of_one_word_meet_more_often_than_with_snowball_alone() -> None:
    stemmer = Stemmer("french")
    forms = forms_of_one_word()
    ours = share(meet(one, other) for one, other in forms)
    snowball = share(stem_alike(one, other, stemmer) for one, other in forms)
    assert len(forms) > 1000
    assert ours > 0.96
    assert ours > snowball


def test_strangers_meet_less_often_than_with_snowball_alone() -> None:
    stemmer = Stemmer("french")
    apart = strangers()
    assert len(apart) > 1000
    assert sum(meet(*pair) for pair in apart) < sum(stem_alike(*pair, stemmer) for pair in apart)
