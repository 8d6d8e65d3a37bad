"""PowerPoint: slides in their order, each with its notes."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st
from office_files import about, faults, pages, pieces, pptx, pptx_members, shape, zipped

from index.documents.drafts import Reached
from index.documents.office import read_pptx


def cell(text: str) -> str:
    return f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"


ROWS = (("Nom", "Âge"), ("Éva", "7"))
TABLE = f"<a:tbl>{''.join(f'<a:tr>{cell(one)}{cell(other)}</a:tr>' for one, other in ROWS)}</a:tbl>"
TWICE = (
    f"<mc:AlternateContent><mc:Choice>{shape('une fois')}</mc:Choice>"
    f"<mc:Fallback>{shape('deux fois')}</mc:Fallback></mc:AlternateContent>"
)


def test_slides_in_their_order_with_notes() -> None:
    notes = shape("à dire") + shape("1", place="sldNum")
    data = pptx(shape("un"), shape("deux"), shape("trois"), notes={1: notes})
    assert pages(read_pptx, data) == [(1, "un"), (1, "à dire"), (2, "deux"), (3, "trois")]
    assert [piece.page for piece in pieces(read_pptx, data) if isinstance(piece, Reached)] == [1, 2, 3]


def test_what_stands_on_a_slide() -> None:
    slide = (
        shape("Bilan ", "2024", place="ctrTitle")
        + f"<p:grpSp><p:grpSp>{shape('groupe')}</p:grpSp></p:grpSp>"
        + shape("caché", hidden=True)
        + shape("pied", place="ftr")
        + shape("<a:r><a:t>ligne</a:t></a:r><a:br/><a:r><a:t>autre</a:t></a:r>")
        + shape('<a:r><a:t>page </a:t></a:r><a:fld type="slidenum"><a:t>7</a:t></a:fld>')
        + f"<p:graphicFrame>{TABLE}</p:graphicFrame>"
        + TWICE
    )
    read = [text for _, text in pages(read_pptx, pptx(slide))]
    assert read == ["Bilan", "2024", "groupe", "ligne\nautre", "page", "Nom | Âge", "Éva | 7", "une fois"]


def test_title_is_that_of_the_properties_or_of_the_first_slide() -> None:
    first = shape("Bilan", place="title")
    assert about(read_pptx, pptx(first, shape("Autre", place="title"))).title == "Bilan"
    junk = "<dc:title>Présentation PowerPoint</dc:title>"
    assert about(read_pptx, pptx(first, core=junk)).title == "Bilan"
    assert about(read_pptx, pptx(first, core="<dc:title>Vrai</dc:title>")).title == "Vrai"


def test_hidden_slides_are_read_and_counted() -> None:
    members = pptx_members(shape("un"), shape("deux"), shape("trois"))
    second = str(members["ppt/slides/s2.xml"])
    members["ppt/slides/s2.xml"] = second.replace("<p:sld ", '<p:sld show="0" ')
    assert pages(read_pptx, zipped(members)) == [(1, "un"), (2, "deux"), (3, "trois")]


def test_a_damaged_slide_costs_no_other() -> None:
    members = pptx_members(shape("un"), shape("deux"), shape("trois"))
    members["ppt/slides/s2.xml"] = str(members["ppt/slides/s2.xml"]).replace("</p:sp>", "</p:sp>&", 1)
    data = zipped(members)
    assert pages(read_pptx, data) == [(1, "un"), (2, "deux"), (3, "trois")]
    assert faults(read_pptx, data) == ["damaged"]


def test_no_text() -> None:
    assert faults(read_pptx, pptx("")) == ["empty"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_text_comes_out_as_it_was_put_in(slides: list[str]) -> None:
    found = pages(read_pptx, pptx(*(shape(f"<a:r><a:t>{escape(text)}</a:t></a:r>") for text in slides)))
    assert found == list(enumerate(slides, start=1))
