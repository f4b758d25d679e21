"""Sums of several currencies in little room: whole figures, and how many more there are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from healthdesk.gui.base.theme import Role
from healthdesk.gui.parts.amounts import fit_sums


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
