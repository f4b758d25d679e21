"""The weekly load, click by click: files of five tools, a name to settle, one file undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from healthdesk.core.desk import Desk
from healthdesk.core.services import exports, matching
from healthdesk.gui.parts.choice_popup import ChoicePopup

LEFT = Qt.MouseButton.LeftButton
FIRMS = (
    ("001A000001", "Aldermoor Freight", "aldermoor.example"),
    ("001A000002", "Tallis Brook Clinics", "tallisbrook.example"),
    ("001A000003", "Norrwick Paper", "norrwick.example"),
    ("001A000004", "Tindra Dairy", "tindra.example"),
)


def salesforce(folder):
    lines = ["Id,IsDeleted,Name,Type,Industry,Website,OwnerId,CreatedDate,LastModifiedDate"]
    lines += [
        f"{ident},false,{name},Customer,Trade,https://www.{domain},005A,"
        "2024-03-01T09:00:00.000+0000,2026-11-20T09:00:00.000+0000"
        for ident, name, domain in FIRMS
    ]
    return write(folder, "crm_accounts.csv", lines)


def hubspot(folder):
    lines = ["Record ID,First Name,Last Name,Email,Job Title,Company Name,Create Date"]
    lines += [
        f"{9001 + at},Ann{at},Berg{at},ann{at}@{domain},Head of it,{name},2025-02-{at + 1:02} 09:30"
        for at, (_, name, domain) in enumerate(FIRMS)
    ]
    return write(folder, "contacts_export.csv", lines)


def zendesk(folder, *, week):
    """The second week brings a new ticket, closes an old one, and misspells a company."""
    head = "Id,Requester,Requester email,Subject,Status,Priority,Created at,Organization,Solved at"
    rows = [
        ("5101", 0, "Aldermoor Freight", "High", "2026-11-02 08:00", ""),
        ("5102", 1, "Tallis Brook Clinics", "Normal", "2026-11-03 08:00", "2026-11-05 10:00"),
        ("5103", 2, "Norrwick Paper", "Low", "2026-11-04 08:00", ""),
    ]
    if week == 2:
        rows[0] = (*rows[0][:5], "2026-11-18 12:00")
        rows.append(("5104", 3, "Tindra Dairy", "Urgent", "2026-11-19 08:00", ""))
        rows.append(("5105", 9, "Norrwik Papper", "Urgent", "2026-11-20 08:00", ""))
    lines = [head]
    for ident, at, firm, priority, opened, solved in rows:
        mail = f"ann{at}@{FIRMS[at][2]}" if at < len(FIRMS) else "someone@mail.example"
        status = "Solved" if solved else "Open"
        lines.append(f"{ident},Ann,{mail},Help,{status},{priority},{opened},{firm},{solved}")
    return write(folder, "helpdesk_tickets.csv", lines)


def stripe(folder):
    head = (
        "id,Customer ID,Customer Email,Customer Name,Plan,Quantity,Currency,Interval,Amount,Status"
    )
    lines = [f"{head},Created (UTC),Start (UTC),Current Period End (UTC),Ended At (UTC)"]
    lines += [
        f"sub_{at},cus_{at},ann{at}@{domain},{name},pro,{10 + at},eur,year,{(at + 1) * 12000}.00,"
        "active,2024-03-01 09:00,2024-03-01 09:00,2027-03-01 09:00,"
        for at, (_, name, domain) in enumerate(FIRMS)
    ]
    return write(folder, "billing_subscriptions.csv", lines)


def usage(folder):
    lines = ["account,day,logins,reports"]
    for at, (ident, _, _) in enumerate(FIRMS):
        lines += [f"{ident},2026-11-{day:02},{5 + at},{at + 1}" for day in range(1, 22)]
    return write(folder, "usage_november.csv", lines)


def write(folder, name, lines):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def week(folder, number):
    return [
        salesforce(folder),
        hubspot(folder),
        zendesk(folder, week=number),
        stripe(folder),
        usage(folder),
    ]


def drop(window, paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    keys = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(90, 90), Qt.DropAction.CopyAction, data, LEFT, keys))


class Load:
    """What a person does in the wizard."""

    def __init__(self, journey):
        self.journey = journey
        self.page = journey.window.pages.data()

    @property
    def wizard(self):
        return self.page.wizard

    def settled(self):
        wizard = self.wizard
        return wizard is not None and wizard.state == "ready" and not wizard.checker.busy

    def drop(self, paths):
        drop(self.journey.window, paths)
        self.journey.until(self.settled)

    def show(self, name):
        """Click a file in the list."""
        table = self.wizard.files.list
        key = next(one.key for one in self.wizard.load.entries if one.name == name)
        rect = table.visualRect(table.rows.index(table.rows.line_of(key), 0))
        self.journey.bot.mouseClick(table.viewport(), LEFT, pos=rect.center())
        assert self.wizard.mapping.proposal.raw.name == name

    def answer_all(self):
        """Take the first answer to every question that is left."""
        for _ in range(12):
            asked = self.wizard.load.open_files
            if not asked:
                break
            self.show(asked[0].raw.name)
            question = asked[0].questions[0]
            self.wizard.mapping.strip.answered.emit(question.key, question.choices[0].key)
        self.journey.until(self.settled)

    def decide(self, name, meant):
        """Press the select of a name and choose an account in the popup."""
        table = self.wizard.sight.names.table
        line = next(
            at for at in range(table.rows.rowCount()) if table.rows.row_at(at).name.value == name
        )
        column = [one.key for one in table.rows.columns].index("becomes")
        place = table.visualRect(table.rows.index(line, column)).center()
        self.journey.bot.mouseClick(table.viewport(), LEFT, pos=place)
        popup = self.wizard.findChildren(ChoicePopup)[-1]
        at = next(at for at in range(popup.model.rowCount()) if popup.model.at(at).text == meant)
        where = popup.list.visualRect(popup.model.index(at)).center()
        self.journey.bot.mouseClick(popup.list.viewport(), LEFT, pos=where)
        self.journey.until(self.settled)

    def press_import(self):
        assert self.wizard.head.start.isEnabled(), self.wizard.head.start.toolTip()
        self.journey.bot.mouseClick(self.wizard.head.start, LEFT)
        self.journey.until(lambda: self.wizard.state == "done")

    def close(self):
        self.journey.bot.mouseClick(self.wizard.head.start, LEFT)
        assert self.page.state == "rest"


def tables(desk, folder):
    """The exchange folder of a desk, file by file."""
    desk.read(exports.exchange, folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def load(journey, tmp_path):
    path = tmp_path / "north.healthdesk"
    desk = Desk.create(path)
    desk.close()
    journey.start(path)
    journey.until(lambda: journey.ui.desk is not None)
    journey.window.show_page("data")
    return Load(journey)


def test_five_files_one_name_and_one_file_taken_back(load, journey, tmp_path):
    load.drop(week(tmp_path / "week one", 1))
    assert len(load.wizard.load.entries) == 5
    load.answer_all()
    load.press_import()
    load.close()
    desk = journey.ui.desk
    before = tables(desk, tmp_path / "before")
    assert before["accounts.csv"].count(b"\n") == 5
    assert before["tickets.csv"].count(b"\n") == 4

    load.drop(week(tmp_path / "week two", 2))
    assert load.wizard.load.can_import  # the same layouts ask nothing the second time
    load.show("helpdesk_tickets.csv")
    shown = {kind: tile.figure for kind, tile in load.wizard.sight.tiles.tiles.items()}
    # So near a name is taken as suggested, and Import says so; the person sees it and chooses it.
    assert shown == {"new": "2", "changed": "1", "same": "2", "waiting": "0", "rejected": "0"}
    assert "1 name taken as suggested" in load.wizard.head.start.toolTip()
    load.decide("Norrwik Papper", "Decide later")
    assert load.wizard.sight.tiles.tiles["waiting"].figure == "1"
    load.decide("Norrwik Papper", "Norrwick Paper")
    assert load.wizard.sight.tiles.tiles["waiting"].figure == "0"
    assert tables(desk, tmp_path / "still") == before

    load.press_import()
    done = load.wizard.done
    journey.until(lambda: done.moved.state in ("body", "empty"))
    assert done.moved.state == "body"
    assert any(row.reason for row in done.accounts.rows.order.rows)
    after = tables(desk, tmp_path / "after")
    assert after["tickets.csv"].count(b"\n") == 6
    assert any(one.value for one in desk.read(matching.aliases))

    at = [one.key for one in done.files.rows.columns].index("undo")
    line = done.files.rows.line_of("helpdesk_tickets.csv")
    place = done.files.visualRect(done.files.rows.index(line, at)).center()
    journey.bot.mouseClick(done.files.viewport(), LEFT, pos=place)
    journey.until(lambda: done.files.rows.row_at(line).undone)
    assert tables(desk, tmp_path / "undone")["tickets.csv"] == before["tickets.csv"]
    load.close()
