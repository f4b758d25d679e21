"""Dips and rises of a dashboard: those that last, those that need nobody, narrowed and as of."""

from __future__ import annotations

from healthdesk.core.services import board_trends, trends
from tests.boards import DAY, ask, board_desk  # noqa: F401 - a fixture

TOLD = {"kinds": "all", "muted": True}


def pairs(rows):
    return [(one.account_id, one.event) for one in rows]


def test_every_lasting_event_of_an_account_there_has_its_row(board_desk):  # noqa: F811
    shown = board_desk.read(board_trends.dips_and_rises, ask(TOLD))
    lasting = board_desk.read(trends.lasting, DAY)
    every = [(account, one) for account, events in lasting.items() for one in events]
    assert every
    assert sorted(map(repr, pairs((*shown.rows, *shown.muted)))) == sorted(map(repr, every))
    assert all(not one.event.muted for one in shown.rows)
    assert all(one.event.muted for one in shown.muted)
    days = [one.event.first for one in shown.rows]
    assert days == sorted(days, reverse=True)


def test_narrowing_keeps_the_rows_of_those_accounts(board_desk):  # noqa: F811
    whole = board_desk.read(board_trends.dips_and_rises, ask(TOLD))
    some = frozenset({whole.rows[0].account_id})
    part = board_desk.read(board_trends.dips_and_rises, ask(TOLD, accounts=some))
    assert pairs(part.rows) == [one for one in pairs(whole.rows) if one[0] in some]


def test_dips_or_rises_alone_are_parts_of_the_whole(board_desk):  # noqa: F811
    whole, down, up = (
        board_desk.read(board_trends.dips_and_rises, ask(TOLD, kinds=kinds))
        for kinds in ("all", "dips", "rises")
    )
    assert (down.rises, up.dips) == (0, 0)
    assert sorted(map(repr, pairs((*down.rows, *up.rows)))) == sorted(map(repr, pairs(whole.rows)))
    for count, kind in ((whole.dips, "dip"), (whole.silent, "stopped")):
        assert count == len({one.account_id for one in down.rows if one.event.kind == kind})
    quiet = board_desk.read(board_trends.dips_and_rises, ask(TOLD, muted=False))
    assert quiet.muted == ()


def test_nobody_has_nothing(board_desk):  # noqa: F811
    shown = board_desk.read(board_trends.dips_and_rises, ask(TOLD, accounts=frozenset()))
    assert shown.empty
    assert shown.remedy
