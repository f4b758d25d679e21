"""Retros of a desk: the replay sees no later day, signs are kept, closed ones are told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.forecast import ForecastDraft
from healthdesk.core.domain.op import op
from healthdesk.core.domain.retro import RetroDraft, SignalDraft
from healthdesk.core.services import (
    forecasts,
    retro_candidate,
    retro_replay,
    retros,
    settings,
)
from healthdesk.core.store import tables
from tests import make
from tests.core.services.retro_story import FELL, LOST, fill


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    with make.desk(tmp_path_factory.mktemp("retros")) as made:
        made.do(fill)
        yield made


@pytest.fixture
def desk(whole):
    yield whole
    while whole.undo_label != "Fill":
        whole.undo()


def test_losses_of_a_day_say_what_is_known(desk):
    (found,) = desk.read(retros.losses, LOST)
    assert (found.account_id, found.day, found.reason) == ("a0", LOST, "Price")
    assert (found.worth, found.tenure, found.state) == (900.0, 300, "none")
    assert desk.read(retros.losses, LOST - 1) == ()
    assert len(desk.read(retros.losses, LOST + 400)) == 2


def test_a_replay_finds_what_moved_outside_the_profile_and_what_was_done(desk):
    found = desk.read(retro_replay.replay, "a0", LOST, LOST + 9)
    assert found.days[0] == LOST - 180
    assert found.days[-1] == LOST - 1
    outside = {one.reading.options.get("metric"): one for one in found.outside}
    inside = {one.name: one for one in found.moved}
    assert "exports" in outside or any("xports" in name for name in inside)
    moves = [one.moved for one in (*outside.values(), *inside.values())]
    assert FELL <= min(moves) <= FELL + 30
    assert [one.title for one in found.acts if one.lane == "touch"] == ["Call from us: Spoke"]
    assert all(one.day < LOST for one in found.acts)
    assert found.missed(FELL)
    assert not found.missed(LOST - 50)


def test_nobody_who_stays_has_a_retro(desk):
    with pytest.raises(NotFound):
        desk.read(retros.loss, "a2", LOST + 9)


def test_who_is_said_to_be_lost_can_have_one_before_an_outcome_says_it(desk):
    today = settings_today(desk)
    desk.do(forecasts.say, ForecastDraft("a2", today + 40, "lost", None, "They merge"))
    found = desk.read(retros.loss, "a2", today)
    assert (found.day, found.reason, found.said) == (today + 40, "They merge", True)
    replay = desk.read(retro_replay.replay, "a2", found.day, today)
    assert replay.days[-1] == today
    assert [one.before for one in replay.said] == [180, 90, 60]
    row = desk.do(retros.begin, "a2")
    assert desk.read(retros.loss, "a2", today).retro.row == row
    desk.do(forecasts.say, ForecastDraft("a2", today + 40, "likely", None, "They do not"))
    with pytest.raises(NotFound):
        desk.read(retros.loss, "a2", today)


def settings_today(desk):
    return desk.read(settings.today)


@op("Later")
def later(tx, day):
    row = tx.query(tables.Account).filter_by(account_id="a0").one().id
    tx.add(tables.Survey(response_id="x", account_id=row, kind="nps", rating=0.0, day=day))
    tx.flush()


def test_a_fact_changes_no_day_before_it(desk):
    before = desk.read(retro_replay.replay, "a0", LOST, LOST + 9)
    desk.do(later, LOST - 10)
    after = desk.read(retro_replay.replay, "a0", LOST, LOST + 9)
    assert np.array_equal(before.score[:170], after.score[:170], equal_nan=True)
    for one in before.tracks:
        same = next(two for two in after.tracks if two.key == one.key)
        assert np.array_equal(one.points[:170], same.points[:170], equal_nan=True)


def test_a_retro_is_begun_once_with_its_signs_and_closed(desk):
    replay = desk.read(retro_replay.replay, "a0", LOST, LOST + 9)
    signs = desk.read(lambda tx: retros.signs_of(replay))
    assert signs
    assert [one.day for one in signs] == sorted(one.day for one in signs)
    row = desk.do(retros.begin, "a0", signs)
    assert desk.do(retros.begin, "a0", signs) == row
    found = desk.read(retros.loss, "a0", LOST + 999)
    assert found.state == "open"
    assert tuple(one.draft for one in found.retro.signals) == signs
    assert found.retro.draft.reason == "Price"
    assert desk.read(retros.loss, "a0", LOST).state == "none", "it was begun later"
    desk.do(retros.change, row, RetroDraft(800.0, 30, "partly", "Merged", "They said", "a", "b"))
    signal = found.retro.signals[0].row
    desk.do(retros.mark, signal, not signs[0].missed, "We were away")
    desk.do(retros.put_forward, signal, "default")
    desk.do(retros.close, row)
    found = desk.read(retros.loss, "a0", LOST + 999)
    assert (found.worth, found.tenure, found.reason) == (800.0, 30, "Merged")
    assert (found.state, found.retro.profile) == ("closed", "default")
    changed = replace(signs[0], missed=not signs[0].missed, note="We were away")
    assert found.retro.signals[0].draft == changed
    assert found.retro.signals[0].candidate


@pytest.mark.parametrize(
    ("work", "told"),
    [
        ((retros.begin, "a2"), "has not churned"),
        ((retros.change, 1, RetroDraft(arr=-1.0)), "0 or more"),
        ((retros.change, 1, RetroDraft(tenure_days=10**6)), "so many days"),
        ((retros.add_signal, 1, SignalDraft("  ")), "needs words"),
    ],
)
def test_what_cannot_be_is_refused(desk, work, told):
    desk.do(retros.begin, "a0")
    with pytest.raises(UsageError, match=told):
        desk.do(*work)


def test_a_sign_is_tried_as_a_measure_with_and_without(desk):
    replay = desk.read(retro_replay.replay, "a0", LOST, LOST + 9)
    sign = next(one for one in replay.outside if one.reading is not None)
    found = desk.read(retro_candidate.tried, sign.name, sign.reading, LOST - 1)
    assert found.profile == "default"
    assert found.measure.reading == sign.reading
    assert found.known == found.accounts == 3
    assert found.before.kind in {"none", "few"}
    assert found.text
