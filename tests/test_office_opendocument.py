"""OpenDocument: texts and presentations, feature by feature."""

from __future__ import annotations

import time
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import about, faults, odp, odt, opendocument_members, pages, texts, zipped

from index.documents.office import read_opendocument


def p(content: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def cells(*contents: str) -> str:
    return "".join(f"<table:table-cell>{content}</table:table-cell>" for content in contents)


def table(*rows: str) -> str:
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"


def frame(content: str, attributes: str = "") -> str:
    return f"<draw:frame {attributes}><draw:text-box>{content}</draw:text-box></draw:frame>"


def classed(name: str) -> str:
    return f'presentation:class="{name}"'


NOTE = (
    "<text:note><text:note-citation>1</text:note-citation><text:note-body>" + p("En bas") + "</text:note-body>"
    "</text:note>"
)
RUBY = "<text:ruby-base>a</text:ruby-base><text:ruby-text>b</text:ruby-text>"
STYLES = (
    '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="P1" style:parent-style-name="T1"/>'
    '<style:style style:name="P2" style:parent-style-name="Title"/>'
    '<style:style style:name="A" style:parent-style-name="B"/><style:style style:name="B" style:parent-style-name="A"/>'
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(p("Le <text:span>pont</text:span> fermé"), ["Le pont fermé"], id="spans"),
        pytest.param('<text:h text:outline-level="1">Titre</text:h>' + p("x"), ["Titre", "x"], id="heading"),
        pytest.param(p('a<text:s text:c="3"/>b<text:s/>c<text:tab/>d'), ["a b c d"], id="spaces"),
        pytest.param(p("a\n   b"), ["a b"], id="white space"),
        pytest.param(p("a<text:line-break/>b"), ["a\nb"], id="line break"),
        pytest.param(
            f"<text:list><text:list-item>{p('un')}<text:list><text:list-item>{p('deux')}</text:list-item></text:list>"
            "</text:list-item></text:list>",
            ["un", "deux"],
            id="lists",
        ),
        pytest.param(p(f"Un mot{NOTE} suivi"), ["Un mot suivi", "En bas"], id="note"),
        pytest.param(
            p(f"a<office:annotation><dc:creator>X</dc:creator>{p('remarque')}</office:annotation>b"),
            ["ab"],
            id="annotation",
        ),
        pytest.param(
            f"<text:tracked-changes><text:changed-region><text:deletion>{p('ôté')}</text:deletion>"
            "</text:changed-region></text:tracked-changes>" + p('mis<text:change text:change-id="1"/>'),
            ["mis"],
            id="deletion",
        ),
        pytest.param(p('a<text:span text:style-name="T1">b</text:span>c'), ["ac"], id="hidden text"),
        pytest.param(p("a", "P1") + p("b"), ["b"], id="hidden style"),
        pytest.param(p('a<text:hidden-text text:is-hidden="true">b</text:hidden-text>'), ["a"], id="hidden field"),
        pytest.param(p('a<text:hidden-text text:is-hidden="false">b</text:hidden-text>'), ["ab"], id="shown field"),
        pytest.param(p('<text:hidden-paragraph text:is-hidden="true"/>a') + p("b"), ["b"], id="hidden paragraph"),
        pytest.param(f'<text:section text:display="none">{p("a")}</text:section>' + p("b"), ["b"], id="hidden section"),
        pytest.param(f"<text:section>{p('a')}</text:section>", ["a"], id="section"),
        pytest.param(
            p("Avant" + frame(p("boîte") + p("suite")) + " après"), ["Avant après", "boîte", "suite"], id="box"
        ),
        pytest.param(p("a<draw:frame><draw:image/><svg:title>Photo</svg:title></draw:frame>b"), ["ab"], id="picture"),
        pytest.param(p(f"a<draw:custom-shape>{p('forme')}</draw:custom-shape>"), ["a", "forme"], id="shape"),
        pytest.param(
            table(cells(p("Nom"), p("Âge")), cells(p("Éva"), p("7") + p("ans"))),
            ["Nom | Âge", "Éva | 7 ans"],
            id="table",
        ),
        pytest.param(table(cells(p("x"), table(cells(p("a"), p("b"))))), ["x | a | b"], id="nested table"),
        pytest.param(
            table('<table:table-cell table:number-columns-repeated="99999999">' + p("a") + "</table:table-cell>"),
            ["a"],
            id="repeated cells",
        ),
        pytest.param(
            table(cells(p("a")) + f"<table:covered-table-cell>{p('b')}</table:covered-table-cell>"),
            ["a"],
            id="covered cell",
        ),
        pytest.param(
            p("<text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>b</text:ruby-text></text:ruby>"),
            ["a"],
            id="ruby",
        ),
        pytest.param(p("<text:a>lien</text:a> <text:date>2 mai</text:date>"), ["lien 2 mai"], id="link and field"),
        pytest.param(
            "<text:table-of-content-source><text:index-title-template>T</text:index-title-template>"
            "</text:table-of-content-source>" + p("a"),
            ["a"],
            id="template of an index",
        ),
        pytest.param(p("<text:number>1.</text:number>Titre"), ["1. Titre"], id="number"),
    ],
)
def test_features(body: str, expected: list[str]) -> None:
    assert texts(read_opendocument, odt(body, styles=STYLES)) == expected


def test_running_heads_come_last_and_once() -> None:
    heads = (
        f"<style:master-page><style:header>{p('Mairie')}</style:header><style:footer>{p('Page 1')}</style:footer>"
        f'<style:header-first>{p("Mairie")}</style:header-first><style:footer style:display="false">{p("Non")}'
        "</style:footer></style:master-page>"
    )
    assert texts(read_opendocument, odt(p("Un"), pages=heads)) == ["Un", "Mairie"]


@pytest.mark.parametrize(
    ("body", "meta", "title"),
    [
        (p("x") + p("Le pont", "P2"), "", "Le pont"),
        (p("x") + p("Le pont", "Title"), "", "Le pont"),
        (p("Le pont", "P2"), "<dc:title>Le vrai</dc:title>", "Le vrai"),
        (p("x", "A"), "<dc:title>Sans titre</dc:title>", ""),
    ],
)
def test_title(body: str, meta: str, title: str) -> None:
    assert about(read_opendocument, odt(body, styles=STYLES, meta=meta)).title == title


def test_properties() -> None:
    meta = (
        "<meta:initial-creator>A. B.</meta:initial-creator><dc:creator>C. D.</dc:creator><dc:subject>Pont</dc:subject>"
        "<meta:creation-date>2024-05-06T10:00:00</meta:creation-date><dc:date>2024-05-07</dc:date>"
        '<meta:keyword>un</meta:keyword><meta:keyword>deux</meta:keyword><meta:user-defined meta:name="Service">'
        "Voirie</meta:user-defined><meta:generator>X</meta:generator>"
    )
    read = about(read_opendocument, odt(p("x"), meta=meta))
    assert (read.author, read.saved, read.tags) == ("A. B.", "2024-05-06T10:00:00", ("un", "deux"))
    assert dict(read.others) == {"subject": "Pont", "Service": "Voirie"}


def test_author_is_the_last_where_the_first_is_not_known() -> None:
    assert about(read_opendocument, odt(p("x"), meta="<dc:creator>C. D.</dc:creator>")).author == "C. D."


def test_slides() -> None:
    number, said = frame(p("3"), classed("page-number")), frame(p("à dire"), classed("notes"))
    notes = f"<presentation:notes>{number}{said}</presentation:notes>"
    slides = odp(
        frame(p("Le pont"), classed("title")) + f"<draw:g>{frame(p('a'))}{frame(p('b'))}</draw:g>" + notes,
        "",
        frame(table(cells(p("x"), p("y")))) + f"<draw:rect>{p('z')}</draw:rect>",
        pages=f"<style:master-page>{frame(p('Cliquez ici'))}</style:master-page>",
    )
    expected = [(1, "Le pont"), (1, "a"), (1, "b"), (1, "à dire"), (3, "x | y"), (3, "z")]
    assert pages(read_opendocument, slides) == expected
    assert about(read_opendocument, slides).title == "Le pont"


def test_encrypted() -> None:
    members = opendocument_members("")
    manifest = str(members["META-INF/manifest.xml"])
    locked = "<manifest:encryption-data/></manifest:file-entry>"
    members["META-INF/manifest.xml"] = manifest.replace('content.xml"/>', f'content.xml">{locked}')
    assert faults(read_opendocument, zipped({**members, "content.xml": b"\x01\x02"})) == ["encrypted"]


def test_an_empty_text() -> None:
    assert faults(read_opendocument, odt(p(""))) == ["empty"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_text_comes_out_as_it_was_put_in(paragraphs: list[str]) -> None:
    assert texts(read_opendocument, odt("".join(map(p, map(escape, paragraphs))))) == paragraphs


def test_twenty_thousand_paragraphs_take_a_second_or_two() -> None:
    data = odt("".join(p(f"Un paragraphe <text:span>ordinaire</text:span>, avec des mots {n}.") for n in range(20_000)))
    begin = time.process_time()
    assert len(texts(read_opendocument, data)) == 20_000
    assert time.process_time() - begin < 4
