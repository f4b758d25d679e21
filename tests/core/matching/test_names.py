from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from healthdesk.core.matching import domains, names

SAME = (
    ("Müller & Söhne GmbH & Co. KG", "muller und sohne", "MULLER AND SOHNE GMBH"),
    ("The Acme Corp.", "ACME, Inc", "Acme Corporation", "acme"),
    ("A.P. Møller - Mærsk A/S", "AP Moller Maersk"),
    ("L'Oréal S.A.", "L\u2019Oreal", "LOREAL SAS"),
    ("Xylo Sp. z o.o.", "Xylo B.V.", "Xylo Oy", "XYLO AB", "Xylo Pty Ltd", "Xylo K.K."),
    ("株式会社東芝", "東芝"),
    ("Toyota Motor K.K.", "Toyota Motor"),
    ("PT Bank Central Asia Tbk", "Bank Central Asia"),
    ("Smith & Co", "Smith and Co."),
    ("Dupont S.à r.l.", "DUPONT SARL"),
)


@pytest.mark.parametrize("spellings", SAME)
def test_spellings_of_one_company_come_out_equal(spellings):
    assert len({names.company(one) for one in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AG Insurance", "Insurance Group"),
        ("Plant 1", "Plant 2"),
        ("SA Power", "Power"),
        ("AB", "AG"),
    ],
)
def test_different_companies_stay_different(one, other):
    assert names.company(one) != names.company(other)


def test_legal_forms_stay_in_the_plain_form():
    assert names.plain("Xylo GmbH") != names.plain("Xylo AG")
    assert names.plain("Xylo G.m.b.H.") == names.plain("XYLO GMBH")


@example("\N{PARENTHESIZED LATIN CAPITAL LETTER A}")
@given(st.text(max_size=40))
def test_folding_twice_is_folding_once_and_never_empties_a_name(text):
    for fold in (names.plain, names.company):
        once = fold(text)
        assert fold(once) == once
        assert bool(once) == bool(names.plain(text))


def test_people_s_names_lose_titles_and_turn_round_at_a_comma():
    assert names.person("Smith, John") == names.person("Dr. John Smith") == ("john", "smith")
    assert names.person("Dr") == ("dr",)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Pia@Xylo.co.uk", "xylo.co.uk"),
        ("https://www.shop.acme.com/a?b=c", "shop.acme.com"),
        ("ACME.com.", "acme.com"),
        ("Pia Kern <pia@acme.com>", "acme.com"),
        ("x@gmail.com", ""),
        ("x@yahoo.co.uk", ""),
        ("x@web.de", ""),
        ("x@web.example", "web.example"),
        ("x@orange.com", "orange.com"),
        ("acme.myshopify.com", "acme.myshopify.com"),
        ("github.io", ""),
        ("T-4471", ""),
        ("1.5", ""),
        ("192.168.0.1", ""),
        ("", ""),
    ],
)
def test_the_domain_that_says_which_company(text, company):
    assert domains.of_company(text) == company


def test_domains_go_up_to_what_was_registered():
    assert domains.upwards("a.b.acme.co.uk") == ("a.b.acme.co.uk", "b.acme.co.uk", "acme.co.uk")
    assert domains.upwards("acme.com") == ("acme.com",)
