"""Word documents: what a person reads in them, feature by feature."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import about, docx, docx_members, faults, par, run, table, texts, zipped

from index.documents.drafts import About
from index.documents.office import read_docx

BOX = f"<w:txbxContent>{par('Dans la boîte')}{par('Sa suite')}</w:txbxContent>"
DRAWN_TWICE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
    f"{BOX}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>'
    '<w:r><w:t>invisible</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>résultat</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
HIDDEN = "<w:vanish/>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(par("Le pont ", "est fermé."), ["Le pont est fermé."], id="runs"),
        pytest.param(par("Un", f"<w:ins>{run(' mot')}</w:ins>"), ["Un mot"], id="insertion"),
        pytest.param(
            par("Un", "<w:del><w:r><w:tab/><w:delText>e</w:delText></w:r></w:del>", " an"), ["Un an"], id="deletion"
        ),
        pytest.param(
            par(f"<w:moveFrom>{run('Là')}</w:moveFrom>") + par(f"<w:moveTo>{run('Ici')}</w:moveTo>"), ["Ici"], id="move"
        ),
        pytest.param(par("Un ", mark="<w:del/>") + par("seul"), ["Un seul"], id="deleted paragraph mark"),
        pytest.param(par("Un", run(" secret", HIDDEN)), ["Un"], id="hidden"),
        pytest.param(par("Un", run(" seul", '<w:vanish w:val="0"/>')), ["Un seul"], id="not hidden"),
        pytest.param(par("Titre. ", mark="<w:vanish/><w:specVanish/>") + par("Suite"), ["Titre. Suite"], id="run-in"),
        pytest.param(par("Avant", DRAWN_TWICE, " après"), ["Avant après", "Dans la boîte", "Sa suite"], id="text box"),
        pytest.param(
            par("A", f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>"),
            ["A", "Dans la boîte", "Sa suite"],
            id="old text box",
        ),
        pytest.param(par("A", '<w:r><w:pict><v:textpath string="Art"/></w:pict></w:r>'), ["A", "Art"], id="word art"),
        pytest.param(
            f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{par('Contrôle')}</w:sdtContent></w:sdt>",
            ["Contrôle"],
            id="content control",
        ),
        pytest.param(
            par("Un ", f"<w:sdt><w:sdtContent>{run('contrôle')}</w:sdtContent></w:sdt>"),
            ["Un contrôle"],
            id="content control in a paragraph",
        ),
        pytest.param(
            par("Voir ", f'<w:hyperlink r:id="x">{run("le site")}</w:hyperlink>'), ["Voir le site"], id="link"
        ),
        pytest.param(par("Un ", FIELD), ["Un résultat"], id="field"),
        pytest.param(
            par('<w:fldSimple w:instr="DATE">' + run("2 mai") + "</w:fldSimple>"), ["2 mai"], id="simple field"
        ),
        pytest.param(par('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + par("Suite"), ["Suite"], id="open field"),
        pytest.param(par("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:ptab/><w:t>c</w:t></w:r>"), ["a b c"], id="tabs"),
        pytest.param("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr></w:p>" + par("a"), ["a"], id="tab stops"),
        pytest.param(par("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>"), ["a\nb\nc"], id="breaks"),
        pytest.param(par("a", "<w:r><w:br/><w:br/></w:r>", "b"), ["a", "b"], id="an empty line"),
        pytest.param(
            table((par("Nom"), par("Âge")), (par("Éva"), par("7") + par("ans"))),
            ["Nom | Âge", "Éva | 7 ans"],
            id="table",
        ),
        pytest.param(
            table((par("Dehors") + table((par("a"), par("b")), (par("c"), par("d"))), par(""))),
            ["Dehors", "a | b", "c | d"],
            id="table that lays out a page",
        ),
        pytest.param(table((par("x"), table((par("a"), par("b"))))), ["x | a | b"], id="table in the cell of a table"),
        pytest.param(
            table((par("mot " * 400), par("un") + par("deux"))),
            [("mot " * 400).strip(), "un", "deux"],
            id="columns of a page",
        ),
        pytest.param(
            f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{par('x')}</w:tc></w:tr></w:tbl>" + par("y"),
            ["y"],
            id="deleted row",
        ),
        pytest.param(
            f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{par('x')}</w:tc></w:tr></w:tbl>" + par("y"),
            ["y"],
            id="hidden row",
        ),
        pytest.param(par("un", style="ListParagraph") + par("deux", style="ListParagraph"), ["un", "deux"], id="list"),
        pytest.param(
            par('<w:commentRangeStart w:id="1"/>', "Texte", '<w:r><w:commentReference w:id="1"/></w:r>'),
            ["Texte"],
            id="comment",
        ),
        pytest.param(
            par('<w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'),
            ["α✓"],
            id="symbols",
        ),
        pytest.param(
            par("<w:r><w:t>porte</w:t><w:noBreakHyphen/><w:t>clés, jar</w:t><w:softHyphen/><w:t>din</w:t></w:r>"),
            ["porte\u2011clés, jardin"],
            id="hyphens",
        ),
        pytest.param(par(f'<w:smartTag w:element="x">{run("Paris")}</w:smartTag>'), ["Paris"], id="smart tag"),
        pytest.param(
            par("<m:oMath><m:r><m:t>E=m</m:t></m:r><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e></m:sSup></m:oMath>"),
            ["E=mc"],
            id="equation",
        ),
        pytest.param(
            par(f"<w:ruby><w:rt>{run('yomi')}</w:rt><w:rubyBase>{run('mot')}</w:rubyBase></w:ruby>"),
            ["mot"],
            id="pronunciation",
        ),
        pytest.param(
            f'<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr>{run("L")}</w:p>' + par("e pont"),
            ["Le pont"],
            id="drop capital",
        ),
        pytest.param(par("une\u00a0heure\u202f!"), ["une\u00a0heure\u202f!"], id="hard spaces"),
        pytest.param(par("  trop \t d’espaces\n ici "), ["trop d’espaces ici"], id="spaces"),
        pytest.param(par("avant") + f"<w:customXml>{par('dedans')}</w:customXml>", ["avant", "dedans"], id="custom"),
    ],
)
def test_features(body: str, expected: list[str]) -> None:
    assert texts(read_docx, docx(body)) == expected


def test_notes_follow_their_paragraph() -> None:
    note = '<w:r><w:{kind}Reference w:id="{id}"/></w:r>'
    body = par("Un", note.format(kind="footnote", id=2), run(note, HIDDEN)) + par(note.format(kind="endnote", id=2))
    footnotes = (
        f'<w:footnote w:type="separator" w:id="0">{par("—")}</w:footnote>'
        f'<w:footnote w:id="2">{par("<w:r><w:footnoteRef/></w:r>", " En bas")}{par("Suite")}</w:footnote>'
        f'<w:footnote w:id="3">{par("jamais")}</w:footnote>'
    )
    endnotes = f'<w:endnote w:id="2">{par("À la fin")}</w:endnote>'
    read = texts(read_docx, docx(body, footnotes=footnotes, endnotes=endnotes))
    assert read == ["Un", "En bas", "Suite", "À la fin"]


def test_running_heads_come_last_and_once() -> None:
    heads = {"header1": par("Mairie de Lyon"), "header2": par("Mairie de Lyon"), "footer1": par("Page 2 sur 3")}
    assert texts(read_docx, docx(par("Un"), **heads)) == ["Un", "Mairie de Lyon"]


def test_diagrams_come_after_the_text() -> None:
    diagram = "<a:p><a:r><a:t>Bureau</a:t></a:r></a:p><a:p/><a:p><a:r><a:t>Conseil</a:t></a:r></a:p>"
    assert texts(read_docx, docx(par("Un"), diagramData1=diagram)) == ["Un", "Bureau", "Conseil"]


STYLES = (
    '<w:style w:styleId="Titre"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="Titre1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Fils"><w:name w:val="Fils"/><w:basedOn w:val="Secret"/></w:style>'
    '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
)


@pytest.mark.parametrize(
    ("body", "core", "styles", "title"),
    [
        (par("x") + par("Le pont", style="Titre"), "", STYLES, "Le pont"),
        (par("x") + par("Le pont", style="Titre1") + par("Après", style="Titre1"), "", STYLES, "Le pont"),
        (par("x") + par("Un", style="Titre1") + par("Vrai titre", style="Titre"), "", STYLES, "Vrai titre"),
        (par("x") * 20 + par("Le pont", style="Titre1"), "", STYLES, ""),
        (par("Le pont", style="Title"), "", "", "Le pont"),
        (par("Le pont", style="Heading1"), "", "", "Le pont"),
        (par("Un", style="Titre"), "<dc:title>Le vrai</dc:title>", STYLES, "Le vrai"),
        (par("Un", style="Titre"), "<dc:title>Microsoft Word - lettre.doc</dc:title>", STYLES, "Un"),
        (par("Un"), "<dc:title>Document1</dc:title>", STYLES, ""),
    ],
)
def test_title(body: str, core: str, styles: str, title: str) -> None:
    assert about(read_docx, docx(body, core, styles=styles)).title == title


def test_styles_that_hide() -> None:
    body = par("a", style="Secret") + par("b", style="Fils") + par("c", run("d", '<w:rStyle w:val="Fils"/>'), style="A")
    assert texts(read_docx, docx(body, styles=STYLES)) == ["c"]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="Article %1 –"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Alinéa %1.%3"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="8"/></w:lvlOverride></w:num>'
)
NUMBERED = (
    '<w:style w:styleId="Art"><w:name w:val="Art"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="Fils"><w:name w:val="Fils"/><w:basedOn w:val="Art"/></w:style>'
)


def item(text: str, number: int, level: int = 0, style: str = "") -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{run(text)}</w:p>'


def test_labels_with_a_word_are_text() -> None:
    """Others, as of lists, are counted all the same."""
    body = (
        item("un", 1)
        + item("sous", 1, 1)
        + item("alinéa", 1, 2)
        + item("alinéa", 1, 2)
        + par("deux", style="Fils")
        + item("sans", 0, style="Art")
        + item("huit", 2)
        + item("neuf", 1)
        + item("inconnu", 5)
    )
    assert texts(read_docx, docx(body, styles=NUMBERED, numbering=NUMBERING)) == [
        "Article 1 – un",
        "sous",
        "Alinéa 1.I alinéa",
        "Alinéa 1.II alinéa",
        "Article 2 – deux",
        "sans",
        "Article 8 – huit",
        "Article 9 – neuf",
        "inconnu",
    ]


def test_properties() -> None:
    core = (
        "<dc:title> Le  pont </dc:title><dc:creator>A. B.</dc:creator><dc:subject>Travaux</dc:subject>"
        "<cp:keywords>pont, Rhône; pont</cp:keywords><dc:description>Un résumé</dc:description>"
        "<dcterms:modified>2024-05-07T08:00:00Z</dcterms:modified>"
        "<dcterms:created>2024-05-06T08:00:00Z</dcterms:created>"
    )
    read = about(read_docx, docx(par("x"), core))
    assert (read.title, read.author, read.saved) == ("Le pont", "A. B.", "2024-05-06T08:00:00Z")
    assert read.tags == ("pont", "Rhône")
    assert dict(read.others) == {"subject": "Travaux", "description": "Un résumé"}


def test_what_programs_write_of_themselves_is_no_property() -> None:
    core = (
        "<dc:creator>python-docx</dc:creator><dc:description>generated by python-docx</dc:description>"
        "<dcterms:created>2013-12-23T23:15:00Z</dcterms:created><dcterms:modified>2024-05-06</dcterms:modified>"
    )
    assert about(read_docx, docx(par("x"), core)) == About(saved="2024-05-06")


def test_strict_documents() -> None:
    members = docx_members(par("Un"))
    document = str(members["word/document.xml"])
    transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    assert transitional in document
    members["word/document.xml"] = document.replace(transitional, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert texts(read_docx, zipped(members)) == ["Un"]


def test_an_empty_document() -> None:
    assert faults(read_docx, docx("<w:p/>")) == ["empty"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_text_comes_out_as_it_was_put_in(paragraphs: list[str]) -> None:
    assert texts(read_docx, docx("".join(par(run(text)) for text in paragraphs))) == paragraphs


def test_twenty_thousand_paragraphs_take_a_second_or_two() -> None:
    words = "Un paragraphe d’une longueur ordinaire, avec plusieurs mots."
    data = docx("".join(par(f"{words} {n}", run(" gras", "<w:b/>"), style="Normal") for n in range(20_000)))
    begin = time.process_time()
    read = texts(read_docx, data)
    assert len(read) == 20_000
    assert read[-1] == f"{words} 19999 gras"
    assert time.process_time() - begin < 4
