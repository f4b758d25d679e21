"""The sample desk, filled and asked: what the pictures show comes out of the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.backtest_view import LEADS
from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import (
    backtest,
    desks,
    explain,
    imports,
    profiles,
    samples,
    scoring,
    segments,
    settings,
)
from tests import make, ready

DAY = date(2026, 11, 23)
NOW = to_day(DAY)
THEN = NOW - 28


def new_desk(folder) -> Desk:
    return Desk.create(
        folder / "sample.healthdesk",
        clock=Clock(pretended=DAY),
        furnish=lambda tx: desks.furnish(tx, "New desk"),
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("sample") / "sample.healthdesk"
    opened = ready.sample(path, NOW, name="New desk", clock=Clock(pretended=DAY))
    yield opened
    opened.close()


def test_the_desk_says_what_it_holds(desk):
    assert desk.read(settings.read).name == "Northern desk"
    (batch,) = desk.read(imports.history)
    assert batch.tables["accounts"].new == samples.DEFAULT_ACCOUNTS
    assert not any(count.rejected for count in batch.tables.values())
    assert desk.check() == []


def test_the_model_is_in_its_seventh_version(desk):
    guided, published = desk.read(profiles.published)
    assert (published.version, NOW - published.day) == (7, 14)
    assert (guided.profile.key, guided.version, NOW - guided.day) == ("onboarding", 1, 213)
    versions = desk.read(profiles.versions, "default")
    assert [one.version for one in versions] == [1, 2, 3, 4, 5, 6, 7]


def test_newcomers_are_scored_by_their_onboarding_and_say_how_little_is_known(desk):
    views = [one for one in desk.read(scoring.scores, NOW) if one.profile == "onboarding"]
    assert {one.band for one in views} == {"Unknown"}
    assert len(views) == 5


def test_the_bands_are_those_of_the_pictures(desk):
    bands = Counter(view.band for view in desk.read(scoring.scores, NOW))
    assert bands == {"Strong": 61, "Average": 45, "Poor": 17, "Unknown": 5}


@pytest.mark.parametrize(
    ("account", "shown", "change"),
    [
        ("tindra-dairy", 39, -33),
        ("sablewood-hotels", 36, -11),
        ("bexhollow-mutual", 31, -7),
        ("stannwick-tools", 35, 0),
        ("aldermoor-freight", 51, -32),
        ("merrowdale-foods", 49, -8),
        ("northmoor-rail", 58, -6),
        ("lumenfjord-lighting", 47, -4),
        ("corvane-robotics", 66, -3),
        ("quillby-press", 55, 1),
        ("tarn-tolley", 64, 3),
        ("kilnsey-ceramics", 62, 7),
        ("hollin-vale-schools", 72, -14),
        ("oskarby-furniture", 79, -2),
        ("kestrel-lane-logistics", 83, 0),
        ("velora-optics", 74, 16),
        ("cresthaven-ports", 84, None),
        ("brindle-software", 43, None),
    ],
)
def test_the_named_accounts_score_as_in_the_pictures(desk, account, shown, change):
    (now,) = desk.read(scoring.scores, NOW, account=account)
    (then,) = desk.read(scoring.scores, THEN, account=account)
    assert now.shown == shown
    assert change is None or now.score - then.score == pytest.approx(change, abs=0.6)


def test_the_story_is_explained_as_in_the_picture(desk):
    view = desk.read(explain.why, "aldermoor-freight", THEN, NOW, as_reported=True)
    assert view.score_from == pytest.approx(84.2, abs=0.05)
    assert view.score_to == pytest.approx(51.2, abs=0.06)
    rows = {row.key: row.points for row in view.rows if row.kind == "reading"}
    expected = {
        "usage.level": -5.9,
        "support.open_high": -5.0,
        "touch.days_since": -4.4,
        "touch.balance": -3.9,
        "usage.trend": -2.6,
        "usage.breadth": -2.5,
        "commercial.seat_use": -1.8,
        "voice.nps": -1.7,
        "support.ticket_age": -1.4,
        "voice.sentiment": -1.3,
    }
    assert {key: rows[key] for key in expected} == pytest.approx(expected, abs=0.09)
    (model,) = (row for row in view.rows if row.kind == "profile")
    assert model.points == pytest.approx(-2.5, abs=0.05)


def test_the_past_was_kept_by_the_version_then_in_force(desk):
    history = desk.read(scoring.history, "aldermoor-freight", NOW - 179, NOW, as_reported=True)
    assert len(history.days) == 180
    assert not any(day.restated for day in history.days)
    assert {day.version for day in history.days if day.day < NOW - 14} == {6}
    assert {day.version for day in history.days if day.day >= NOW - 14} == {7}


def test_the_score_foresaw_most_who_left_and_missed_some(desk):
    churned = {
        "vessel-vane": "Strong",
        "tornby-textiles": "Strong",
        "ashlode-mining": "Average",
        "halbrecht-pumps": "Poor",
        "orsino-catering": "Poor",
        "tessaly-dental": "Poor",
    }
    days = {"vessel-vane": 75, "tornby-textiles": 205, "ashlode-mining": 280}
    days |= {"halbrecht-pumps": 120, "orsino-catering": 240, "tessaly-dental": 95}
    for account, band in churned.items():
        left = NOW - days[account]
        (view,) = desk.read(scoring.scores, left - 90, account=account)
        assert view.band == band
        assert desk.read(scoring.scores, left, account=account) == ()


@pytest.mark.parametrize("lead", LEADS)
def test_the_first_backtest_tells_a_believable_story(desk, lead):
    view = desk.read(backtest.backtest, backtest.BacktestWish(lead=lead))
    found = view.figures
    assert (found.churned, view.verdict.kind in {"fair", "good"}) == (14, True)
    assert found.leaks == ()
    assert view.notes[0].startswith("Few losses: 14 accounts")
    strong = [one.account_id for one in view.misses() if one.band == "Strong"]
    assert sorted(strong) == ["tornby-textiles", "vessel-vane"]
    if lead == 90:
        assert 0.7 < found.auc.value < 0.9
        assert found.falls
        assert found.lowest.caught > 0.5


@pytest.mark.parametrize(
    ("segment", "count"),
    [
        ("Renewing in 90 days", 23),
        ("Poor", 17),
        ("Strong", 61),
        ("Dipping", 9),
        ("At risk, renewing soon", 7),
        ("Q1 risk", 14),
        ("Muted by season", 1),
        ("Onboarding", 10),
    ],
)
def test_segments_are_about_as_large_as_in_the_pictures(desk, segment, count):
    assert len(desk.read(segments.members, segment, NOW)) == count


def test_a_small_desk_of_other_arguments(tmp_path):
    with_few = new_desk(tmp_path)
    made = with_few.do(samples.fill, NOW, 3, 12, 100)
    assert (made.accounts, made.first, made.last) == (12, NOW - 99, NOW)
    (batch,) = with_few.read(imports.history)
    assert batch.tables["usage"].new == made.usage_rows
    with_few.close()


def test_a_desk_in_use_is_left_as_it_is(tmp_path):
    used = new_desk(tmp_path)
    used.do(samples.fill, NOW, 1, 3, 60)
    before = make.dump(used)
    with pytest.raises(DeskError, match="accounts already"):
        used.do(samples.fill, NOW, 1, 3, 60)
    assert make.dump(used) == before
    used.close()


class _Stop:
    """A user who cancels while usage is being read."""

    def step(self, done: int, total: int, text: str) -> None:
        if "usage" in text.lower():
            raise Cancelled


def test_cancelled_means_that_nothing_was_made(tmp_path):
    empty = new_desk(tmp_path)
    with pytest.raises(Cancelled):
        empty.do(samples.fill, NOW, 1, 5, 90, progress=_Stop())
    assert empty.read(imports.history) == ()
    assert empty.read(scoring.scores, NOW) == ()
    assert empty.read(settings.read).name == "New desk"
    empty.close()


def test_another_day_tells_the_same_story(tmp_path):
    other = new_desk(tmp_path)
    day = to_day(DAY + timedelta(100))
    other.do(samples.fill, day, 9, 2, 400)
    (view,) = other.read(scoring.scores, day, account="aldermoor-freight")
    assert view.score == pytest.approx(51.2, abs=0.3)
    other.close()


def test_making_it_is_one_step_of_undo(tmp_path):
    desk = new_desk(tmp_path)
    before = make.dump(desk)
    desk.do(samples.fill, NOW, 1, 4, 90)
    assert desk.undo_label == "Make sample desk"
    desk.undo()
    back = make.dump(desk)
    assert back["account"] == before["account"] == []
    assert back["profile_version"] == before["profile_version"]
    desk.close()
