"""Texts on their way into a format: cleaned once, names of sheets and files that work."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from healthdesk.core.papers.texts import (
    SHEET_NAME,
    file_name,
    one_line,
    plain,
    safe_link,
    sheet_name,
    short,
)


@given(st.text(st.characters(codec=None)))
def test_a_plain_text_can_stand_in_xml_and_is_clean_once(text):
    told = plain(text)
    assert plain(told) == told
    node = etree.Element("a")
    node.text = told
    assert (etree.fromstring(etree.tostring(node)).text or "") == told


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))))
def test_text_without_orders_to_a_screen_stays(text):
    assert plain(text) == text.replace("\ufffe", "").replace("\uffff", "")


def test_line_ends_are_one_sign():
    assert plain("a\r\nb\rc\nd\u2028e\x0bf") == "a\nb\nc\nd\nef"
    assert one_line(" a\r\n\tb\u00a0 c ") == "a b c"


@pytest.mark.parametrize(
    "address", ["https://example.com", "HTTP://example.com/a?b=c#d", "mailto:a@example.com"]
)
def test_an_address_may_be_a_link(address):
    assert safe_link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", " https://example.com", "https:", "http:///x", "mailto:", ""),
        *("file:///etc/passwd", "data:text/html,x", "//example.com", "java\nscript:alert(1)"),
        *("https://a/\u202egpj.exe", 'https://a/"onclick="x', "https://[a", "\\\\server\\share"),
    ],
)
def test_no_other_address_is(address):
    assert safe_link(address) == ""


@given(
    st.lists(st.text(max_size=50) | st.sampled_from(["A", "a", "History", "'", "\U0001f600" * 20]))
)
def test_names_of_sheets_are_such_that_a_spreadsheet_takes_them(titles):
    names: list[str] = []
    for title in titles:
        names.append(sheet_name(title, names))
    assert len({one.casefold() for one in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) <= 2 * SHEET_NAME
        assert not set(name) & set("[]:*?/\\\n\t")
        assert name[0] != "'" != name[-1]
        assert name.casefold() != "history"


@given(st.text(), st.integers(0, 20))
def test_a_cut_text_is_its_beginning(text, most):
    told = short(text, most)
    assert text.startswith(told)
    assert len(told.encode("utf-16-le")) <= 2 * most or told == text


def test_names_of_files_stay_in_their_folder_and_differ():
    taken: list[str] = []
    for title in ("../../etc/passwd", "con", "A" * 300, "a", "A", "..", "", "x\u202efdp.exe"):
        taken.append(file_name(title, ".csv", taken))
    assert len({one.casefold() for one in taken}) == len(taken)
    assert not any(set(one) & set('/\\:*?"<>|\u202e') for one in taken)
    assert all(one.endswith(".csv") and len(one) < 130 for one in taken)
