"""How well the values of a column fit what a target holds."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.mapping.file_names import LOADED
from healthdesk.core.mapping.header import squeezed
from healthdesk.core.mapping.look import FileLook, plural
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.vocabulary import SATISFACTION, WORDS, meanings, no_answer

_LOADED = frozenset(map(squeezed, LOADED))
_NEVER = -1.0
_TEXT_LIMIT = 300
_MOST_POINTS = 10


@dataclass(frozen=True)
class Worth:
    """What values say: under 0 they cannot be it, 0 nothing, up to 1 they must be; and why."""

    score: float
    why: str = ""


IMPOSSIBLE = Worth(_NEVER)
NOTHING = Worth(0.0)


def value_fit(  # noqa: PLR0911 one return a kind of cell
    file: FileLook, column: ColumnProfile, table: str, target: str
) -> Worth:
    """How well a column's values fit a target."""
    if not column.filled:
        return Worth(-0.3, "empty")
    if target == "rating":
        return _rating(column)
    if target == "email":
        return _email(column)
    cell = next((one.cell for one in BY_NAME[table].columns if one.name == target), Cell.TEXT)
    if cell is Cell.DAY:
        return _day(column)
    if cell is Cell.NUMBER:
        return _number(column, target)
    if cell is Cell.ID:
        return _id(file, column)
    if cell is Cell.CHOICE:
        return _choice(column, table, target)
    if cell is Cell.FLAG:
        return Worth(0.4, "yes or no") if column.share(column.flags) >= 0.95 else IMPOSSIBLE
    return _text(column, target)


def is_day(column: ColumnProfile) -> bool:
    """Whether a column plainly holds days, not only numbers that could be counts of them."""
    if column.share(column.days) < 0.9:
        return False
    counted = max(column.orders[one] for one in ("epoch s", "epoch ms", "excel"))
    return counted < 0.9 * column.days


def is_loaded(name: str) -> bool:
    """Whether a program added the column that copied the table into a warehouse."""
    return squeezed(name) in _LOADED


def tells_when(column: ColumnProfile) -> bool:
    """Whether a column of days can say when a row happened, not only when it was copied."""
    return is_day(column) and not is_loaded(column.name)


def is_number(column: ColumnProfile) -> bool:
    """Whether a column holds numbers."""
    return column.share(column.numbers) >= 0.9


def looks_like_id(column: ColumnProfile) -> bool:
    """Whether a column can name things: short texts, nearly all different."""
    return column.nearly_unique and column.longest <= 80 and not is_day(column)


def _day(column: ColumnProfile) -> Worth:
    share = column.share(column.days)
    if is_day(column):
        return Worth(0.6, "days")
    if share >= 0.9:
        return Worth(0.2, "counts of time")
    return Worth(0.1, f"{share:.0%} are days") if share >= 0.6 else IMPOSSIBLE


def _number(column: ColumnProfile, target: str) -> Worth:
    if column.share(column.numbers) < 0.8 or (is_day(column) and column.plain < column.numbers):
        return IMPOSSIBLE
    if target == "seats" and (column.low is None or column.low < 0):
        return IMPOSSIBLE
    return Worth(0.3, "numbers")


def _id(file: FileLook, column: ColumnProfile) -> Worth:
    if is_day(column) and not column.unique:
        return IMPOSSIBLE
    if column.damaged:
        return Worth(-0.2, f"{plural(column.damaged, 'id')} spoilt by a spreadsheet (1.23E+17)")
    if column.unique:
        return Worth(0.5, "all different")
    if column.nearly_unique:
        twice = sum(1 for count in column.counts.values() if count > 1)
        return Worth(0.35, f"{plural(twice, 'id')} more than once")
    return Worth(0.1, "one row for each state") if file.has_history else Worth(-0.6, "repeats")


def _choice(column: ColumnProfile, table: str, target: str) -> Worth:
    if len(column.counts) > 60:
        return IMPOSSIBLE
    if target == "priority" and column.numbers == column.looked:
        return Worth(0.0, "numbers")
    _, strange = meanings(table, target, column.counts)
    total = sum(column.counts.values())
    unknown = sum(column.counts[text] for text in strange)
    share = 1 - unknown / total
    if share == 1:
        count = len(column.counts)
        return Worth(0.6, f"{plural(count, 'value')}, {'known' if count == 1 else 'all known'}")
    if share >= 0.4:
        return Worth(0.2, f"{plural(len(strange), 'value')} not known")
    return Worth(-0.5, "values not known") if (table, target) in WORDS else NOTHING


def _rating(column: ColumnProfile) -> Worth:
    if is_number(column):
        low, high = column.low or 0.0, column.high or 0.0
        if low >= 0 and high <= 10:
            return Worth(0.5, f"from {low:g} to {high:g}")
        if (beyond := _beyond(column)) <= _FEW_BEYOND * column.looked:
            return Worth(0.4, f"from 0 to 10, {plural(beyond, 'row')} beyond")
        return Worth(0.1, f"from {low:g} to {high:g}") if low >= 0 and high <= 20 else IMPOSSIBLE
    told = [text for text in column.counts if not no_answer(text)]
    if told and all(text.strip().casefold() in SATISFACTION for text in told):
        return Worth(0.5, f"{plural(len(told), 'answer')}, all known")
    return Worth(-0.1, "no answer yet") if not told else IMPOSSIBLE


_FEW_BEYOND = 0.2


def _beyond(column: ColumnProfile) -> int:
    """Rows of ratings that no survey has: mistakes, to be rejected, where they are few."""
    found = 0
    for text, rows in column.counts.items():
        told = text.strip().replace(",", ".")
        try:
            found += 0 if 0 <= float(told) <= _MOST_POINTS else rows
        except ValueError:
            found += rows
    return found


def _email(column: ColumnProfile) -> Worth:
    if column.share(column.mails) >= 0.6:
        return Worth(0.7, "mail addresses")
    if column.share(column.hashed) >= 0.9:
        return Worth(-0.05, "made unreadable by the source")
    return IMPOSSIBLE


def _text(column: ColumnProfile, target: str) -> Worth:
    if target == "domain":
        good = column.share(column.domains) >= 0.8
        return Worth(0.6, "domains") if good else IMPOSSIBLE
    if target in {"name", "milestone", "reason", "comment", "text", "industry", "stage"} and (
        is_day(column) or (is_number(column) and column.high != column.low)
    ):
        return Worth(-0.45, "numbers")
    if target in {"subject", "body", "note"} and is_number(column):
        return Worth(-0.45, "numbers")
    if target == "phone":
        digits = [text for text in column.examples if sum(map(str.isdigit, text)) >= 5]
        return NOTHING if digits else Worth(-0.5)
    if target in {"metric", "product", "channel", "tier", "stage"} and column.longest > _TEXT_LIMIT:
        return IMPOSSIBLE
    return NOTHING
