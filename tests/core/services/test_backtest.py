"""Backtests of a desk: equal to what the days' own scores say, by outcomes and by a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import Cancelled, NotFound, UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.profile import parse_profile
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import backtest, drafts, imports, overrides, profiles, scoring
from healthdesk.core.services.backtest import DRAFT, BacktestWish
from healthdesk.core.services.overrides import OverrideDraft
from tests import make, ready
from tests.core.services import backtest_story as story
from tests.core.services.conftest import NOW, Made

START, END = to_day(story.START), to_day(story.END)


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with the story, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("story")
    desk = ready.furnished(folder / "story.healthdesk", "story", clock=Clock(instant=NOW))
    desk.do(imports.run, [story.write(folder / "facts")])
    yield desk
    desk.close()


@pytest.fixture
def told(read_only: Desk, tmp_path: Path) -> Iterator[Desk]:
    """The same, to be changed."""
    kept = read_only.backup(tmp_path / "kept.healthdesk").file
    desk = make.copied(kept.read_bytes(), tmp_path / "told.healthdesk", Clock(instant=NOW))
    yield desk
    desk.close()


def by_hand(desk: Desk, lead: int) -> dict[str, Any]:
    """The same from the scores of single days and the outcomes alone."""
    gone = {f"a{number:02}": to_day(story.left_on(number)) for number in range(story.LOST)}
    alive = {one.account_id for one in desk.read(scoring.scores, END)}
    cells = [(who, day - lead, True) for who, day in gone.items() if START <= day <= END]
    cells += [(who, END - lead, False) for who in alive]
    lost, kept, unscored, misses = [], [], 0, []
    for who, day, left in cells:
        found = {one.account_id: one for one in desk.read(scoring.scores, day)}.get(who)
        if found is None or found.score is None:
            unscored += 1
            continue
        (lost if left else kept).append(found.score)
        if left and found.band != "Poor":
            misses.append((-found.score, who, day))
    pairs = [1.0 if a < b else 0.5 if a == b else 0.0 for a, b in product(lost, kept)]
    return {
        "counts": (len(lost), len(kept), unscored),
        "auc": sum(pairs) / len(pairs),
        "misses": [(who, day) for _, who, day in sorted(misses)],
    }


@pytest.mark.parametrize("lead", [30, 90])
def test_it_is_what_the_scores_of_the_days_say(read_only: Desk, lead: int) -> None:
    view = read_only.read(backtest.backtest, BacktestWish(lead=lead))
    want, found = by_hand(read_only, lead), view.figures
    assert (found.churned, found.kept, found.unscored) == want["counts"]
    assert found.auc is not None
    assert found.auc.value == pytest.approx(want["auc"], abs=1e-12)
    assert [(one.account_id, one.day) for one in view.misses()] == want["misses"]
    assert (view.sampling, view.first, view.last) == ("outcomes", START, END)
    assert view.verdict.kind in {"weak", "fair", "good", "strong", "leak"}
    for row in view.misses():
        assert row.left == row.day + lead
        assert row.name == f"Account {int(row.account_id[1:])}"
    bands = [one.rate.accounts for one in view.parts if one.name in {"Poor", "Average", "Strong"}]
    assert sum(bands) == found.churned + found.kept


def test_a_person_in_place_of_the_score_is_not_tested(told: Desk) -> None:
    before = told.read(backtest.backtest)
    day = int(before.cells.day[0])
    said = OverrideDraft("a00", "It is fine", day - 1, day + 30, band="Strong")
    told.do(overrides.add, said)
    after = told.read(backtest.backtest)
    assert np.array_equal(before.scores.number, after.scores.number, equal_nan=True)
    assert "Overrides do not count here" in " ".join(after.notes)


def test_leads_say_what_each_would_have_and_which_is_nearest(read_only: Desk) -> None:
    rows = read_only.read(backtest.leads)
    assert [one.lead for one in rows] == [30, 60, 90, 180]
    for row in rows:
        found = read_only.read(backtest.backtest, BacktestWish(lead=row.lead)).figures
        assert (row.churned, row.kept, row.unscored) == (found.churned, found.kept, found.unscored)
        assert row.auc == found.auc
    assert rows[2].churned == 13
    near = backtest.nearest(rows, 120)
    assert near is not None
    assert near.lead == 90
    few = [one for one in rows if one.churned < 10]
    assert backtest.nearest(few) is None


def test_the_period_and_the_segment_narrow_it(read_only: Desk) -> None:
    last = to_day(date(2026, 1, 10))
    view = read_only.read(backtest.backtest, BacktestWish(lead=30, first=START, last=last))
    assert view.figures.churned + view.figures.unscored_churned == 9
    # Who left after the last day was there on it, and counts as kept.
    assert view.figures.kept + view.figures.unscored_kept == story.KEPT + 5
    strong = read_only.read(backtest.backtest, BacktestWish(lead=30, segment="Strong"))
    assert set(strong.scores.band[:, 0].tolist()) == {0}
    whole = read_only.read(backtest.backtest, BacktestWish(lead=30))
    part = next(one for one in whole.parts if one.name == "Strong")
    assert (strong.figures.churned + strong.figures.kept) == part.rate.accounts


def test_a_profile_of_a_single_book_is_the_book_and_others_are_refused(read_only: Desk) -> None:
    whole = read_only.read(backtest.backtest)
    one = read_only.read(backtest.backtest, BacktestWish(profile="default"))
    assert one.figures.auc == whole.figures.auc
    assert (whole.index, one.index) == (-1, 0)
    for wish in (BacktestWish(profile="none"), BacktestWish(segment="none")):
        with pytest.raises(NotFound):
            read_only.read(backtest.backtest, wish)
    with pytest.raises(NotFound, match="no version 7"):
        read_only.read(backtest.backtest, BacktestWish(version=7))
    for wish in (BacktestWish(lead=0), BacktestWish(first=END, last=START)):
        with pytest.raises(UsageError):
            read_only.read(backtest.backtest, wish)


def test_of_several_profiles_one_is_tested_on_its_own_accounts(told: Desk) -> None:
    document = story.profile(1, 0) | {
        "key": "large", "name": "Large",
        "applies_to": {"field": "arr", "op": ">=", "value": 20_000},
    }  # fmt: skip
    large = parse_profile(document, {"logins"}, CATALOGUE)
    told.do(drafts.begin, large)
    draft = told.read(backtest.backtest, BacktestWish(profile="large", version=DRAFT))
    assert set(draft.scores.facts.account_ids) == {
        f"a{number}" for number in range(20, 43)
    }  # a43 had no score by any profile that day
    assert draft.figures.churned == 0
    with pytest.raises(NotFound, match="large"):
        told.read(backtest.backtest, BacktestWish(profile="large"))


def test_versions_drafts_and_bodies_are_tried_on_the_same_accounts(told: Desk) -> None:
    (held,) = told.read(profiles.published)
    other = parse_profile(story.profile(0, 1), {"logins"}, CATALOGUE)
    told.do(profiles.publish, other, "only the trend", END)
    first = told.read(backtest.backtest, BacktestWish(profile="default", version=held.version))
    again = told.read(backtest.backtest, BacktestWish(body=held.profile))
    assert first.figures.auc == again.figures.auc
    draft = told.read(backtest.backtest, BacktestWish(version=DRAFT))
    assert draft.figures.auc == told.read(backtest.backtest).figures.auc
    beside = told.read(backtest.compare, BacktestWish(profile="default"), None, held.version)
    assert beside.found is not None
    assert beside.found.second == first.figures.auc
    assert beside.text.startswith(f"Version {held.version} tells better who leaves")


def test_without_outcomes_the_attribute_that_says_who_left_makes_a_snapshot(
    furnished: Made, tmp_path: Path
) -> None:
    folder = story.write(tmp_path / "facts", lost=0)
    (folder / "outcomes.csv").unlink()
    head, *rows = (folder / "accounts.csv").read_text(encoding="utf-8").splitlines()
    told = [f"{row},{'Yes' if number < 20 else 'No'}" for number, row in enumerate(rows)]
    lines = [f"{head},Churn", *told, "zz,Never began,,5,Yes"]
    (folder / "accounts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    desk = furnished("snap")
    desk.do(imports.run, [folder])
    view = desk.read(backtest.backtest)
    assert (view.sampling, view.lead, view.first, view.last) == ("snapshot", 0, END, END)
    assert view.lost_by == "[Churn] = true"
    assert (view.figures.churned, view.figures.kept) == (20, 24)
    assert view.figures.unscored_churned == 1  # without any fact there is nothing to read
    assert view.notes[0].startswith("Another sampling, a snapshot")
    assert desk.read(backtest.leads) == ()
    rule = FieldTest("arr", "<", 10_000.0)
    said = desk.read(backtest.backtest, BacktestWish(lost=rule))
    assert (said.figures.churned, said.lost_by) == (10, "arr < 10000")


def test_a_desk_without_facts_says_that_nothing_can_be_told(furnished: Made) -> None:
    view = furnished("bare").read(backtest.backtest)
    assert view.figures.auc is None
    assert view.verdict.sentence == "Nothing can be told: no account was lost."
    assert view.notes


def test_it_is_remembered_until_the_desk_changes_and_can_be_stopped(read_only: Desk) -> None:
    class Stop:
        def step(self, done: int, total: int, text: str) -> None:
            raise Cancelled

    wish = BacktestWish(lead=45)
    with pytest.raises(Cancelled):
        read_only.read(backtest.backtest, wish, progress=Stop())
    view = read_only.read(backtest.backtest, wish)
    assert read_only.read(backtest.backtest, wish, progress=Stop()) is view
    assert to_date(view.last) - to_date(view.first) < timedelta(days=731)
