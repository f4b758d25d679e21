"""One table model over a tuple of rows and an array of line numbers: no proxy, no items.

Lines are what a table shows from top to bottom: rows in their order and, with groups, a head before
each. Marks (the ticked rows) and the current row belong to ids and so survive new data.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from healthdesk.gui.parts.column import Column, GroupHead, SortKey

if TYPE_CHECKING:  # numpy comes with the data, after the first paint
    from healthdesk.gui.parts.row_order import Arrangement, Group, Grouping, Index, Mask, RowOrder

Where = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Role = Qt.ItemDataRole

HeadOf = Callable[["RowOrder", "Group"], GroupHead]
"""Says what stands in a group's head, from the rows in it."""


class TableModel(QAbstractTableModel):
    """Shows rows of one dataclass as lines and columns.

    Signals:
        marks_changed: other rows are ticked now, or ticked rows went away with their data.
        arranged: order, filter, groups or rows changed.
    """

    marks_changed = Signal()
    arranged = Signal()

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._order: RowOrder | None = None
        self._shown: Arrangement | None = None
        self._mask: Mask | None = None
        self._grouping: Grouping | None = None
        self._head_of: HeadOf | None = None
        self._heads: dict[int, GroupHead] = {}
        self._closed: set[str] = set()
        self._sorts: tuple[SortKey, ...] = ()
        self._lines: dict[int, int] | None = None
        self._passing: list[str] | None = None
        self.marks: set[str] = set()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns from left to right."""
        return self._columns

    @property
    def plain(self) -> int:
        """The first column that is no box: a line's own name, and what a group head says."""
        return next((at for at, held in enumerate(self._columns) if not held.fixed), 0)

    @property
    def sorts(self) -> tuple[SortKey, ...]:
        """What the rows are sorted by."""
        return self._sorts

    @property
    def order(self) -> RowOrder | None:
        """The rows with their key arrays; None before the first data."""
        return self._order

    @property
    def shown(self) -> Arrangement | None:
        """What the lines are: for whoever takes the table along."""
        return self._shown

    @property
    def passing(self) -> Index | None:
        """Numbers of all rows that pass the filter, in their order."""
        return None if self._shown is None else self._shown.members

    def show(
        self,
        order: RowOrder,
        mask: Mask | None = None,
        grouping: Grouping | None = None,
        head_of: HeadOf | None = None,
    ) -> None:
        """Show these rows; marks of rows that are gone go with them."""
        self._order, self._mask = order, mask
        self._grouping, self._head_of = grouping, head_of
        gone = self.marks.difference(order.at)
        self.marks -= gone
        self._arrange()
        if gone:
            self.marks_changed.emit()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show these columns, from left to right; the same ones anew are only swapped in."""
        held = [column.key for column in self._columns]
        if held == [column.key for column in columns]:
            self._columns = tuple(columns)
            return
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def set_sorts(self, sorts: tuple[SortKey, ...]) -> None:
        """Sort by these keys, the first leading."""
        self._sorts = sorts
        self._arrange()

    def set_mask(self, mask: Mask | None) -> None:
        """Show only the rows that pass."""
        self._mask = mask
        self._arrange()

    def set_grouping(self, grouping: Grouping | None, head_of: HeadOf | None) -> None:
        """Put the rows under group heads, or under none; all groups are open then."""
        self._grouping, self._head_of = grouping, head_of
        self._closed.clear()
        self._arrange()

    def close_group(self, label: str, *, closed: bool) -> None:
        """Hide or show the rows of one group."""
        self._closed.difference_update((label,))
        if closed:
            self._closed.add(label)
        self._arrange()

    def group_at(self, line: int) -> Group | None:
        """Hand out the group whose head stands on a line, None where there is a row."""
        if self._shown is None or not 0 <= line < len(self._shown.lines):
            return None
        code = int(self._shown.lines[line])
        return self._shown.groups[-1 - code] if code < 0 else None

    def head_over(self, line: int) -> int:
        """The line of the head of the group that a line is in; -1 where there are no groups."""
        if self._shown is None or not self._shown.groups:
            return -1
        heads = (self._shown.lines < 0).nonzero()[0]
        return int(heads[heads.searchsorted(line, side="right") - 1])

    def sticking(self, scroll: int, high: int) -> tuple[int, int]:
        """The line of the head that sticks to the top, and where it stands; -1: none does.

        The head that comes next pushes it out.
        """
        line = scroll // high
        over = self.head_over(line)
        if over * high >= scroll or over < 0:
            return -1, 0
        return over, -(scroll % high) if self.group_at(line + 1) is not None else 0

    def head_at(self, line: int) -> GroupHead | None:
        """Say what the group head on a line shows; asked once a group and arrangement."""
        group = self.group_at(line)
        if group is None or self._order is None:
            return None
        if line not in self._heads:
            told = self._head_of(self._order, group) if self._head_of else None
            self._heads[line] = told or GroupHead(group.label, str(len(group.members)))
        return self._heads[line]

    def row_at(self, line: int) -> Any:  # noqa: ANN401 - rows are of any dataclass
        """Hand out the row on a line; None on a group head or outside."""
        if self._shown is None or self._order is None or not 0 <= line < len(self._shown.lines):
            return None
        code = int(self._shown.lines[line])
        return self._order.rows[code] if code >= 0 else None

    def id_at(self, line: int) -> str:
        """Name the id of the row on a line, "" on a group head or outside."""
        if self._shown is None or self._order is None or not 0 <= line < len(self._shown.lines):
            return ""
        code = int(self._shown.lines[line])
        return self._order.ids[code] if code >= 0 else ""

    def line_of(self, ident: str) -> int:
        """Find the line of a row, -1 if it is not shown."""
        if self._shown is None or self._order is None or ident not in self._order.at:
            return -1
        if self._lines is None:
            self._lines = {code: line for line, code in enumerate(self._shown.lines.tolist())}
        return self._lines.get(self._order.at[ident], -1)

    def mark(self, idents: Collection[str], *, on: bool) -> None:
        """Tick or clear rows."""
        before = len(self.marks)
        self.marks = self.marks.union(idents) if on else self.marks.difference(idents)
        if len(self.marks) != before:
            self._marks_moved()

    def clear_marks(self) -> None:
        """Tick nothing."""
        self.mark(tuple(self.marks), on=False)

    def passing_ids(self) -> list[str]:
        """Name all rows that pass the filter, in their order."""
        if self._shown is None or self._order is None:
            return []
        if self._passing is None:
            ids = self._order.ids
            self._passing = [ids[code] for code in self._shown.members.tolist()]
        return self._passing

    def marked_rows(self) -> list[Any]:
        """Hand out the ticked rows, in the order shown; those a filter hides come last."""
        if self._order is None:
            return []
        shown = [ident for ident in self.passing_ids() if ident in self.marks]
        hidden = sorted(self.marks.difference(shown), key=self._order.at.__getitem__)
        return [self._order.rows[self._order.at[ident]] for ident in (*shown, *hidden)]

    def rowCount(self, parent: Where = NOWHERE) -> int:
        """Count the lines."""
        return 0 if parent.isValid() or self._shown is None else len(self._shown.lines)

    def columnCount(self, parent: Where = NOWHERE) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Where, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Say a cell in words; painting asks the rows themselves."""
        if not index.isValid() or index.model() is not self:
            return None
        column = self._columns[index.column()]
        row = self.row_at(index.row())
        if row is None:
            return self._head_data(index.row(), index.column(), role)
        if column.fixed:
            return self._box_data(index.row(), role)
        return _row_data(row, column, role)

    def setData(self, index: Where, value: object, role: int = Role.EditRole) -> bool:
        """Tick a row through its box, as assistive programs do."""
        ident = self.id_at(index.row())
        if role != Role.CheckStateRole or not ident:
            return False
        self.mark((ident,), on=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Where) -> Qt.ItemFlag:
        """Rows can be current; boxes can be ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._columns[index.column()].fixed and self.id_at(index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's
        """Name the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return column.title
        return column.hint if role == Role.ToolTipRole else None

    def _box_data(self, line: int, role: int) -> Qt.CheckState | None:
        if role != Role.CheckStateRole:
            return None
        on = self.id_at(line) in self.marks
        return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked

    def _head_data(self, line: int, column: int, role: int) -> str | None:
        head = self.head_at(line)
        said = role in (Role.DisplayRole, Role.AccessibleTextRole) and column == self.plain
        if head is None or not said:
            return None
        told = (*head.figures, *([head.change[:2]] if head.change else []))
        figures = ", ".join(f"{label} {figure}" for label, figure in told)
        return ", ".join(part for part in (head.title, head.count, figures) if part)

    def _marks_moved(self) -> None:
        lines = self.rowCount()
        if lines and self._columns:
            first, last = self.index(0, 0), self.index(lines - 1, 0)
            self.dataChanged.emit(first, last, [Role.CheckStateRole])
        self.marks_changed.emit()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._lines = None
        self._passing = None
        self._heads = {}
        if self._order is not None:
            self._shown = self._laid_out(self._order)
        self.endResetModel()
        self.arranged.emit()

    def _laid_out(self, order: RowOrder) -> Arrangement:
        # Deferred: this module is needed for the first paint, numpy only once there are rows.
        from healthdesk.gui.parts.row_order import arrange, everything  # noqa: PLC0415

        mask = everything(order) if self._mask is None else self._mask
        return arrange(order.order(self._sorts), mask, self._grouping, self._closed)


def _row_data(row: Any, column: Column, role: int) -> Any:  # noqa: ANN401 - Qt's
    if role == Role.DisplayRole:
        return column.text(row)
    if role == Role.AccessibleTextRole:
        return f"{column.title}: {column.text(row)}"
    if role == Role.TextAlignmentRole:
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
    return None
