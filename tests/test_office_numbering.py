"""How Word counts: the labels of its lists, of which those with a word are text."""

from __future__ import annotations

import pytest
from office_files import docx, run, texts

from index.documents.office import read_docx


def numbering(kind: str, start: int) -> str:
    """A document's lists: one, of one level."""
    level = f'<w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="Article %1"/>'
    return (
        f'<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )


@pytest.mark.parametrize(
    ("kind", "start", "label"),
    [
        ("decimal", 12, "12"),
        ("ordinal", 12, "12"),
        ("upperRoman", 1999, "MCMXCIX"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 5001, "5001"),
        ("upperLetter", 26, "Z"),
        ("lowerLetter", 28, "bb"),
        ("lowerLetter", 26 * 9, "zzz"),
        ("lowerLetter", 0, "0"),
    ],
)
def test_labels_are_counted_in_every_kind_of_number(kind: str, start: int, label: str) -> None:
    properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = f"<w:p><w:pPr>{properties}</w:pPr>{run('du texte')}</w:p>"
    assert texts(read_docx, docx(body, numbering=numbering(kind, start))) == [f"Article {label} du texte"]
