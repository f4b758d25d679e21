"""What the frame of the window reads from a desk; brings services, so imported late."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.views import DeskSummary
from healthdesk.core.services import accounts, dashboards, message_reading, segments, summary


@dataclass(frozen=True)
class Frame:
    """The desk as the top bar says it."""

    summary: DeskSummary
    segments: tuple[str, ...]


def frame(tx: Tx, day: int) -> Frame:
    """Read the desk at a glance and the names of its segments."""
    return Frame(summary.desk_summary(tx, day), segments.names(tx))


def segment_counts(tx: Tx, day: int) -> dict[str, int]:
    """Count the accounts of every segment on a day; all of them under ""."""
    counts = {"": accounts.accounts_table(tx, day).total}
    for name in segments.names(tx):
        counts[name] = len(accounts.accounts_table(tx, day, name).rows)
    return counts


def account_names(tx: Tx, day: int) -> tuple[tuple[str, str], ...]:
    """Name every account of a day for the command palette: id and name, by name."""
    rows = accounts.accounts_table(tx, day).rows
    return tuple(sorted(((row.account_id, row.name) for row in rows), key=_by_name))


def waiting_messages(tx: Tx, day: int) -> int:
    """Count the messages that wait to be handed over."""
    return message_reading.counts(tx, day).waiting


def waiting_plays(tx: Tx, day: int) -> tuple[int, bool]:
    """Count the suggestions that wait for a yes; and whether all plays are stopped."""
    # Not at the top: what looks at facts comes with it, which the window does not wait for.
    from healthdesk.core.services import play_reading, play_rows  # noqa: PLC0415

    return len(play_reading.suggestions(tx, day)), play_rows.stopped_on(tx) is not None


def board_names(tx: Tx) -> tuple[tuple[int, str], ...]:
    """Row and name of every board, for the command palette."""
    return tuple((one.row, one.board.name) for one in dashboards.boards(tx))


def _by_name(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[1].casefold(), pair[0]
