"""The strong ones: found while silent, thanked for a record, asked for a favour once."""

from __future__ import annotations

from PySide6.QtCore import Qt

from healthdesk.gui.parts.plain import PlainLabel


def shown(journey, account_id, key):
    journey.ui.open_account(account_id, key)
    return journey.window.pages.page("account").tab(key)


def test_the_strong_are_found_thanked_and_asked_once(hands, journey):
    journey.ui.set_segment("Strong but silent")
    hands.key(journey.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    page = journey.accounts
    journey.until(lambda: set(page.listed_ids()) >= {"cresthaven-ports", "ottoline-press"})
    assert page.table.hasFocus()
    hands.key(page.table, Qt.Key.Key_Down)
    hands.key(page.table, Qt.Key.Key_Down)
    hands.key(page.table, Qt.Key.Key_Return)
    account = journey.window.pages.page("account")
    journey.until(lambda: account.account_id in page.listed_ids())

    work = shown(journey, "velora-optics", "work")
    journey.until(work.record.isVisible)
    assert "best month ever" in work.record.words.words.full_text
    hands.deeds = [hands.fill(text="October was your best month: well done.")]
    hands.press(work.record.thank)
    journey.until(lambda: "Thank-you" in texts(work) and not work.record.isVisible())

    hands.deeds = [hands.fill(text="Beta preview")]
    work.moments.add.click()
    hands.pick(work, "Perk")
    journey.until(lambda: "Beta preview" in texts(work))

    people = shown(journey, "velora-optics", "people")
    journey.until(lambda: bool(people.advocates.entries))
    entry = people.advocates.entries[0]
    assert not entry.entry.why_not
    hands.deeds = [hands.fill(kind="reference")]
    hands.press(entry.buttons["ask"])
    journey.until(lambda: told_why(people) != "")
    entry = people.advocates.entries[0]
    assert "the cool-down of 120 days ends on 23 Mar 2027" in entry.entry.why_not

    # Asked again: only with a reason.
    hands.deeds = [hands.refused("despite", lambda dialog: dialog.reject())]
    hands.press(entry.buttons["ask"])
    assert len(people.advocates.entries[0].entry.asks) == 1


def told_why(people):
    """Why the advocate may not be asked now, once that can be seen."""
    made = people.advocates.entries[0]
    return made.entry.why_not if made.isVisible() else ""


def texts(work):
    """What stands under Wins and perks."""
    return " ".join(one.full_text for one in work.moments.findChildren(PlainLabel))
