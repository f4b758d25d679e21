"""Odd and hostile accounts through every read of the services, and out of the desk again."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import (
    accounts,
    composition,
    desks,
    exports,
    sentence,
    timeline_moves,
)
from tests import odd_desk, reads

TODAY = to_day(date(2026, 11, 23))
CLOCK = Clock(instant=datetime(2026, 11, 23, 9, tzinfo=UTC))
SOON = ("markup", "gaps", "strangers", "unknowns", "child", "young")


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    path = tmp_path_factory.mktemp("odd") / "odd.healthdesk"
    with Desk.create(
        path, clock=CLOCK, furnish=lambda tx: desks.furnish(tx, "Odd", "UTC", "EUR")
    ) as made:
        made.do(odd_desk.fill, TODAY)
        yield made


@pytest.mark.parametrize(
    ("account", "back"),
    [
        *((one, 0) for one in SOON),
        *(pytest.param(one, back, marks=pytest.mark.long)
          for one in odd_desk.ODD for back in (0, 1, 40, 400)),
    ],
)  # fmt: skip
def test_every_read_of_an_odd_account_answers_or_refuses_in_words(odd, account, back):
    assert odd.read(reads.of_account, account, TODAY - back)


def test_all_of_them_together_are_read_and_exported(odd, tmp_path):
    found = odd.read(reads.of_desk, TODAY)
    assert all(not isinstance(one, str) or name == "calendar" for name, one in found.items())
    odd.read(exports.exchange, tmp_path / "out")
    with (tmp_path / "out" / "touchpoints.csv").open(encoding="utf-8", newline="") as file:
        by_id = {one["touchpoint_id"]: one["contact_ids"] for one in csv.DictReader(file)}
    assert by_id["x1"] == "stranger"
    assert [one.code for one in odd.check()] == ["touchpoint-contact"]


def test_a_model_without_a_number_tells_its_band(odd):
    header = odd.read(accounts.account_header, "ranked", TODAY)
    view = odd.read(composition.composition, "ranked", TODAY)
    told = sentence.tell(header, view, None)
    assert told.state == "Strong; this health model has no number."
    assert "bring in" not in told.step
    moves = odd.read(timeline_moves.scores, "ranked", TODAY)
    titles = [one.title for one in moves if one.span]
    assert titles[-1] == "Now Strong, from Poor in 7 days"
    assert not any("none" in one for one in titles)


def test_a_reason_of_any_length_is_cut_in_the_sentence(odd):
    header = odd.read(accounts.account_header, "endless", TODAY)
    view = odd.read(composition.composition, "endless", TODAY)
    assert len(sentence.tell(header, view, None).reason) < 300
