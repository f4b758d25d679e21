"""The review agenda: what goes first, and when an override was right."""

from __future__ import annotations

from healthdesk.core.domain.model_agenda import AFTER, AgendaRow, Word, in_order, overrides_told


def row(kind, name, arr=None):
    return AgendaRow(kind, name, name, 5, "told", arr)


def test_rows_go_by_kind_then_by_arr_and_unknown_arr_last():
    found = in_order(
        [row("play", "a", 9.0), row("pulse", "b"), row("pulse", "c", 1.0), row("pulse", "d", 5.0)]
    )
    assert [one.account for one in found] == ["d", "c", "b", "a"]


def test_an_override_is_right_by_what_came_within_half_a_year():
    left = ((100 + 30, "churned"),)
    late = ((100 + AFTER + 1, "churned"),)
    told = overrides_told(
        [
            Word("a", "Poor", 100, left),
            Word("b", "Poor", 100, late),
            Word("c", "Strong", 100, left),
            Word("d", "Average", 100, ((120, "renewed"),)),
            Word("e", "Poor", 900),
            Word("f", "Poor", 900, ((901, "downgraded"),)),
        ],
        1000,
    )
    assert (told.warned.count, told.warned.of) == (2, 3)
    assert (told.calm.count, told.calm.of) == (1, 2)
    assert told.waiting == 1
    assert told.warned.few
