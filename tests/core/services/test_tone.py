"""Estimates fill what nobody marked, leave marks alone, and are no step of undo."""

from __future__ import annotations

from sqlalchemy import text

from healthdesk.core.domain.op import op
from healthdesk.core.services import exports, tone
from healthdesk.core.store.tables import Ticket
from tests import make

BAD = "This is terrible, the export is broken again and nobody answers."
GOOD = "Thank you so much, the team was fantastic and solved it quickly!"


@op("Fill")
def fill(tx):
    row = make.account(tx)
    make.survey(tx, row, "r1", comment=GOOD)
    make.survey(tx, row, "r2", comment=BAD, sentiment=1.0)
    make.survey(tx, row, "r3", comment="")
    swedish = "Fakturan är fel igen och ingen svarar"
    for own, words in (("t1", BAD), ("t2", swedish)):
        more = {"opened_on": 20_000, "priority": "low", "subject": "Export", "body": words}
        tx.add(Ticket(ticket_id=own, account_id=row, **more))


@op("Say otherwise")
def say(tx, words):
    tx.execute(
        text("UPDATE survey SET comment = :words WHERE response_id = 'r1'"), {"words": words}
    )


def estimates(desk):
    def read(tx):
        return dict(
            tx.execute(
                text(
                    "SELECT response_id, sentiment_estimated FROM survey UNION ALL"
                    " SELECT ticket_id, sentiment_estimated FROM ticket"
                )
            ).all()
        )

    return desk.read(read)


def test_texts_without_a_mark_are_read_once(desk):
    desk.do(fill)
    assert len(desk.read(tone.pending)) == 3
    assert desk.do(tone.read_all) == 2
    found = estimates(desk)
    assert found["r1"] > 0.35
    assert found["t1"] < -0.35
    assert found["r2"] is found["r3"] is found["t2"] is None
    assert desk.read(tone.pending) == ()


def test_what_was_read_is_kept_in_pages_and_as_it_was_kept_in_one_piece(desk, monkeypatch):
    monkeypatch.setattr(tone, "_PAGE", 2)
    desk.do(fill)
    rows = desk.read(tone.pending)
    for row in rows:
        desk.do(tone.read_some, (row,))
    assert desk.read(tone.pending) == ()
    keys = desk.read(kept)
    assert {"tone survey 0", "tone ticket 0", "tone ticket 1"} <= set(keys)
    desk.do(in_one_piece)
    assert desk.read(tone.pending) == ()
    desk.do(say, BAD)
    assert desk.read(tone.pending) == (("survey", 1),)
    desk.do(tone.read_all)
    assert desk.read(tone.pending) == ()
    desk.do(tone.switch, on=False)
    assert not [one for one in desk.read(kept) if one.startswith("tone")]


def kept(tx):
    return tuple(tx.execute(text("SELECT key FROM snapshot ORDER BY key")).scalars())


@op("Keep as older versions did")
def in_one_piece(tx):
    tx.execute(text("UPDATE snapshot SET key = 'tone survey' WHERE key = 'tone survey 0'"))


def test_it_is_no_step_of_undo_and_leaves_the_steps_before(desk):
    desk.do(fill)
    desk.do(tone.read_some, desk.read(tone.pending))
    assert desk.undo_label == "Fill"
    desk.undo()
    assert estimates(desk) == {}
    desk.redo()
    assert len(desk.read(tone.pending)) == 3 or estimates(desk)["r1"] > 0


def test_a_text_that_changed_is_read_again(desk):
    desk.do(fill)
    desk.do(tone.read_all)
    desk.do(say, BAD)
    assert desk.read(tone.pending) == (("survey", 1),)
    desk.do(tone.read_all)
    assert estimates(desk)["r1"] < 0
    desk.undo()
    assert len(desk.read(tone.pending)) <= 1
    desk.do(tone.read_all)
    assert estimates(desk)["r1"] > 0


def test_off_forgets_every_estimate_and_makes_none(desk):
    desk.do(fill)
    desk.do(tone.read_all)
    desk.do(tone.switch, on=False)
    assert set(estimates(desk).values()) == {None}
    assert desk.read(tone.pending) == ()
    desk.do(tone.switch, on=True)
    assert len(desk.read(tone.pending)) == 3


def test_scores_do_not_count_estimates_unless_a_profile_says_so(desk):
    desk.do(fill)
    assert not desk.read(tone.needed)


def test_an_estimate_is_never_exported_as_a_fact(desk, tmp_path):
    desk.do(fill)
    before = desk.read(exports.exchange, tmp_path / "before")
    desk.do(tone.read_all)
    assert desk.read(exports.exchange, tmp_path / "after") == before
    (line,) = [
        one
        for one in (tmp_path / "after" / "surveys.csv").read_text().splitlines()
        if one.startswith("r1,")
    ]
    head = (tmp_path / "after" / "surveys.csv").read_text().splitlines()[0].split(",")
    assert "sentiment" in head
    assert GOOD in line


def test_it_says_how_much_it_read(desk):
    desk.do(fill)
    assert desk.read(tone.state) == tone.ToneState(on=True, read=0, said=0)
    desk.do(tone.read_all)
    assert desk.read(tone.state) == tone.ToneState(on=True, read=3, said=2)
    desk.do(tone.switch, on=False)
    assert desk.read(tone.state) == tone.ToneState(on=False, read=0, said=0)
