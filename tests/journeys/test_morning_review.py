"""A morning with Today: what changed, what is put off, what is done, and what is left."""

from __future__ import annotations

from PySide6.QtCore import Qt

from healthdesk.core.services import visits
from healthdesk.gui.pages.today.lines import FoldLine, ItemLine
from tests.journeys.conftest import today


def rows(page):
    return [one.item for one in page.changes.list.rows.lines if isinstance(one, ItemLine)]


def go_to(hands, page, account_id):
    """Go down by the arrows until the row of an account is open."""
    listed = page.changes.list
    listed.setFocus()
    hands.key(listed, Qt.Key.Key_Home)
    for _ in range(60):
        if listed.item is not None and listed.item.account_id == account_id:
            return listed.item
        hands.key(listed, Qt.Key.Key_Down)
    raise AssertionError(account_id)


def test_counts_are_the_lengths_of_lists(hands, journey):
    page = today(journey)
    lists = page.view.lists
    listed = page.changes.list
    fold = next((at for at, one in enumerate(listed.rows.lines) if isinstance(one, FoldLine)), -1)
    if fold >= 0:
        listed.fold_toggled.emit()
    assert sorted(one.key for one in rows(page)) == sorted(one.key for one in lists.items)
    for kind in ("fell", "rose", "open"):
        chip = page.changes.chips[kind]
        hands.press(chip)
        assert chip.text().endswith(f" {len(rows(page))}")
        assert f"{len(rows(page))} {'still open' if kind == 'open' else kind}" in (
            page.sentence.full_text
        )
    hands.press(page.changes.chips["all"])
    assert all(one.text and one.reasons for one in rows(page))


def test_a_morning_from_the_first_look_to_done(hands, journey):
    page = today(journey)
    item = go_to(hands, page, "aldermoor-freight")
    assert (item.shown_from, item.shown_to) == (63, 51)
    assert (item.touch_days, item.renewal_days, item.arr) == (34, 68, 184_000)
    assert "Ada Brennick left" in item.text

    # The feed of one account stopped: no fall, and said to be a matter of data.
    problem = page.view.lists.problems[0]
    assert problem.account_id == "marrowgate-bank"
    assert "17 days" in problem.text
    assert problem.stale
    assert problem.account_id not in {one.account_id for one in rows(page)}
    standing = page.view.lists.standing
    row = next(one for one in page.problems.rows if "17 days" in one.text)
    hands.press(next(one for one in row.findChildren(type(page.done)) if one.text()))
    journey.until(lambda: page.view.lists.problems[0].mark is not None)
    assert "17 days" in page.problems.rows[0].text
    assert page.view.lists.standing == standing  # it never was one of the rows of the day

    # Muted by season, with the reason.
    assert "hollin-vale-schools" not in {one.account_id for one in page.view.lists.items}
    hands.press(page.problems.muted)
    assert "same weeks of 2025" in page.problems.rows[-1].text

    hands.deeds = [hands.refused("reason", hands.fill(days="2", reason="Call on Wednesday"))]
    go_to(hands, page, "sablewood-hotels")
    hands.key(page.changes.list, Qt.Key.Key_Z)
    journey.until(lambda: len(page.view.lists.snoozed) == 1)
    snoozed = page.view.lists.snoozed[0]
    assert (snoozed.account_id, snoozed.mark.reason) == ("sablewood-hotels", "Call on Wednesday")
    assert page.changes.chips["snoozed"].isVisible()

    # Two tasks by the keyboard; one needs the note of the touch.
    listed = page.tasks.list
    assert listed.rows.task(0).title == "Answer invoice question"
    hands.tick(listed, 0)
    journey.until(lambda: len(page.view.done_tasks) == 2)
    at = next(at for at in range(9) if listed.rows.task(at).title == "Note on Friday's visit")
    hands.deeds = [hands.refused("subject", hands.fill(subject="How the rollout goes"))]
    hands.tick(listed, at)
    journey.until(lambda: len(page.view.done_tasks) == 3)

    hands.press(page.done)
    journey.until(lambda: page.done.text().startswith("Done at "))
    looked = journey.ui.desk.read(visits.latest, journey.ui.today)
    assert looked.done == page.done.text().removeprefix("Done at ")
    view = page.view
    assert (view.handled, view.snoozed_today, view.left) == (1, 1, len(view.lists.items))


def test_a_task_with_steps_leads_to_them(hands, journey):
    page = today(journey)
    listed = page.tasks.list
    at = next(at for at in range(9) if listed.rows.task(at).title.startswith("Call Clara"))
    said = []
    journey.ui.noticed.connect(said.append)
    hands.tick(listed, at)
    assert said[-1].action == "Show steps"
    said[-1].run()
    account = journey.window.pages.page("account")
    assert journey.window.pages.current == "account"
    assert account.current == "work"
    journey.ui.noticed.disconnect(said.append)
