"""What speaks against the score is read with the measure that holds the score where it is."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.op import op
from healthdesk.core.services import accounts, model_agenda, profiles, retro_replay, retros
from healthdesk.core.store import tables
from tests import make
from tests.core.services.retro_story import LOST, fill


@op("Speak against")
def against(tx, said, low):
    row = tx.query(tables.Account).filter_by(account_id="a2").one().id
    tx.add(tables.Pulse(account_id=row, day=LOST - 2, value=said, by="me", note="They say so"))
    tx.add(
        tables.ScoreOverride(
            account_id=row, band="Poor", reason="x", first_day=LOST - 250, until_day=LOST - 200
        )
    )
    tx.add(
        tables.Survey(
            response_id="z", account_id=row, kind="nps", rating=10.0 if low else 0.0, day=LOST - 2
        )
    )
    tx.flush()


@pytest.fixture
def desk(tmp_path):
    with make.desk(tmp_path) as made:
        made.do(fill)
        yield made


def test_pulse_and_answer_against_the_score_and_a_sign_without_a_measure(desk):
    (row,) = [one for one in desk.read(accounts.accounts_table, LOST - 2).rows
              if one.account_id == "a2"]  # fmt: skip
    low = row.band == "Poor"
    desk.do(against, 1.0 if low else -1.0, low)
    replay = desk.read(retro_replay.replay, "a0", LOST, LOST + 9)
    desk.do(retros.begin, "a0", retros.signs_of(replay))
    found = desk.read(model_agenda.read, LOST - 2)
    keys = desk.read(profiles.published)[-1].profile.measure_keys
    pulse = next(one for one in found.rows if one.kind == "pulse")
    assert pulse.account_id == "a2"
    assert pulse.measure in keys
    assert pulse.text.endswith("They say so")
    assert (found.overrides.warned.count, found.overrides.warned.of) == (0, 1)
    later = desk.read(model_agenda.read, LOST + 999)
    assert [one.text for one in later.rows if one.kind == "retro"] == [
        one.name for one in retros.signs_of(replay) if one.missed and not one.measure
    ]
