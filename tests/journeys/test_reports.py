"""Job 3: a quarterly review prepared by mouse, what is internal hidden, written, filed, logged."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from healthdesk.core.services import tasks
from healthdesk.core.services.reports import filing, kept, reviews
from tests.journeys.conftest import DAY

ACCOUNT = "velora-optics"
WORDS = "They ask for a training of the second branch."
LEFT = Qt.MouseButton.LeftButton


def drawn(journey, page):
    """The pages of what was chosen last are there."""
    journey.until(
        lambda: (
            page.drawn is not None
            and not page.preview.busy.full_text
            and not journey.app.jobs.busy
            and page.preview.view.has_page
        )
    )
    return page.drawn


def tick(journey, page, ticks, key):
    """Press a row of boxes."""
    rows = [one.key for one in ticks.rows.rows]
    place = ticks.visualRect(ticks.rows.index(rows.index(key))).center()
    journey.bot.mouseClick(ticks.viewport(), LEFT, pos=QPoint(8, place.y()))
    return drawn(journey, page)


def test_a_review_of_a_quarter(hands, journey, tmp_path):
    journey.ui.open_account(ACCOUNT)
    account = journey.window.pages.page("account")
    journey.until(lambda: account.acts._shown is not None)
    hands.press(account.head.more)
    hands.pick(account, "New review")
    page = journey.window.pages.page("reports")
    first = drawn(journey, page)
    assert journey.window.pages.current == "reports"
    assert (first.report.subject, len(first.sheets) > 5) == ("Velora Optics", True)
    assert first.warned == ()  # for a customer, what is internal is hidden from the start
    hands.press(page.card.period)
    page.card.period.popup.take("2026-Q3")
    assert drawn(journey, page).report.period == "Q3 2026"
    keep_inside(hands, journey, page)
    write(hands, journey, page)
    send(hands, journey, page, tmp_path)
    log(hands, journey, page)


def keep_inside(hands, journey, page):
    """What would show is marked in red and named; hidden again, it is gone."""
    shown = tick(journey, page, page.card.hide_list, "score")
    assert page.preview.band.words.startswith(f"Page {shown.page_of(shown.warned[0].section)} ")
    marked = [one.number for one in page.preview.strip.rows.rows if one.warning]
    assert marked
    hands.press(page.preview.band.go_there)
    assert page.preview.number == marked[0]
    journey.window.grab()
    tick(journey, page, page.card.hide_list, "score")
    assert page.preview.band.words == ""
    tick(journey, page, page.card.show_list, "voice")
    assert "voice" not in [one.key for one in page.drawn.report.sections]


def write(hands, journey, page):
    """The paragraph by hand, the facts beside it."""
    strip = page.preview.strip
    place = strip.visualRect(strip.rows.index(2)).center()
    journey.bot.mouseClick(strip.viewport(), LEFT, pos=place)
    hands.press(page.preview.words)
    journey.until(lambda: page.words.section == page.preview.section)
    assert page.words.facts
    journey.bot.keyClicks(page.words.own, WORDS)
    journey.until(lambda: WORDS in [one.own for one in drawn(journey, page).report.sections])
    hands.press(page.words.back)


def send(hands, journey, page, folder):
    """Slides and paper; exported again they are the same, byte for byte."""
    asked = []

    def save_as(title, proposal, kinds):
        asked.append(folder / f"{len(asked)}{proposal.suffix}")
        return asked[-1]

    hands.save_as = save_as

    def export(key):
        count = len(asked)
        page.head.export_requested.emit(key)
        journey.until(lambda: len(asked) > count and asked[-1].is_file())
        return asked[-1].read_bytes()

    made = {key: export(key) for key in (page.head.main_key, "pdf")}
    assert made["pdf"].startswith(b"%PDF-")
    hands.press(page.head.file)
    journey.until(lambda: page.head.filed.text() == "Filed 1")
    assert {key: export(key) for key in made} == made


def log(hands, journey, page):
    """After the meeting: one step, which is undone as one."""
    hands.deeds = [
        hands.fill(
            outcome="They stay.",
            agreed="Train the second branch 2026-12-14\nSend the offer",
            next_on=DAY + 90,
        )
    ]
    hands.press(page.head.outcome)

    def held():
        return journey.ui.desk.read(reviews.of_account, ACCOUNT, DAY)

    journey.until(lambda: len(held()) == 1)
    assert held()[0].agreed == ("Train the second branch", "Send the offer")
    due = {one.title: one.due for one in journey.ui.desk.read(tasks.of_account, ACCOUNT, DAY)}
    assert due["Train the second branch"] == DAY + 21
    assert due["Next review"] == DAY + 90
    (row,) = journey.ui.desk.read(filing.listed, "account_review")
    assert held()[0].filed == row.row
    options = journey.ui.desk.read(kept.read, "account_review", f"account:{ACCOUNT}")
    assert options.left_out.count("voice") == 1
    report = journey.ui.desk.read(filing.opened, row.row)
    assert WORDS in [one.own for one in report.sections]
    journey.ui.undo()
    journey.until(lambda: held() == ())
