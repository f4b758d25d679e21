"""Sums of several currencies in little room: whole figures, and how many more there are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from healthdesk.gui.base.theme import Role
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.amounts import fit_sums
from healthdesk.gui.parts.board_figures import brief_money, sums_alike


def letters(text: str, role: Role, weight: int) -> float:
    """Every letter is ten pixels wide."""
    del role, weight
    return 10.0 * len(text)


SUMS = "€3.98M + $1.1M + CHF 120k"


def test_what_does_not_fit_is_counted() -> None:
    assert fit_sums(SUMS, 400, letters) == SUMS
    assert fit_sums(SUMS, 240, letters) == "€3.98M + $1.1M + 1 more"
    assert fit_sums(SUMS, 170, letters) == "€3.98M + 2 more"
    assert fit_sums(SUMS, 130, letters) == "3 currencies"
    assert fit_sums(SUMS, 60, letters) == ""
    assert fit_sums("€3.98M", 60, letters) == "€3.98M"
    assert fit_sums("€3.98M", 50, letters) == ""
    assert fit_sums(SUMS, 220, letters, before="23 · ") == "23 · €3.98M + 2 more"


@given(
    st.lists(st.sampled_from(["€1", "$22.4M", "CHF 120k", "£9k"]), min_size=1, max_size=6),
    st.integers(0, 600),
    st.sampled_from(["", "12 accounts · "]),
)
def test_no_figure_is_halved_and_none_is_forgotten(sums: list[str], room: int, before: str) -> None:
    told = fit_sums(" + ".join(sums), room, letters, before=before)
    assert letters(told, "small", 400) <= room or not told
    if told:
        *named, last = told.removeprefix(before).split(" + ")
        if last.endswith("more"):
            assert int(last.split()[0]) + len(named) == len(sums)
            assert named == sums[: len(named)]
        elif last.endswith("currencies"):
            assert int(last.split()[0]) == len(sums)
        else:
            assert [*named, last] == sums


def test_money_side_by_side_is_said_in_one_way() -> None:
    words, some = Words(QLocale("en_GB")), ({"EUR": 49_350_000.0}, {"EUR": 5_410_000.0}, {})
    assert sums_alike(some, (80, 80, 80), words, letters) == ("€49.35M", "€5.41M", DASH)
    assert sums_alike(some, (60, 60, 60), words, letters) == ("€49M", "€5.4M", DASH)
    assert sums_alike(some, (60, 30, 60), words, letters) == ("", "", "")
    leads = ("12 · ", "3 · ", "")
    assert sums_alike(some, (90, 90, 0), words, letters, leads) == ("12 · €49M", "3 · €5.4M", "")


def test_money_in_short_is_rounded_and_keeps_its_currency() -> None:
    words = Words(QLocale("en_GB"))
    values = (0.0, 950.0, 1_450.0, 999_600.0, 9.96e6, 2e9)
    told = [brief_money(words, value, "EUR") for value in values]
    assert told == ["€0", "€950", "€1k", "€1.0M", "€10M", "€2.0B"]
    assert brief_money(words, 120_000, "CHF") == "CHF\N{NO-BREAK SPACE}120k"
