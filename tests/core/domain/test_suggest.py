"""A suggestion finds what goes before leaving, says where nothing does, and never looks ahead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from healthdesk.core.domain.cell_scores import cell_scores
from healthdesk.core.domain.discrimination import Auc, auc
from healthdesk.core.domain.profile import MapScale, Published, dump_profile, parse_profiles
from healthdesk.core.domain.suggest import MOST, Caught, suggest
from healthdesk.core.domain.suggest_words import LEARN, LEAST, notes, text, title, too_few
from healthdesk.core.readings import CATALOGUE
from tests.core.domain.score_case import measure
from tests.core.domain.suggest_case import halves, present, world


def found_in(signal, seed=1, **more):
    facts = world(seed, signal, **more)
    return facts, suggest(facts, halves(facts), present(facts), CATALOGUE)


@pytest.mark.parametrize(
    ("signal", "lost", "key"),
    [
        ("level", 40, "usage.level"),
        ("level", 20, "usage.level"),
        ("trend", 40, "usage.trend"),
        ("tickets", 60, "support."),
        ("text", 60, "about.plan"),
    ],
)
def test_what_goes_before_leaving_is_found(signal, lost, key):
    facts, found = found_in(signal, lost=lost)
    assert found.profile is not None
    assert found.verdict in ("better", "no better")
    assert found.then.auc.value > 0.68
    assert sum(one.then for one in found.weights if one.key.startswith(key)) >= 15
    assert sum(one.then for one in found.weights) == pytest.approx(100)
    assert 0 < len(found.profile.measures) <= MOST
    assert all(one.weight > 0 for _, one in found.profile.measures)
    again = parse_profiles([dump_profile(found.profile)], set(facts.metrics), CATALOGUE)
    assert again == (found.profile,)


@pytest.mark.parametrize("seed", range(6))
def test_where_nothing_goes_before_nothing_is_suggested(seed):
    _, found = found_in("none", seed, lost=30)
    assert found.verdict in ("chance", "nothing")
    assert found.profile is None
    assert "othing is suggested" in text(found, "time") or found.verdict == "nothing"


def test_hardly_better_than_chance_is_told_so():
    _, found = found_in("none", 1)
    close = Auc(0.7, 0.51, 0.89, 14, 382)
    said = text(replace(found, verdict="chance", then=Caught(close, None)), "time")
    assert "may have held there by chance (AUC 0.70, 95 % range 0.51 to 0.89)" in said
    assert "Nothing is suggested." in said


def test_what_was_written_afterwards_is_left_out():
    _, found = found_in("leak")
    reasons = {one.key: one.because for one in found.left_out}
    assert reasons["about.reason_code"].startswith("knows the answer")
    assert found.profile is None


def test_a_better_profile_is_told_with_what_it_is_worth():
    facts = world(3, "tickets", lost=60)
    found = suggest(facts, halves(facts), present(facts), CATALOGUE)
    assert found.verdict == "better"
    assert found.difference.low > 0
    assert title(found).startswith("Tells better")
    said = text(found, "time")
    assert f"{found.learned[0]} lost" in said
    assert f"{found.then.auc.value:.2f}" in said
    assert f"{found.now.auc.value:.2f}" in said
    assert "not out of time" in text(found, "accounts")


def test_the_figures_are_those_of_the_profile_that_is_suggested():
    facts, found = found_in("level")
    _, tried = halves(facts)
    made = cell_scores(facts, tried, [Published(found.profile, 1, 0)], CATALOGUE)
    assert auc(made.number[:, 0], tried.lost) == found.then.auc


def test_what_came_after_teaches_nothing():
    facts = world(1, "level")
    learn, tried = halves(facts)
    other = replace(tried, lost=np.roll(tried.lost, 7))
    one = suggest(facts, (learn, tried), present(facts), CATALOGUE)
    two = suggest(facts, (learn, other), present(facts), CATALOGUE)
    assert one.weights == two.weights
    assert one.left_out == two.left_out
    last = int(learn.day.max())
    grids = {
        key: replace(grid, values=np.where(grid.days > last, 0, grid.values).astype(np.float32))
        for key, grid in facts.usage.items()
    }
    later = suggest(replace(facts, usage=grids), (learn, tried), present(facts), CATALOGUE)
    assert later.weights == one.weights


def test_few_losses_move_weights_less_than_many():
    def moved(lost):
        facts = world(5, "level", lost=lost)
        found = suggest(facts, halves(facts), present(facts), CATALOGUE)
        return sum(abs(one.then - one.now) for one in found.weights)

    assert moved(20) < moved(100)


def test_as_many_accounts_stay_in_each_band():
    facts, found = found_in("level", lost=60)
    learn, _ = halves(facts)

    def poor(profile):
        made = cell_scores(facts, learn, [Published(profile, 1, 0)], CATALOGUE)
        return np.mean(made.number[:, 0] < profile.bands.average - 0.5)

    assert abs(np.clip(poor(found.held), 0.1, 0.35) - poor(found.profile)) < 0.05
    assert any("Strong begins" in one for one in notes(found))


def test_a_profile_without_any_score_is_no_reason_to_stop():
    facts = world(2, "text", lost=80)
    held = present(facts, measure("nowhere"))
    found = suggest(facts, halves(facts), held, CATALOGUE)
    assert found.now.auc is None
    assert found.verdict == "better"
    assert title(found).endswith("has no score")
    assert found.late == ("plan",)
    assert any("plan" in one for one in notes(found))
    scale = next(one.scale for _, one in found.profile.measures if one.key == "plan")
    assert isinstance(scale, MapScale)
    assert scale.points["small"] < scale.points["large"]


def test_too_few_names_how_many_there_must_be():
    said = too_few(7, "90 days before")
    assert "7 lost" in said
    assert str(LEAST) in said
    assert str(LEARN) in said
