"""Drafts of the health model: what they would do is exactly what publishing them does."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain import model_draft, profile_edit
from healthdesk.core.domain import what_if as domain
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.model_draft import ModelDraft
from healthdesk.core.domain.profile import CurveScale, Measure, Published
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.domain.score import score
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import drafts, profiles, scoring, what_if
from healthdesk.core.services import overrides as judgements
from healthdesk.core.services.overrides import OverrideDraft
from tests import ready

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
SUPPORT = ModelDraft(weights={"support": 60.0}, bands={"strong": 72.0})


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("drafts") / "sample.healthdesk"
    ready.sample(path, DAY, 40, 150, clock=Clock(instant=NOW)).close()
    return path


@pytest.fixture
def desk(filled, tmp_path):
    path = tmp_path / "sample.healthdesk"
    path.write_bytes(filled.read_bytes())
    made = Desk.open(path, clock=Clock(instant=NOW))
    yield made
    made.close()


@pytest.fixture(scope="module")
def view(filled):
    desk = Desk.open(filled, clock=Clock(instant=NOW))
    found = desk.read(what_if.model, "default", DAY)
    desk.close()
    return found


def all_scores(desk, day=DAY):
    return {
        one.account_id: (one.score, one.shown, one.band, one.coverage, one.caps)
        for one in desk.read(scoring.scores, day)
    }


def wanted(view, draft):
    return model_draft.applied(draft, view.published.profile)


weight = st.one_of(st.just(0.0), st.floats(0.01, 1000))


@settings(max_examples=40)
@given(st.data())
def test_what_if_equals_scoring_the_changed_profile_from_the_facts(view, data):
    base = view.published.profile
    draft = ModelDraft()
    for key in data.draw(st.lists(st.sampled_from(tuple(model_draft.weights_of(base))))):
        try:
            draft = model_draft.with_weight(draft, base, key, data.draw(weight))
        except UsageError:
            continue
    low = data.draw(st.integers(1, 98))
    draft = msgspec.structs.replace(
        draft, bands={"average": float(low), "strong": float(data.draw(st.integers(low + 1, 99)))}
    )
    made = model_draft.applied(draft, base)
    listed = list(view.listed)
    listed[view.book.index] = Published(made, 99, DAY)
    full = score(view.book.scores.facts, listed, np.array([DAY]), CATALOGUE)
    quick = domain.tried(view.book, made)
    for name in ("number", "final", "shown", "band", "coverage", "capped", "raw"):
        assert np.array_equal(getattr(quick, name), getattr(full, name), equal_nan=True), name


def scored_from_facts(view, made):
    listed = list(view.listed)
    listed[view.book.index] = Published(made, 99, DAY)
    return score(view.book.scores.facts, listed, np.array([DAY]), CATALOGUE)


@settings(max_examples=25)
@given(st.data())
def test_a_change_of_curves_and_measures_is_followed_without_reading_a_fact(view, data):
    made = view.published.profile
    keys = [f"{one.key}.{inner.key}" for one, inner in made.measures]
    for key in data.draw(st.lists(st.sampled_from(keys), max_size=4)):
        ys = data.draw(st.lists(st.floats(0, 100), min_size=1, max_size=4))
        scale = CurveScale(points=tuple((float(x * 7), y) for x, y in enumerate(ys)))
        edit = data.draw(st.sampled_from(("scale", "missing", "gone", "copied")))
        try:
            if edit == "scale":
                made = profile_edit.with_scale(made, key, scale)
            elif edit == "missing":
                made = profile_edit.with_missing(made, key, "neutral")
            elif edit == "gone":
                made = profile_edit.without_measure(made, key)
            else:
                one = profile_edit.measure_of(made, key)
                made = profile_edit.with_measure(made, made.dimensions[-1].key, one)
        except UsageError:
            continue
    assert domain.follows(view.book, made)
    full, quick = scored_from_facts(view, made), domain.tried(view.book, made)
    for name in ("number", "final", "shown", "band", "coverage", "capped", "raw"):
        assert np.array_equal(getattr(quick, name), getattr(full, name), equal_nan=True), name


def test_what_reads_more_or_scores_others_is_worked_out_once_and_followed_then(desk):
    view = desk.read(what_if.model, "default", DAY)
    base = view.published.profile
    touches = Measure(
        key="touches", name="Touches", weight=2, missing="poor", stale_after=None,
        reading=ReadingRef(
            kind="touches", options={"days": 45, "direction": "any", "kinds": "any"}
        ),
        scale=CurveScale(points=((0.0, 0.0), (4.0, 100.0))),
    )  # fmt: skip
    made = profile_edit.with_measure(base, base.dimensions[0].key, touches)
    assert not domain.follows(view.book, made)
    book = desk.read(what_if.based, view.book, made, DAY)
    assert domain.follows(book, base)
    assert domain.what_if(book, base).moves == ()
    desk.do(drafts.change, "default", ModelDraft(whole=made))
    again = desk.read(what_if.model, "default", DAY)
    assert again.draft.whole == made
    shown = domain.what_if(again.book, made)
    full = scored_from_facts(view, made)
    assert [one.after for one in shown.moves] == [
        full.number[one.account, 0] for one in shown.moves
    ]
    number = desk.do(drafts.publish, "default", "Touches count", DAY)
    assert {one.account_id: one.shown for one in desk.read(scoring.scores, DAY)} == {
        named.account_id: int(full.shown[at, 0]) if full.shown[at, 0] >= 0 else None
        for at, named in view.named.items()
    }
    desk.do(drafts.roll_back, "default", number - 1, "No")
    assert desk.read(what_if.model, "default", DAY).published.profile == base


def test_a_new_profile_scores_those_it_is_for_once_it_is_published(desk):
    base = desk.read(what_if.model, "default", DAY).published.profile
    key = desk.do(drafts.begin, base)
    with pytest.raises(UsageError, match="takes all others"):
        desk.do(drafts.publish, key, "A copy", DAY)
    rule = FieldTest("tier", "is present")
    made = profile_edit.with_rule(msgspec.structs.replace(base, key=key, name="Tiers"), rule)
    desk.do(drafts.change, key, ModelDraft(whole=made))
    view = desk.read(what_if.model, key, DAY)
    assert (view.new, view.key, [one.key for one in view.begun]) == (True, key, [key])
    heavier = model_draft.with_weight(view.draft, view.published.profile, "support", 90)
    shown = domain.what_if(view.book, wanted(view, heavier))
    assert shown.moves
    assert sum(shown.after.bands) == sum(shown.before.bands) == int(view.book.own.sum())
    desk.do(drafts.change, key, heavier)
    desk.do(drafts.publish, key, "Those with a tier", DAY)
    listed = [one.profile.key for one in desk.read(profiles.published)]
    assert listed == ["onboarding", key, "default"]
    with pytest.raises(UsageError, match="stays the last"):
        desk.do(drafts.order, ["default", key, "onboarding"])
    desk.do(drafts.order, [key, "onboarding", "default"])
    assert next(one.profile.key for one in desk.read(profiles.published)) == key
    desk.do(drafts.retire, key)
    assert [one.profile.key for one in desk.read(profiles.published)] == ["onboarding", "default"]
    with pytest.raises(UsageError, match="for all others"):
        desk.do(drafts.retire, "default")


def test_publishing_gives_every_account_what_the_draft_showed(desk):
    desk.do(drafts.change, "default", SUPPORT)
    view = desk.read(what_if.model, "default", DAY)
    shown = domain.what_if(view.book, wanted(view, view.draft))
    quick = domain.tried(view.book, model_draft.applied(view.draft, view.published.profile))
    foretold = {
        one.account_id: (quick.final[number, 0], quick.shown[number, 0], quick.band_word(number, 0))
        for number, one in view.named.items()
    }
    before = all_scores(desk)
    assert desk.do(drafts.publish, "default", "Tickets weigh more", DAY) == 8
    after = all_scores(desk)
    assert after.keys() == foretold.keys()
    for account, (final, number, band) in foretold.items():
        told = after[account]
        assert (told[0], told[1], told[2]) == (
            (None, None, band) if np.isnan(final) else (final, number, band)
        )
    moved = {
        view.named[one.account].account_id: (one.before_band, one.after_band) for one in shown.moves
    }
    assert moved == {
        key: (before[key][2], after[key][2]) for key in before if before[key][2] != after[key][2]
    }
    assert moved
    assert shown.changed == sum(before[key][0] != after[key][0] for key in before)
    assert desk.read(drafts.find, "default") == ModelDraft()


def test_counts_and_bars_hold_every_account_of_the_profile_once(view):
    made = domain.what_if(view.book, wanted(view, SUPPORT))
    own = int(view.book.own.sum())
    for one in (made.before, made.after):
        assert sum(one.bands) == own
        assert sum(one.heights) == own - one.bands[domain.UNKNOWN]
        for at, bar in enumerate(one.bars):
            if at * domain.STEP >= 72:
                assert bar[1:] == (0, 0)


def test_an_override_stands_whatever_the_draft(desk):
    (first, *_) = sorted(all_scores(desk))
    desk.do(judgements.add, OverrideDraft(first, "As told", DAY, DAY + 9, score=55.0))
    view = desk.read(what_if.model, "default", DAY)
    number = next(at for at, one in view.named.items() if one.account_id == first)
    quick = domain.tried(view.book, model_draft.applied(SUPPORT, view.published.profile))
    assert quick.final[number, 0] == 55.0


def test_how_firm_counts_who_flips_when_a_weight_moves_by_ten(view):
    base = view.published.profile
    whole = sum(one.weight for one in base.dimensions)
    now = view.book.scores.band[:, 0]
    for one in domain.firmness(view.book, base):
        held = next(d.weight for d in base.dimensions if d.key == one.key)
        flips = np.zeros(len(now), bool)
        for to in (held + whole / 10, max(0.0, held - whole / 10)):
            changed = ModelDraft(weights={one.key: to})
            moved = domain.tried(view.book, model_draft.applied(changed, base))
            flips |= moved.band[:, 0] != now
        assert one.flips == int((flips & view.book.view).sum())
    counts = [one.flips for one in domain.firmness(view.book, base)]
    assert counts == sorted(counts, reverse=True)


def test_a_draft_survives_a_restart_and_is_undone(desk):
    desk.do(drafts.change, "default", SUPPORT)
    desk.do(drafts.change, "default", ModelDraft(weights={"support": 61.0}))
    assert desk.undo() == "Change health model draft"
    path = desk.path
    desk.close()
    again = Desk.open(path, clock=Clock(instant=NOW))
    assert again.read(drafts.find, "default") == SUPPORT
    assert again.read(drafts.keys) == {"default"}
    again.do(drafts.discard, "default")
    assert again.read(drafts.keys) == frozenset()
    again.undo()
    assert again.read(drafts.find, "default") == SUPPORT
    assert again.check() == []
    again.close()


def test_publishing_is_one_step_of_undo(desk):
    desk.do(drafts.change, "default", SUPPORT)
    before = all_scores(desk)
    desk.do(drafts.publish, "default", "Why not", DAY)
    assert all_scores(desk) != before
    assert desk.undo() == "Publish health model"
    assert all_scores(desk) == before
    assert desk.read(drafts.find, "default") == SUPPORT


def test_rolling_back_scores_as_before_and_is_a_new_version(desk):
    before = {day: all_scores(desk, day) for day in (DAY, DAY - 40)}
    desk.do(drafts.change, "default", SUPPORT)
    desk.do(drafts.publish, "default", "An experiment", DAY)
    assert desk.do(drafts.roll_back, "default", 7, "It did not help") == 9
    assert {day: all_scores(desk, day) for day in before} == before
    told = desk.read(profiles.versions, "default")[-1]
    assert (told.version, told.day, told.reason) == (9, DAY, "It did not help")
    with pytest.raises(UsageError, match="what holds now"):
        desk.do(drafts.roll_back, "default", 7, "Again")


def test_what_was_reported_is_not_rewritten(desk):
    desk.do(scoring.record_reported, DAY)
    before = desk.read(scoring.scores, DAY, as_reported=True)
    desk.do(drafts.change, "default", SUPPORT)
    desk.do(drafts.publish, "default", "Tickets weigh more", DAY)
    assert desk.read(scoring.scores, DAY, as_reported=True) == before


@pytest.mark.parametrize(
    ("reason", "day", "sentence"),
    [
        ("  ", DAY, "needs a reason"),
        ("Soon", DAY + 1, "in the future"),
        ("Long ago", DAY - 300, "began later"),
    ],
)
def test_a_version_needs_a_reason_and_a_day_that_can_be(desk, reason, day, sentence):
    desk.do(drafts.change, "default", SUPPORT)
    with pytest.raises(UsageError, match=sentence):
        desk.do(drafts.publish, "default", reason, day)
    assert desk.read(profiles.versions, "default")[-1].version == 7


def test_nothing_to_publish_is_said(desk):
    with pytest.raises(UsageError, match="changes nothing"):
        desk.do(drafts.publish, "default", "Why", DAY)
    with pytest.raises(NotFound):
        desk.do(drafts.change, "unheard of", SUPPORT)


def test_two_versions_are_compared_by_account(desk):
    found = desk.read(what_if.compare, "default", (6, 7), DAY)
    now = all_scores(desk)
    assert found.accounts == len(now)
    assert found.rows
    for named, shift in found.rows:
        assert now[named.account_id][0] == shift.after
        assert shift.before != shift.after or shift.moves
    same = desk.read(what_if.compare, "default", (7, 7), DAY)
    assert same.rows == ()


def test_the_draft_is_compared_like_a_version(desk):
    desk.do(drafts.change, "default", SUPPORT)
    found = desk.read(what_if.compare, "default", (7, what_if.DRAFT), DAY, None)
    number = desk.do(drafts.publish, "default", "Tickets weigh more", DAY)
    after = desk.read(what_if.compare, "default", (7, number), DAY, None)
    assert after.rows == found.rows


def test_a_segment_narrows_what_is_counted(desk):
    whole = desk.read(what_if.model, "default", DAY)
    part = desk.read(what_if.model, "default", DAY, "Strong but silent")
    assert 0 < len(part.named) < len(whole.named)
    made = domain.what_if(part.book, wanted(part, ModelDraft()))
    assert made.before.bands[1:] == (0, 0, 0)
