"""The points of a map: every text that accounts have, how many have it, what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.profile import MapScale
from healthdesk.gui.base.words import Words, one_line
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

Where = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEAD = ("Text", "Accounts", "Points")
POINTS = 2
ROW, COUNT_WIDE, POINTS_WIDE = 28, 84, 84
_HINT = "Points from 0 to 100; without points a text counts as missing."
_NONE = "missing"
Role = Qt.ItemDataRole


@dataclass(frozen=True)
class MapRow:
    """A text, how many accounts have it, and its points; None = it counts as missing."""

    text: str
    accounts: int
    points: float | None


def rows_of(scale: MapScale, texts: Mapping[str, int]) -> tuple[MapRow, ...]:
    """Every text of a map and of the desk, those with the most points first; case is ignored."""
    listed = {word.casefold(): (word, points) for word, points in scale.points.items()}
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for word, count in texts.items():
        folded = word.casefold()
        counts[folded] = counts.get(folded, 0) + count
        names.setdefault(folded, word)
    out = [MapRow(word, counts.get(folded, 0), points) for folded, (word, points) in listed.items()]
    out += [
        MapRow(names[folded], count, None)
        for folded, count in counts.items()
        if folded not in listed
    ]
    return tuple(sorted(out, key=_order))


def _order(row: MapRow) -> tuple[bool, float, int, str]:
    return row.points is None, -(row.points or 0.0), -row.accounts, row.text


def with_points(scale: MapScale, text: str, points: float | None) -> MapScale:
    """A map with other points for a text; None takes it out.

    Raises:
        UsageError: nothing would be left, or these are no points.
    """
    if points is not None and not 0 <= points <= 100:
        raise UsageError("Points go from 0 to 100.")
    kept = {key: one for key, one in scale.points.items() if key.casefold() != text.casefold()}
    if points is not None:
        name = next((key for key in scale.points if key.casefold() == text.casefold()), text)
        kept[name] = points
    if not kept:
        raise UsageError("A map has at least one text with points.")
    return MapScale(points=kept)


class MapModel(QAbstractTableModel):
    """The rows of a map; their points can be typed.

    Signals:
        typed: a text, and what was typed for its points.
    """

    typed = Signal(str, str)

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self.rows: tuple[MapRow, ...] = ()
        self.editable = False

    def show(self, rows: tuple[MapRow, ...], *, editable: bool) -> None:
        """Show other rows; where the texts are the same, each stays where it is."""
        self.editable = editable
        found = {one.text: one for one in rows}
        if len(found) == len(rows) and found.keys() == {one.text for one in self.rows}:
            self.rows = tuple(found[one.text] for one in self.rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, POINTS))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Where = NOWHERE) -> int:
        """Number of texts."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Where = NOWHERE) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(HEAD)

    def data(self, index: Where, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """What stands in a cell."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in {Role.DisplayRole, Role.AccessibleTextRole}:
            return self._told(row, index.column())
        if role == Role.EditRole:
            return "" if row.points is None else self._words.number(row.points, _digits(row.points))
        if role == Role.ToolTipRole:
            return plain_tip(row.text) if index.column() == 0 else None
        if role == Role.TextAlignmentRole:
            right = Qt.AlignmentFlag.AlignRight if index.column() else Qt.AlignmentFlag.AlignLeft
            return right | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Where, value: object, role: int = Role.EditRole) -> bool:
        """Tell what was typed."""
        if role != Role.EditRole or index.column() != POINTS:
            return False
        if str(value).strip() != self.data(index, Role.EditRole):
            self.typed.emit(self.rows[index.row()].text, str(value).strip())
        return True

    def flags(self, index: Where) -> Qt.ItemFlag:
        """Only points can be typed."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == POINTS and self.editable:
            return base | Qt.ItemFlag.ItemIsEditable
        return base

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's own signature
        """The name of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return HEAD[section]
        if orientation == Qt.Orientation.Horizontal and role == Role.TextAlignmentRole:
            right = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return right | Qt.AlignmentFlag.AlignVCenter
        return None

    def _told(self, row: MapRow, column: int) -> str:
        if column == 0:
            return one_line(row.text)
        if column == 1:
            return self._words.number(row.accounts) if row.accounts else "none"
        return _NONE if row.points is None else self._words.number(row.points, _digits(row.points))


def _digits(points: float) -> int:
    return next((at for at in (0, 1) if round(points, at) == points), 2)


class MapEdit(QWidget):
    """A table of texts; Enter or a press on points types them.

    Signals:
        settled: the map with other points.
        refused: why what was typed cannot be.
    """

    settled = Signal(object)
    refused = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.scale: MapScale | None = None
        self.model = MapModel(words, self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName("Points of each text")
        self._dress()
        self.hint = PlainLabel(_HINT, "caption", elide=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.hint)
        self.model.typed.connect(self._on_model_typed)

    def show_map(self, scale: MapScale, texts: Mapping[str, int], *, editable: bool) -> None:
        """Show another map."""
        self.scale = scale
        self.model.show(rows_of(scale, texts), editable=editable)

    def _dress(self) -> None:
        table = self.table
        trigger = QAbstractItemView.EditTrigger
        table.setEditTriggers(
            trigger.CurrentChanged | trigger.SelectedClicked | trigger.DoubleClicked
            | trigger.AnyKeyPressed | trigger.EditKeyPressed
        )  # fmt: skip
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(ROW)
        head = table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, wide in ((1, COUNT_WIDE), (POINTS, POINTS_WIDE)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            table.setColumnWidth(column, wide)

    @Slot(str, str)
    def _on_model_typed(self, text: str, typed: str) -> None:
        if self.scale is None:
            return
        try:
            points = None if typed == _NONE else self._words.parse_number(typed)
            made = with_points(self.scale, text, points)
        except UsageError as error:
            self.refused.emit(error.sentence)
            return
        if made != self.scale:
            self.settled.emit(made)
