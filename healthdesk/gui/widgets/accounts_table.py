"""Accounts as a table with chosen columns, as a widget of dashboards."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.board_rows import VALUES, TableRows, in_order
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.inside_kinds import kinds_of_columns
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.views import AccountRow
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.lanes import HEAD, ROW, Cell, Lane, head, placed, row
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace

if TYPE_CHECKING:
    from healthdesk.core.services import board_accounts
else:
    board_accounts = lazily("healthdesk.core.services.board_accounts")

_COLUMNS: Final = {
    "score": Lane("score", "Score", 48),
    "change": Lane("change", "28 days", 50, "right"),
    "arr": Lane("arr", "ARR", 66, "right"),
    "renewal": Lane("renewal", "Renewal", 84, "right"),
    "touch": Lane("touch", "Last touch", 76, "right"),
    "owner": Lane("owner", "Owner", 90),
    "stage": Lane("stage", "Stage", 80),
    "tier": Lane("tier", "Tier", 76),
    "industry": Lane("industry", "Industry", 90),
    "region": Lane("region", "Region", 76),
    "coverage": Lane("coverage", "Coverage", 62, "right"),
    "reason": Lane("reason", "Main reason", 170),
}
_DOWN: Final = frozenset({"arr", "touch", "coverage"})
"""Columns whose large values come first when their name is pressed."""
SPEC = WidgetSpec(
    key="accounts_table",
    title="Accounts",
    summary="Rows with the columns you choose.",
    how=(
        "Accounts that are customers on the day, each with its score and band of the day, how far "
        "the score moved in 28 days, ARR, days to the next renewal, days since the last touchpoint "
        "that is no note, and its fields as known on the day. Pressing a column's name sorts what "
        "is shown by it until the card is read again. Columns for which there is no room are left "
        "out, the last ones first; the table (Ctrl+T) and the export have all."
    ),
    group="Scores",
    size=(7, 4),
    limits=Limits(3, 2, 12, 8),
    inside=("names",),
    inside_by=kinds_of_columns,
    topics=frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.PROFILES}),
    options=(
        Option(
            "columns",
            "Columns",
            "choices",
            "any",
            choices=tuple(_COLUMNS),
            labels=tuple(lane.title for lane in _COLUMNS.values()),
        ),
        Option("field", "One more field", "field", ""),
        Option(
            "sort",
            "Sorted by",
            "choice",
            "score",
            choices=tuple(VALUES),
            labels=tuple("Name" if key == "name" else _COLUMNS[key].title for key in VALUES),
        ),
        Option(
            "order",
            "Order",
            "choice",
            "up",
            choices=("up", "down"),
            labels=("Smallest first", "Largest first"),
        ),
        Option("rows", "Rows at most", "days", 200, 1, 5000),
    ),
)


def load(tx: Any, ask: Ask) -> TableRows:  # noqa: ANN401 - a session of the store
    """Read the rows."""
    return board_accounts.table(tx, ask)


def lanes_of(view: TableRows) -> tuple[Lane, ...]:
    """The lanes of the chosen columns behind the name; the last ones drop out first."""
    chosen = [_COLUMNS[key] for key in view.columns if key != "score"]
    if view.extra:
        chosen.append(Lane(f"field:{view.extra}", view.extra, 90))
    dropping = [
        Lane(one.key, one.title, one.wide, one.align, drop=at + 1) for at, one in enumerate(chosen)
    ]
    first = (_COLUMNS["score"],) if "score" in view.columns else ()
    return (*first, Lane("name", "Account", 100, stretch=True), *dropping)


def fits(room: QSizeF, high: float = ROW) -> int:
    """How many rows of this height there is room for."""
    return max(int((room.height() - HEAD) // high), 1)


def table_drawing(
    view: TableRows,
    rows: tuple[AccountRow, ...],
    room: QSizeF,
    kit: Kit,
    first: int,
    *,
    sort: tuple[str, bool] | None = None,
    high: float = ROW,
) -> Drawing:
    """The names of the columns, which of them sorts and how, and the rows from one on."""
    where = placed(lanes_of(view), room.width())
    key, downward = sort or (view.sort, view.downward)
    head(kit, where, 0.0, key, pressed="sort:", downward=downward)
    for at, one in enumerate(rows[first : first + fits(room, high)]):
        top = HEAD + at * high
        row(kit, where, top, _cells(one, kit.words), high=high)
        kit.spot(QRectF(0, top, room.width(), high), f"account:{one.account_id}", _tip(one, kit))
    return kit.done(room.width(), room.height())


def _cells(one: AccountRow, words: Words) -> dict[str, Cell]:
    out = {key: Cell(text(one, words), "text2") for key, text in TEXTS.items()}
    for key, value in one.attributes.items():
        out[f"field:{key}"] = Cell(value, "text2")
    moved = one.change or 0
    ink = "down" if moved < 0 else "up" if moved > 0 else "text2"
    icon = "arrow-down" if moved < 0 else "arrow-up" if moved > 0 else ""
    out["change"] = Cell(TEXTS["change"](one, words), ink, 500 if moved else 400, icon=icon)
    out["score"] = Cell(words.number(one.shown), band=one.band)
    out["name"] = Cell(one.name)
    return out


def _tip(one: AccountRow, kit: Kit) -> str:
    words = kit.words
    told = [
        one.name,
        f"Health: {words.number(one.shown)} {words.band(one.band)}",
        *(
            f"{_COLUMNS[key].title}: {TEXTS[key](one, words)}"
            for key in ("arr", "renewal", "touch")
        ),
        *([one.reason] if one.reason else []),
    ]
    return "\n".join(told)


def _change(one: AccountRow, words: Words) -> str:
    return words.signed(one.change)


def _arr(one: AccountRow, words: Words) -> str:
    return "not known" if one.arr is None else words.money(one.arr, one.currency)


def _renewal(one: AccountRow, words: Words) -> str:
    return "none known" if one.renewal_day is None else words.day(one.renewal_day)


def _touch(one: AccountRow, words: Words) -> str:
    return "never" if one.touch_days is None else words.days(one.touch_days)


def _coverage(one: AccountRow, words: Words) -> str:
    return words.percent(one.coverage)


def _reason(one: AccountRow, words: Words) -> str:
    del words
    return one.reason


def _said(key: str) -> Callable[[AccountRow, Words], str]:
    def told(one: AccountRow, words: Words) -> str:
        return one.attributes.get(key) or words.number(None)

    return told


TEXTS: Final[dict[str, Callable[[AccountRow, Words], str]]] = {
    "change": _change,
    "arr": _arr,
    "renewal": _renewal,
    "touch": _touch,
    "coverage": _coverage,
    "reason": _reason,
    **{key: _said(key) for key in ("owner", "stage", "tier", "industry", "region")},
}


class Face(RowsFace):
    """Rows that scroll under the names of their columns."""

    shown: TableRows
    _rows: tuple[AccountRow, ...] = ()
    _sort: str = ""
    _downward = False

    def show_data(self, data: Any) -> None:  # noqa: ANN401 - as every face
        """Show other rows, in the order in which they come."""
        self._rows, self._sort, self._downward = data.rows, data.sort, data.downward
        super().show_data(data)

    def press(self, key: str, *, add: bool = False) -> None:
        """Sort by a column, or open an account."""
        if not key.startswith("sort:"):
            super().press(key, add=add)
            return
        wanted = key.removeprefix("sort:")
        if wanted in VALUES:
            self._downward = not self._downward if wanted == self._sort else wanted in _DOWN
            self._sort = wanted
            self._rows = in_order(self.shown.rows, wanted, downward=self._downward)
            self.bar.setValue(0)
            self.refresh()

    def rows_top(self, room: QSizeF) -> float:
        """Under the names."""
        del room
        return HEAD

    def rows_beyond(self, room: QSizeF) -> int:
        """Rows that do not fit."""
        return len(self._rows) - fits(room, self._high)

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """Lay names and rows out."""
        kit = Kit(self.measure, self.ui.words, self.faded)
        sort = (self._sort, self._downward)
        return table_drawing(self.shown, self._rows, room, kit, first, sort=sort, high=self._high)

    @property
    def _high(self) -> float:
        return ROW + self.ui.theme.more

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """Every row with all its columns."""
        words = self.ui.words
        keys = [key for key in self.shown.columns if key != "score"]
        extra = (self.shown.extra,) if self.shown.extra else ()
        names = tuple(_COLUMNS[key].title for key in keys)
        return ("Account", "Score", "Band", *names, *extra), [
            (
                one.name,
                words.number(one.shown),
                words.band(one.band),
                *(TEXTS[key](one, words) for key in keys),
                *(one.attributes.get(key, "") for key in extra),
            )
            for one in self._rows
        ]
