"""Comments of a dashboard: against rows read by hand; tones, kinds, private notes, as-of."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from healthdesk.core.domain.board_voice import tone_of
from healthdesk.core.services import board_voices, facts
from tests.boards import DAY, FIRST, ask, board_desk  # noqa: F401 - a fixture

TOLD = {"tones": "any", "kinds": ("survey", "mention")}
ALL = {**TOLD, "kinds": "any"}


@pytest.fixture(scope="module")
def said(board_desk):  # noqa: F811
    """(day, account, tone) of every comment of a survey or mention said by an account there."""

    def read(tx):
        known = facts.load(tx)
        gone = dict(zip(known.account_ids, known.churned.tolist(), strict=True))
        out = []
        for table, words in (("survey", "comment"), ("mention", "text")):
            sql = (
                f"SELECT s.day, a.account_id, s.sentiment, s.sentiment_estimated, s.{words}"
                f" FROM {table} s JOIN account a ON a.id = s.account_id"
            )
            for day, account, tone, guess, told in tx.execute(text(sql)):
                if (told or "").strip() and day < gone[account]:
                    out.append((day, account, tone_of(guess if tone is None else tone)))
        return out

    return board_desk.read(read)


def test_the_period_has_every_comment_counted_by_tone(board_desk, said):  # noqa: F811
    shown = board_desk.read(board_voices.voices, ask(TOLD))
    inside = [one for one in said if FIRST <= one[0] <= DAY]
    assert shown.total == len(inside)
    for tone, count in shown.counts:
        assert count == sum(one[2] == tone for one in inside)
    marks = {one.key: one.accounts for one in shown.marks}
    assert marks == {
        tone: frozenset(one[1] for one in inside if one[2] == tone) for tone, _ in shown.counts
    }
    days = [one.day for one in shown.comments]
    assert days == sorted(days, reverse=True)
    assert len(days) == min(len(inside), board_voices.MOST)
    assert all(one.text for one in shown.comments)


def test_a_tone_chosen_leaves_the_others_out(board_desk, said):  # noqa: F811
    shown = board_desk.read(board_voices.voices, ask(TOLD, tones=("positive", "negative")))
    assert {one.sounds for one in shown.comments} <= {"positive", "negative"}
    inside = [one for one in said if FIRST <= one[0] <= DAY]
    assert shown.total == sum(one[2] in {"positive", "negative"} for one in inside)


def test_nothing_after_the_day_counts_and_narrowing_narrows(board_desk, said):  # noqa: F811
    some = frozenset(sorted({one[1] for one in said})[::2])
    shown = board_desk.read(board_voices.voices, ask(TOLD, day=DAY - 60, accounts=some))
    inside = [one for one in said if FIRST <= one[0] <= DAY - 60 and one[1] in some]
    assert shown.total == len(inside)
    assert {one.account_id for one in shown.comments} <= some
    assert shown.newest == max(one[0] for one in inside)


def test_private_notes_are_hidden_while_presenting(board_desk):  # noqa: F811
    open_one = board_desk.read(board_voices.voices, ask({**TOLD, "kinds": ("note",)}))
    assert open_one.comments
    assert {one.kind for one in open_one.comments} <= {"pulse", "internal note"}
    presented = board_desk.read(
        board_voices.voices, ask({**TOLD, "kinds": ("note",)}, private=False)
    )
    assert presented.comments == ()
    assert presented.hidden
    both = board_desk.read(board_voices.voices, ask(ALL, private=False))
    assert not {one.kind for one in both.comments} & {"pulse", "internal note"}
    assert "private notes hidden" in both.subtitle


def test_every_kind_can_be_read(board_desk):  # noqa: F811
    for kind in board_voices.KINDS:
        shown = board_desk.read(board_voices.voices, ask({**TOLD, "kinds": (kind,)}))
        assert shown.comments or shown.empty
    nobody = board_desk.read(board_voices.voices, ask(ALL, accounts=frozenset()))
    assert nobody.empty
    assert nobody.remedy
