"""What a desk offers to a new measure, who has it, one account under two models, the model card."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.profile import Measure
from healthdesk.core.domain.profile_edit import with_measure
from healthdesk.core.domain.reading import Fact, ReadingRef
from healthdesk.core.domain.what_if import tried
from healthdesk.core.services import drafts, measures, model_brief, profiles, what_if
from healthdesk.core.services.one_account import compared
from healthdesk.core.services.what_if import DRAFT
from tests import ready

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = (NOW.date() - datetime(1970, 1, 1, tzinfo=UTC).date()).days


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("measures") / "sample.healthdesk"
    ready.sample(path, DAY, 40, 150, clock=Clock(instant=NOW)).close()
    made = Desk.open(path, clock=Clock(instant=NOW))
    yield made
    made.close()


def tickets(days: int = 30) -> ReadingRef:
    return ReadingRef(kind="tickets_opened", options={"days": days, "min_priority": "low"})


def test_it_offers_what_the_desk_has(desk) -> None:
    found = desk.read(measures.offer, DAY)
    assert ("active_users", "Active users") in found.metrics
    assert ("industry", "Industry") in found.attributes
    assert {Fact.USAGE, Fact.TICKETS, Fact.ATTRIBUTES} <= found.known


def test_it_counts_who_has_an_answer(desk) -> None:
    found = desk.read(measures.answers, tickets(), DAY)
    assert found.known == len(found.numbers) == found.accounts
    some = desk.read(measures.answers, tickets(), DAY, "Strong but silent")
    assert some.accounts < found.accounts
    texts = desk.read(
        measures.answers, ReadingRef(kind="attribute", options={"key": "industry"}), DAY
    )
    assert texts.known == sum(texts.texts.values()) == found.accounts
    nobody = ReadingRef(kind="attribute", options={"key": "no such"})
    assert desk.read(measures.answers, nobody, DAY).known == 0


def test_the_rows_of_one_account_add_up(desk) -> None:
    view = desk.read(what_if.model, "default", DAY)
    now = view.published.profile
    added = Measure(
        key="opened", name="Tickets opened", weight=20.0, missing="skip", stale_after=None,
        reading=tickets(), scale=now.dimensions[2].measures[0].scale,
    )  # fmt: skip
    whole = with_measure(now, "support", added)
    book = desk.read(what_if.based, view.book, whole, DAY)
    after = tried(book, whole)
    moved = 0
    for account in view.named:
        made = compared(book.scores, after, account)
        assert made is not None
        if made.before is None or made.after is None or not made.parts:
            continue
        rows = sum(one.moves for one in made.parts) + sum(points for _, points in made.steps)
        assert rows == pytest.approx(made.after - made.before, abs=1e-9)
        fresh = [one for one in made.parts if one.points_before is None]
        moved += any(one.key == "support.opened" for one in fresh)
    assert moved
    assert all(one.reads for one in made.parts)


def test_an_account_without_a_score_has_no_rows(desk) -> None:
    view = desk.read(what_if.model, "default", DAY)
    gone = np.flatnonzero(view.book.scores.profile[:, 0] < 0)
    for account in gone.tolist():
        assert compared(view.book.scores, view.book.scores, account) is None


def test_the_card_says_a_version_in_words(desk) -> None:
    found = desk.read(model_brief.read, "default", 7)
    assert (found.name, found.versions[0], found.drafted) == ("Default", 7, False)
    assert found.lead[0] == "It scores all accounts that no other profile takes."
    assert "Strong begins at 70" in " ".join(found.lead)
    assert sum(one.share or 0 for one in found.parts) == pytest.approx(100)
    assert found.caps[0].startswith("Urgent ticket open: at most 39 where")
    early = desk.read(model_brief.read, "onboarding", 1)
    assert "age" in early.lead[0].lower()


def test_the_card_of_a_draft_that_was_never_published(desk) -> None:
    made = desk.read(measures.begin_from, "ranks", DAY)
    key = desk.do(drafts.begin, made)
    try:
        found = desk.read(model_brief.read, key, DRAFT)
        assert found.versions == ()
        assert "good, average or poor" in " ".join(found.lead)
        assert {one.share for one in found.parts} == {None}
    finally:
        desk.undo()
    with pytest.raises(NotFound):
        desk.read(profiles.version, "default", 99)
