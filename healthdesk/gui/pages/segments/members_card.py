"""The card of members: how many, what they pay, how they are; who, and what lets them in."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.core.domain.board_money import Amounts
from healthdesk.core.domain.segment_view import MemberRow, Members
from healthdesk.core.domain.views import Band
from healthdesk.gui.base.theme import Role
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts import amounts
from healthdesk.gui.parts.band import paint_badge
from healthdesk.gui.parts.band_drawing import band_dot
from healthdesk.gui.parts.board_figures import fill_of, put_bar
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.row_list import RowList
from healthdesk.gui.parts.rule_line import small_button

BANDS: dict[str, Band] = {
    "Strong": "Strong",
    "Average": "Average",
    "Poor": "Poor",
    "Unknown": "Unknown",
}
ORDER: tuple[Band, ...] = ("Poor", "Average", "Strong", "Unknown")
ROW, LOW_ROW = 32, 46
IMPORT = "Import files"
"""The button of a desk without accounts."""
_LABEL, _FIGURE, _BAR, _LINE = 16.0, 30.0, 12.0, 18.0


def change_words(members: Members, words: Words) -> str:
    """How many more or fewer than 28 days before; "" where that is not known."""
    if members.change is None:
        return ""
    return words.signed(members.change) if members.change else "as many as"


def lay_head(members: Members, width: float, kit: Kit) -> Drawing:
    """Three figures, a bar of bands, and its legend."""
    words = kit.words
    third = width / 3
    known = members.count > 0
    score = DASH if members.mean_score is None else words.number(members.mean_score)
    figures = (
        ("Accounts", words.number(members.count)),
        ("ARR", amounts.told(members.arr, words) if known else DASH),
        ("Mean score by ARR", score),
    )
    for at, (label, figure) in enumerate(figures):
        left = at * third
        if kit.wide(label, "small") > third - 8:
            label = label.partition(" by ")[0]  # noqa: PLW2901 - the short form of it
        kit.write(QRectF(left, 0, third - 8, _LABEL), label, "text3", "small")
        role: Role = "figure" if kit.wide(figure, "figure", 600) <= third - 8 else "title"
        place = QRectF(left, _LABEL, third - 8, _FIGURE)
        kit.write(place, figure, role=role, weight=600)
        if at == 0 and members.change is not None:
            wide = kit.wide(figure, "figure", 600)
            told = (
                f"{change_words(members, words)} in 28 days" if members.change else "as 28 days ago"
            )
            room = QRectF(wide + 8, _LABEL + 10, third - wide - 22, _LABEL)
            short = (
                told if kit.wide(told, "small") <= room.width() else words.signed(members.change)
            )
            if members.change or short == told:
                kit.write(room, short, "text2", "small")
            kit.spot(QRectF(0, 0, third, _LABEL + _FIGURE), "change", told)
    top = _LABEL + _FIGURE + 6
    return _bands(members, width, top, kit)


def _bands(members: Members, width: float, top: float, kit: Kit) -> Drawing:
    shown = sorted(members.bands, key=_place)
    if not shown:
        return kit.done(width, top)
    parts = [
        (fill_of(BANDS[band]) if band in BANDS else "edge", count, 1.0) for band, count, _ in shown
    ]
    put_bar(kit.sheet, QRectF(0, top, width, _BAR), parts)
    left, line = 0.0, top + _BAR + 6
    for band, count, arr in shown:
        name = kit.words.band(band) if band in BANDS else "without a score"
        told = f"{kit.words.number(count)} {name}, {amounts.told(arr, kit.words)}"
        wide = kit.wide(told, "small")
        if left and left + wide + 16 > width:
            left, line = 0.0, line + _LINE
        if band in BANDS:
            kit.sheet.dots.append(band_dot(QPointF(left + 5, line + _LINE / 2), BANDS[band], 4.0))
        room = QRectF(left + 15, line, min(wide, width - left - 15), _LINE)
        kit.write(room, told, "text2", "small")
        left += wide + 15 + 16
    return kit.done(width, line + _LINE + 2)


def _place(part: tuple[str, int, Amounts]) -> int:
    band = part[0]
    return ORDER.index(BANDS[band]) if band in BANDS else len(ORDER)


class MembersHead(DrawnPart):
    """The figures of a set of accounts."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._words = ui.words
        self._members: Members | None = None

    def show_members(self, members: Members) -> None:
        """Show other ones."""
        self._members = members
        self.refresh()
        told = [text.full or text.text for text in self.drawing.texts]
        self.setAccessibleName(", ".join(told))

    def lay_out(self, width: float) -> Drawing:
        """Lay them out for a width."""
        if self._members is None:
            return Drawing(width, 0)
        return lay_head(self._members, width, Kit(self.measure, self._words))


class MemberList(RowList):
    """An account a line: badge, name, why it is in, ARR, days to its renewal."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, ui.words, "Members")
        self._wide = (64, 52)

    def high(self, row: MemberRow) -> int:
        """One line each; two where there is little room."""
        return (LOW_ROW if self.narrow and row.why else ROW) + self._theme.more

    def say(self, row: MemberRow) -> str:
        """All of it in words."""
        words = self._words
        score = "no score" if row.shown is None else f"{words.band(row.band)} {row.shown}"
        told = [f"{row.name}, {score}", f"In for: {row.why}" if row.why else ""]
        told.append(f"ARR {words.money(row.arr, row.currency, short=False)}")
        if row.renewal_days is not None:
            told.append(f"renews in {words.days(row.renewal_days)}")
        if row.joined is not None:
            told.append(f"in since {words.day(row.joined)}")
        return "\n".join(one for one in told if one)

    def show_members(self, rows: tuple[MemberRow, ...]) -> None:
        """Show other accounts."""
        ink = self.ink
        money = [ink.width(self._money(one), ink.body) for one in rows[:60]]
        days = [ink.width(self._days(one), ink.body) for one in rows[:60]]
        self._wide = (max([24, *money]) + 4, max([20, *days]) + 4)
        self.show_rows(rows)

    def _money(self, row: MemberRow) -> str:
        return self._words.money(row.arr, row.currency)

    def _days(self, row: MemberRow) -> str:
        return "" if row.renewal_days is None else f"{self._words.number(row.renewal_days)} d"

    def paint_row(self, painter: QPainter, rect: QRect, row: MemberRow) -> None:
        """Draw an account."""
        spare = self._theme.more // 2
        rect = rect.adjusted(0, spare, 0, -spare)
        ink = self.ink
        painter.fillRect(rect.left(), rect.top(), rect.width(), 1, ink.color("border"))
        band = BANDS.get(row.band, "Unknown")
        score = DASH if row.shown is None else str(row.shown)
        paint_badge(painter, QRectF(rect).adjusted(12, 0, 0, 0), self._theme, band, score)
        right = rect.right() - 12
        high = rect.height() if not (self.narrow and row.why) else 30
        days = QRect(right - self._wide[1], rect.top(), self._wide[1], high)
        write(painter, ink, days, self._days(row), color="text2", right=True)
        money = QRect(days.left() - 8 - self._wide[0], rect.top(), self._wide[0], high)
        write(painter, ink, money, self._money(row), right=True)
        left = rect.left() + 12 + 56
        if self.narrow and row.why:
            name = QRect(left, rect.top() + 5, max(money.left() - 10 - left, 0), 20)
            write(painter, ink, name, row.name, font=ink.medium)
            under = QRect(left, rect.top() + 24, max(rect.right() - 12 - left, 0), 16)
            write(painter, ink, under, row.why, font=ink.small, color="text3")
            return
        room = max(money.left() - 10 - left, 0)
        wanted = ink.width(row.name, ink.medium) + 1
        why = ink.width(row.why, ink.body)
        wide = min(wanted, room if not row.why else max(room - min(why + 10, room * 2 // 5), 0))
        name = QRect(left, rect.top(), wide, rect.height())
        write(painter, ink, name, row.name, font=ink.medium)
        rest = QRect(left + wide + 10, rect.top(), room - wide - 10, rect.height())
        if rest.width() > 24:
            write(painter, ink, rest, row.why, color="text3")


class MembersCard(Card):
    """Who is in now.

    Signals:
        export_wanted: "report", "csv", "copy" or "list": what should be made of the members.
    """

    export_wanted = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Members now", "and what lets them in", padding=0)
        self.ui = ui
        self.members: Members | None = None
        self.export = small_button(ui.theme, "download", "Use the members elsewhere")
        self.add_tool(self.export)
        self.head = MembersHead(ui)
        self.list = MemberList(ui)
        self.more = PlainLabel("", "caption")
        self.more.setContentsMargins(12, 4, 12, 6)
        self.more.hide()
        holder = QWidget(self)
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(12, 0, 12, 8)
        inside.addWidget(self.head)
        self.body.setSpacing(0)
        self.body.setContentsMargins(0, 0, 0, 4)
        self.body.addWidget(holder)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.more)
        self.list.entered_row.connect(self._on_list_entered_row)
        self.export.clicked.connect(self._on_export_clicked)
        self.acted.connect(self._on_acted)

    def show_members(self, members: Members, *, known: bool = True) -> None:
        """Show other accounts; `known` is whether the desk has any at all."""
        self.members = members
        words = self.ui.words
        self.export.setEnabled(bool(members.count))
        if not known:
            self.show_empty(
                "There are no accounts yet",
                "The segment fills by itself as soon as there are any: import your files, or make"
                " an account by hand.",
                IMPORT,
                "file-import",
            )
            return
        if not members.count:
            self.show_empty(
                "Nobody is in it now",
                "No account passes every line. The counts beside the lines say where they stop.",
                "",
                "users",
            )
            return
        self.head.show_members(members)
        self.list.show_members(members.rows)
        left = members.count - len(members.rows)
        self.more.setText(f"and {words.number(left)} more: Open in Accounts lists all")
        self.more.setVisible(left > 0)
        self.show_body()

    @Slot(object)
    def _on_list_entered_row(self, row: MemberRow) -> None:
        self.ui.open_account(row.account_id)

    @Slot()
    def _on_acted(self) -> None:
        self.ui.open_page("data")

    @Slot()
    def _on_export_clicked(self) -> None:
        menu = Menu(self.theme, "Members", self)
        menu.add("Report…", self._on_report, icon="presentation")
        menu.add("Save as CSV", self._on_csv, icon="table-export")
        menu.add("Copy as text", self._on_copy, icon="copy")
        menu.addSeparator()
        menu.add("New list of these accounts", self._on_list, icon="list-details")
        menu.popup_under(self.export)

    @Slot()
    def _on_report(self) -> None:
        self.export_wanted.emit("report")

    @Slot()
    def _on_csv(self) -> None:
        self.export_wanted.emit("csv")

    @Slot()
    def _on_copy(self) -> None:
        self.export_wanted.emit("copy")

    @Slot()
    def _on_list(self) -> None:
        self.export_wanted.emit("list")
