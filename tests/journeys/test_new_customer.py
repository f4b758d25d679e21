"""A new customer: made by hand, scored as one, its milestones stamped, scored as others later."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from healthdesk.core.domain.facts import to_date
from healthdesk.core.services import scoring
from tests.journeys.conftest import DAY
from tests.journeys.hands import Hands

NAME = "Fernhill Studios"
LATER = DAY + 64


def usage(folder, account_id, days):
    """Sign-ins from the third day on, a first report on the fifteenth."""
    lines = ["account_id,metric,day,value"]
    for at, day in enumerate(days):
        if at >= 3:
            lines.append(f"{account_id},active_users,{to_date(day)},{4 + at // 9}")
        if at >= 15:
            lines.append(f"{account_id},reports,{to_date(day)},2")
    path = folder / "usage.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def shown(journey, key):
    """A tab of the account in view."""
    account = journey.window.pages.page("account")
    account.show_tab(key)
    return account.tab(key)


def make_account(hands, journey):
    """By the palette; a form that is refused is asked again as it was."""
    hands.key(journey.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    line = journey.window.finder.palette.findChild(QLineEdit)
    hands.journey.bot.keyClicks(line, "new account")
    hands.deeds = [
        hands.fill(name="Velora Optics"),
        hands.fill(name=NAME, people="Noor Vance <noor@fernhill.example>\nIlse Brandt"),
    ]
    hands.key(line, Qt.Key.Key_Return)
    account = journey.window.pages.page("account")
    journey.until(lambda: account.head.isVisible() and account.account_id.startswith("desk-"))
    return account


@pytest.fixture
def fernhill(hands, journey):
    return make_account(hands, journey)


def set_up(hands, journey, account_id):
    """Its profile is told, a role is set on the map, the kick-off is stamped by hand."""
    health = shown(journey, "health")
    journey.until(lambda: "until 22 Jan 2027" in health.composition.foot.words)
    score = health._account.composition.score
    names = {one.name for part in score.dimensions for one in part.measures}
    assert (score.profile, "Milestones done" in names) == ("onboarding", True)

    people = shown(journey, "people")
    journey.until(lambda: people.shown is not None and len(people.shown.view.lines) == 2)
    noor = next(
        one.person.contact_id for one in people.shown.view.lines if one.person.name == "Noor Vance"
    )
    hands.deeds = [hands.fill(**{f"role:{noor}": "champion"})]
    hands.press(people.edit_roles)
    journey.until(lambda: "champion" in {one.person.role for one in people.shown.view.lines})

    work = shown(journey, "work")
    journey.until(lambda: len(work.stamps.buttons) == 5)
    hands.press(work.stamps.buttons[0])
    hands.pick(work, "Done today")
    journey.until(lambda: work.stamps.buttons[0].stamp.done_on == DAY)


def later(hands, journey, monkeypatch):
    """The same desk after the onboarding."""
    path = journey.ui.desk.path
    journey.end()
    monkeypatch.setenv("HEALTHDESK_TODAY", to_date(LATER).isoformat())
    journey.start(path)
    journey.until(lambda: journey.ui.desk is not None)
    return Hands(journey)


def test_from_a_new_account_to_the_usual_score(fernhill, hands, journey, tmp_path, monkeypatch):
    key = fernhill.account_id
    set_up(hands, journey, key)
    hands = later(hands, journey, monkeypatch)
    hands.bring_in(usage(tmp_path, key, range(DAY, LATER + 1)))

    # Usage stamps the first value by itself; a person's word stands over it.
    journey.ui.open_account(key, "work")
    work = shown(journey, "work")
    journey.until(lambda: [one.stamp.by_rule for one in work.stamps.told] == [True])
    (told,) = work.stamps.told
    assert (told.stamp.name, told.stamp.done_on) == ("First value", DAY + 15)
    assert told.stamp.rule.words == "Reports: first value, 2, on 8 Dec 2026"
    hands.deeds = [hands.fill(done=DAY + 16)]
    hands.press(told.accept)
    journey.until(lambda: not work.stamps.told)
    stamp = next(one.stamp for one in work.stamps.buttons if one.stamp.name == "First value")
    assert (stamp.by_rule, stamp.done_on) == (False, DAY + 16)

    health = shown(journey, "health")
    rows = health.change.chart.rows
    journey.until(lambda: rows.figures is not None)
    assert "until" not in health.composition.foot.words
    marks = journey.ui.desk.read(scoring.history, key, DAY, LATER).marks
    switched = [one.day for one in marks if one.text.startswith("Profile switched: Onboarding")]
    assert switched == [DAY + 61]
    before = rows.figures
    health.change.days_chosen.emit(DAY + 20, LATER)
    journey.until(lambda: rows.figures is not before)
    figures = rows.figures
    assert "profile" in {one.kind for one in figures.rows}
    assert sum(one.points for one in figures.rows) == figures.change
