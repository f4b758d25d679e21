"""Today on real desks: what is listed, marks with undo, visits, looking back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import (
    imports,
    scoring,
    tasks,
    today,
    today_events,
    today_marks,
    visits,
)
from tests import folders, ready

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
STORY = "aldermoor-freight"


def iso(day):
    return to_date(day).isoformat()


class Turning(Clock):
    """A clock that tests set forward."""

    def __init__(self):
        object.__setattr__(self, "instant", NOW)
        object.__setattr__(self, "pretended", None)

    def forward(self, days):
        object.__setattr__(self, "instant", self.instant + timedelta(days=days))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("today") / "sample.healthdesk"
    desk = ready.sample(path, DAY, 60, 200, clock=Clock(instant=NOW))
    desk.do(scoring.record_reported, DAY)
    desk.close()
    return path


@pytest.fixture
def desk(filled, tmp_path):
    path = tmp_path / "sample.healthdesk"
    path.write_bytes(filled.read_bytes())
    made = Desk.open(path, clock=Turning())
    yield made
    made.close()


def view(desk, **how):
    return desk.read(today.read, how.pop("day", DAY), **how)


def item(desk, account=STORY, **how):
    return next(one for one in view(desk, **how).lists.items if one.account_id == account)


def names(items):
    return {one.account_id for one in items}


def test_the_story_is_told_with_its_reasons(desk):
    found = item(desk, since=DAY - 7)
    assert found.kind == "fell"
    assert found.shown_to == 51
    assert any("Ada Brennick" in one.text for one in found.reasons)
    assert any(one.tag == "New detractor" for one in found.reasons)


def test_a_stopped_feed_is_a_data_problem_and_no_fall(desk):
    lists = view(desk, since=DAY - 7).lists
    assert "marrowgate-bank" in names(lists.problems)
    assert "marrowgate-bank" not in names(lists.items)


def test_a_renewal_won_is_good_news_a_downgrade_is_not_and_later_ones_are_not_known(desk, tmp_path):
    rows = (
        f"velora-optics,{iso(DAY - 1)},expanded,12000\n"
        f"ravnholt-shipping,{iso(DAY - 2)},renewed,\n"
        f"oskarby-furniture,{iso(DAY - 1)},downgraded,-4000\n"
    )
    table = {"outcomes": f"account_id,day,kind,arr_change\n{rows}"}
    desk.do(imports.run, [folders.write(tmp_path / "facts", table)])

    mine = {"velora-optics", "ravnholt-shipping", "oskarby-furniture"}

    def told(day):
        found = view(desk, day=day, since=DAY - 7).lists.items
        return {
            one.account_id: (one.kind, reason.text)
            for one in found
            for reason in one.reasons
            if one.account_id in mine and reason.tag in {"Expanded", "Renewed", "Downgraded"}
        }

    assert told(DAY) == {
        "velora-optics": ("rose", "Expanded on 22 Nov, ARR +12,000"),
        "ravnholt-shipping": ("rose", "Renewed on 21 Nov"),
        "oskarby-furniture": ("fell", "Downgraded on 22 Nov, ARR \N{MINUS SIGN}4,000"),
    }
    assert set(told(DAY - 2)) == {"ravnholt-shipping"}


def test_the_quick_page_has_the_same_score_moves(desk):
    quick = desk.read(today.quick, DAY, DAY - 7)
    whole = view(desk, since=DAY - 7)
    assert not quick.whole
    assert whole.whole
    moved = {one.account_id for one in quick.lists.items if one.tag.startswith("Now ")}
    listed = names(whole.lists.items) | names(whole.lists.muted) | names(whole.lists.problems)
    assert moved <= listed


def test_counts_are_those_of_the_lists_and_keys_stay(desk):
    one, two = view(desk), view(desk)
    assert [item.key for item in one.lists.items] == [item.key for item in two.lists.items]
    assert one.left == len(one.lists.items) == one.lists.folded + len(one.lists.standing)


@pytest.mark.parametrize("back", [0, 30])
def test_scores_and_bands_are_those_of_scores(desk, back):
    day = DAY - back
    told = {one.account_id: one for one in desk.read(scoring.scores, day)}
    found = view(desk, day=day, since=day - 7)
    assert found.accounts == len(told)
    lists = found.lists
    for one in (*lists.items, *lists.problems, *lists.muted):
        assert (one.shown_to, one.band_to) == (
            told[one.account_id].shown,
            told[one.account_id].band,
        )
    before = {one.account_id: one for one in desk.read(scoring.scores, day - 7)}
    for one in (*lists.of("fell"), *lists.of("rose")):
        was = before.get(one.account_id)
        assert (one.shown_from, one.band_from) == (
            (None, None) if was is None else (was.shown, was.band)
        )


def test_nothing_later_counts_on_an_earlier_day(desk):
    day = DAY - 30
    before = view(desk, day=day, since=day - 7)
    made = item(desk, since=DAY - 7)
    desk.do(today_marks.dismiss, made.key, STORY, "known")
    desk.do(tasks.add, TaskDraft("Call", STORY, due=day))
    desk.do(visits.begin, DAY)
    after = view(desk, day=day, since=day - 7)
    assert after == before


def test_a_snooze_hides_a_row_until_its_day_and_can_be_undone(desk):
    found = item(desk, since=DAY - 7)
    desk.do(today_marks.snooze, found.key, STORY, 2, "waits for their call")
    lists = view(desk, since=DAY - 7).lists
    assert STORY not in names(lists.items)
    (asleep,) = lists.snoozed
    assert (asleep.mark.until, asleep.mark.reason) == (DAY + 2, "waits for their call")
    assert desk.undo() == "Snooze"
    assert STORY in names(view(desk, since=DAY - 7).lists.items)
    desk.redo()
    desk.clock.forward(2)
    assert STORY in names(view(desk, day=DAY + 2, since=DAY - 5).lists.items)


def test_a_new_event_shows_a_handled_row_again(desk):
    found = item(desk, since=DAY - 7)
    desk.do(today_marks.handle, found.key, STORY)
    assert names(view(desk, since=DAY - 7).lists.done) == {STORY}
    desk.do(_ticket, STORY)
    assert item(desk, since=DAY - 7).tag == "Ticket urgent"


def _ticket(tx, account):
    tx.execute(
        text(
            "INSERT INTO ticket (ticket_id, account_id, opened_on, priority, subject)"
            " SELECT 'T-1', id, :day, 'urgent', 'All down' FROM account WHERE account_id = :one"
        ),
        {"day": DAY, "one": account},
    )


_ticket.label = "Ticket"


def test_waking_takes_the_mark_away(desk):
    found = item(desk, since=DAY - 7)
    mark = desk.do(today_marks.call_problem, found.key, STORY)
    lists = view(desk, since=DAY - 7).lists
    assert STORY in names(lists.problems)
    desk.do(today_marks.wake, mark)
    assert STORY in names(view(desk, since=DAY - 7).lists.items)


def test_a_task_or_a_touch_handles_its_row_in_one_step(desk):
    found = item(desk, since=DAY - 7)
    desk.do(today_marks.add_task, found.key, STORY, TaskDraft("Call Ada", STORY, due=DAY))
    seen = view(desk, since=DAY - 7)
    assert names(seen.lists.done) == {STORY}
    assert [one.title for one in seen.tasks if one.title == "Call Ada"] == ["Call Ada"]
    assert desk.undo() == "Add task"
    assert STORY in names(view(desk, since=DAY - 7).lists.items)
    draft = TouchDraft(STORY, "call", "outbound", DAY, "Spoke to Tomasz")
    desk.do(today_marks.log_touch, found.key, STORY, draft)
    assert STORY in names(view(desk, since=DAY - 7).lists.done)


@pytest.mark.parametrize("days", [0, 366])
def test_a_snooze_of_no_length_is_refused(desk, days):
    with pytest.raises(UsageError):
        desk.do(today_marks.snooze, item(desk).key, STORY, days, "why")


def test_a_reason_is_needed(desk):
    with pytest.raises(UsageError):
        desk.do(today_marks.dismiss, item(desk).key, STORY, "  ")


def test_changes_are_told_since_the_last_look_of_an_earlier_day(desk):
    assert desk.read(visits.since, DAY) == DAY - visits.FIRST_DAYS
    desk.do(visits.begin, DAY - 3)
    desk.do(visits.begin, DAY)
    assert desk.read(visits.since, DAY) == DAY - 3
    found = view(desk)
    assert (found.since, found.visit.day, found.look.done) == (DAY - 3, DAY - 3, "")
    desk.do(visits.finish, DAY, 3, 1, 5)
    look = view(desk).look
    assert (look.handled, look.snoozed, look.left) == (3, 1, 5)
    assert look.done
    assert desk.undo_label is None


def test_done_without_a_noted_look_makes_one(desk):
    desk.do(visits.finish, DAY, 0, 0, 0)
    assert desk.read(visits.latest, DAY).done


def test_renewals_are_those_of_90_days_by_day(desk):
    found = view(desk).renewals
    assert found
    assert all(0 <= one.days <= today.RENEWALS for one in found)
    assert [one.days for one in found] == sorted(one.days for one in found)


def test_a_segment_narrows_everything(desk):
    whole, poor = view(desk), view(desk, segment="Q1 risk")
    assert names(poor.lists.items) <= names(whole.lists.items)
    assert poor.accounts < whole.accounts


def test_an_answer_after_a_long_silence_is_told(desk):
    day = DAY
    rows = desk.read(lambda tx: list(today_events.events(tx, day, day - 7)))
    assert any(reason.tag == "Back in touch" for _, reason in rows)
    assert all(reason.text for _, reason in rows)


def test_an_empty_desk_has_an_empty_page(tmp_path):
    desk = Desk.create(tmp_path / "e.healthdesk", clock=Clock(instant=NOW))
    found = desk.read(today.read, DAY)
    assert (found.accounts, found.known, found.left) == (0, 0, 0)
    assert found.renewals == found.tasks == ()
    desk.close()
