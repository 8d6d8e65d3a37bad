"""Dates: in every usual way, in the names of files, and in the first lines of a text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents.text.dates import FIRST_LINES, MONTHS, date_in_name, date_in_text, parse_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024-3", "2024-03"),
        ("2024-03-26", "2024-03-26"),
        ("2024-03-26T10:00:00Z", "2024-03-26"),
        ("2024-03-26 10:00", "2024-03-26"),
        (" 2024 ", "2024"),
        ("26/03/2024", "2024-03-26"),
        ("26.3.2024", "2024-03-26"),
        ("03/2024", "2024-03"),
        ("26 mars 2024", "2024-03-26"),
        ("26 MARS 2024", "2024-03-26"),
        ("le 26 mars 2024", "2024-03-26"),
        ("1er août 2024", "2024-08-01"),
        ("1er aout 2024", "2024-08-01"),
        ("mars 2024", "2024-03"),
        ("févr. 2024", "2024-02"),
        ("26\u00a0mars\n2024", "2024-03-26"),
        ("29 février 2024", "2024-02-29"),
        ("29 février 2023", ""),
        ("2024-13", ""),
        ("2024-02-30", ""),
        ("31/04/2024", ""),
        ("0000", ""),
        ("hier", ""),
        ("26 brumaire 2024", ""),
        ("mars", ""),
        ("26 mars", ""),
        ("24", ""),
        ("20245", ""),
        ("", ""),
        ("２０２４", "2024"),
        ("2024-05-06 10:00:00 +0200", "2024-05-06"),
        ("2024-05-06T10:00:00.123456+02:00", "2024-05-06"),
        ("2024-05-06 10:00:00 Europe/Paris", "2024-05-06"),
        ("2024/05/06", "2024-05-06"),
        ("2024/05", "2024-05"),
        ("2024-05/06", ""),
        ("20240506", "2024-05-06"),
        ("20240506T101500Z", "2024-05-06"),
        ("20241306", ""),
        ("06-05-2024", "2024-05-06"),
        ("6/5-2024", ""),
        ("06/05/2024 10:15", "2024-05-06"),
        ("06/05/24", ""),
        ("lundi 6 mai 2024", "2024-05-06"),
        ("Lundi, le 6 mai 2024 à 10 h 30", "2024-05-06"),
        ("mar. 5 mars 2024", "2024-03-05"),
        ("mar 5 mars 2024", "2024-03-05"),
        ("lundi mai 2024", ""),
        ("Mon, 6 May 2024 10:00:00 +0200", "2024-05-06"),
        ("Thu, 1 Jan 1970 00:00:00 GMT (UTC)", "1970-01-01"),
        ("Monday, May 6th, 2024", "2024-05-06"),
        ("6-mai-2024", "2024-05-06"),
        ("1er mars 2024", "2024-03-01"),
        ("2024-00", ""),
        ("2024-05-00", ""),
        ("6 mai 2024" + " " * 90, ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize("month", MONTHS)
def test_every_month_has_its_number(month: str) -> None:
    assert parse_date(f"2 {month} 1987") == f"1987-{MONTHS[month]:02}-02"


@given(st.dates())
def test_a_date_written_in_any_way_is_that_date(day: object) -> None:
    iso = str(day)
    year, month, number = iso.split("-")
    assert parse_date(iso) == parse_date(f"{number}/{month}/{year}") == parse_date(f"{number}.{month}.{year}") == iso


@given(st.text(st.one_of(st.sampled_from("0123456789-/. marsT:"), st.characters()), max_size=20))
def test_any_text_is_a_date_or_none(text: str) -> None:
    assert re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", parse_date(text), re.ASCII)


# -- the names of files


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2024-03-12-piscine", "2024-03-12"),
        ("20240312_x", "2024-03-12"),
        ("IMG_20240312_101500", "2024-03-12"),
        ("PV-AG-2023", "2023"),
        ("PV2023", "2023"),
        ("12.03.2024 note", "2024-03-12"),
        ("12032024", "2024-03-12"),
        ("note 12-mars-2024", "2024-03-12"),
        ("compte-rendu-4-aout-1789", "1789-08-04"),
        ("lettre du 1er mars 2024", "2024-03-01"),
        ("Bulletin_Décembre_2023", "2023-12"),
        ("bulletin 2023-12", "2023-12"),
        ("budget 2023-2024", ""),
        ("du 2024-03-12 au 2024-03-14", ""),
        ("2024-03-12 et 2024-03-12", "2024-03-12"),
        ("sommaire-2024", "2024"),
        ("plan climat 2050", ""),
        ("12024", ""),
        ("2024-13-45", "2024"),
        ("appel 0612345678", ""),
        ("v1.2.3", ""),
        ("note", ""),
        ("", ""),
    ],
)
def test_dates_in_names(name: str, date: str) -> None:
    assert date_in_name(name) == date


# -- datelines


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("12 mars 2024 — Le conseil vote.", "2024-03-12"),
        ("12 mars 2024 : le conseil vote.", "2024-03-12"),
        ("12 mars 2024", "2024-03-12"),
        ("Paris, le 3 mai 2023", "2023-05-03"),
        ("Saint-Malo, le lundi 6 mai 2024.", "2024-05-06"),
        ("RENNES, 3 mai 2023 (AFP) – Le maire", "2023-05-03"),
        ("Fait à Rennes, le 1er mai 2023", "2023-05-01"),
        ("Publié le 3/5/2023 à 10h", "2023-05-03"),
        ("Publié le 3 mai 2023 par la mairie.", "2023-05-03"),
        ("Le 3 mai 2023 par un temps de pluie, le conseil vota.", ""),
        ("Mise en ligne le 3 mai 2023", "2023-05-03"),
        ("Date : 12/03/2024", "2024-03-12"),
        ("2024-03-12", "2024-03-12"),
        ("Le 14 juillet 1789, les Parisiens prirent la Bastille.", ""),
        ("12 mars 2024 le conseil vote", ""),
        ("Depuis le 3 mai 2023, rien.", ""),
        ("Vers 1200. Maîtres et écoliers", ""),
        ("31 avril 2024", ""),
        ("mars 2024", ""),
    ],
)
def test_datelines(line: str, date: str) -> None:
    assert date_in_text(["Un titre", f"première ligne\n{line}"]) == date


def test_only_the_first_lines_have_one() -> None:
    assert date_in_text(["x"] * (FIRST_LINES - 1) + ["3 mai 2023"]) == "2023-05-03"
    assert date_in_text(["x"] * FIRST_LINES + ["3 mai 2023"]) == ""


@given(st.text(st.one_of(st.sampled_from("0123456789-/._ marsle,T:—"), st.characters()), max_size=60))
def test_any_text_has_a_date_or_none(text: str) -> None:
    for found in (date_in_name(text), date_in_text([text])):
        assert re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", found, re.ASCII)


@pytest.mark.parametrize(
    "text",
    ["a, " * 50_000 + "2024", "12 mars 2024 " * 20_000, "1" * 100_000, "le " * 50_000 + " 2024", "2024-" * 20_000],
)
def test_hostile_names_and_lines_are_read_fast(text: str) -> None:
    begun = time.perf_counter()
    date_in_name(text)
    date_in_text([text])
    parse_date(text)
    assert time.perf_counter() - begun < 1
