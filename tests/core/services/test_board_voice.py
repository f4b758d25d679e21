"""NPS and CSAT of a dashboard: against answers counted by hand, and as-of laws."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from healthdesk.core.services import board_voice, facts
from tests.boards import DAY, FIRST, ask, board_desk  # noqa: F401 - a fixture

TOLD = {"days": 180}


@pytest.fixture(scope="module")
def answers(board_desk):  # noqa: F811
    """Answers as rows: kind, account, contact, response, day, rating; churned ones end there."""

    def read(tx):
        known = facts.load(tx)
        gone = dict(zip(known.account_ids, known.churned.tolist(), strict=True))
        sql = (
            "SELECT s.kind, a.account_id, s.contact_id, s.response_id, s.day, s.rating"
            " FROM survey s JOIN account a ON a.id = s.account_id"
        )
        return [tuple(row) for row in tx.execute(text(sql))], gone

    return board_desk.read(read)


def latest(rows, gone, day, window, accounts=None):
    """Each contact's latest NPS answer in the window of accounts that are there."""
    found = {}
    for kind, account, contact, response, on, rating in sorted(rows, key=lambda r: (r[4], r[3])):
        inside = day - window < on <= day < gone[account]
        if kind == "nps" and inside and (accounts is None or account in accounts):
            found[contact if contact is not None else response] = (account, rating)
    return list(found.values())


def nps(some):
    return 100 * (sum(r >= 9 for _, r in some) - sum(r <= 6 for _, r in some)) / len(some)


def test_nps_is_of_each_contacts_latest_answer(board_desk, answers):  # noqa: F811
    shown = board_desk.read(board_voice.survey, ask(TOLD), "nps")
    some = latest(*answers, DAY, 180)
    assert shown.answers == len(some)
    assert shown.score == pytest.approx(nps(some))
    assert [one.answers for one in shown.opinions] == [
        sum(r >= 9 for _, r in some),
        sum(6 < r < 9 for _, r in some),
        sum(r <= 6 for _, r in some),
    ]
    marks = {one.key: one.accounts for one in shown.marks}
    assert marks["promoters"] == {account for account, r in some if r >= 9}


def test_every_point_of_the_course_is_the_score_of_its_day(board_desk, answers):  # noqa: F811
    shown = board_desk.read(board_voice.survey, ask(TOLD), "nps")
    assert shown.course[-1].day == DAY
    assert FIRST <= shown.course[0].day < FIRST + 14
    for point in shown.course:
        some = latest(*answers, point.day, 180)
        assert point.answers == len(some)
        assert point.score == (pytest.approx(nps(some)) if some else None)


def test_nothing_after_the_day_counts(board_desk):  # noqa: F811
    now = board_desk.read(board_voice.survey, ask(TOLD), "nps")
    then = board_desk.read(board_voice.survey, ask(TOLD, day=DAY - 70, first=FIRST - 70), "nps")
    known = {one.day: one for one in now.course}
    shared = [one for one in then.course if one.day in known]
    assert len(shared) > 3
    assert all(known[one.day] == one for one in shared)
    assert then.newest <= DAY - 70


def test_csat_is_the_mean_of_the_ratings(board_desk, answers):  # noqa: F811
    rows, gone = answers
    shown = board_desk.read(board_voice.survey, ask({"days": 90}), "csat")
    some = [r for k, a, _, _, on, r in rows if k == "csat" and DAY - 90 < on <= DAY < gone[a]]
    assert shown.answers == len(some)
    assert shown.score == pytest.approx(sum(some) / len(some))
    assert [one.answers for one in shown.opinions] == [
        sum(r >= 4 for r in some),
        sum(2 < r < 4 for r in some),
        sum(r <= 2 for r in some),
    ]


def test_narrowing_counts_those_only_and_parts_add_up(board_desk, answers):  # noqa: F811
    some = frozenset(sorted(answers[1])[::2])
    whole, part, rest = (
        board_desk.read(board_voice.survey, ask(TOLD, accounts=one), "nps")
        for one in (None, some, frozenset(answers[1]) - some)
    )
    assert part.answers == len(latest(*answers, DAY, 180, some))
    for all_of, one, other in zip(whole.opinions, part.opinions, rest.opinions, strict=True):
        assert all_of.answers == one.answers + other.answers


def test_without_answers_it_says_so(board_desk):  # noqa: F811
    for kind in ("nps", "csat"):
        shown = board_desk.read(board_voice.survey, ask(TOLD, accounts=frozenset()), kind)
        assert kind.upper() in shown.empty
        assert kind in shown.remedy
