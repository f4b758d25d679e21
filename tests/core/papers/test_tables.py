"""Rows that paper has room for: of every group some."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.report import Cell, Column, Row, Table
from healthdesk.core.papers.tables import on_paper


def table(counts, most):
    rows = tuple(
        Row(cells=(Cell(text=f"{group} {at}"),), group=group)
        for group, count in counts
        for at in range(count)
    )
    return Table(columns=(Column(key="a", title="Account"),), rows=rows, most=most)


def test_every_group_is_shown_and_says_how_much_of_it():
    told = on_paper(table((("New", 58), ("Worse", 17), ("Better", 2)), 40))
    assert len(told) == 40
    groups = dict.fromkeys(row.group for row in told)
    assert list(groups) == ["New, 21 of 58", "Worse", "Better"]
    assert [row.cells[0].text for row in told[:2]] == ["New 0", "New 1"]


def test_rows_without_groups_are_the_first():
    made = table((("", 9),), 4)
    assert on_paper(made) == made.rows[:4]
    assert on_paper(table((("", 9),), 0)) == made.rows


@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), st.integers(1, 40))
def test_as_many_as_there_is_room_for_in_their_order(counts, most):
    made = table([(f"g{at}", count) for at, count in enumerate(counts)], most)
    told = on_paper(made)
    assert len(told) == min(most, sum(counts))
    texts = [row.cells[0].text for row in made.rows]
    places = [texts.index(row.cells[0].text) for row in told]
    assert places == sorted(places)
