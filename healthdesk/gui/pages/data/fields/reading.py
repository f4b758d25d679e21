"""Reads who says what of which field, and what another order would change; on readers, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthdesk.core.domain.op import op
from healthdesk.core.domain.source_order import Order
from healthdesk.core.domain.source_view import Example, FieldSources, Turn

if TYPE_CHECKING:  # the desk brings SQLAlchemy, which the first paint does not wait for
    from healthdesk.core.desk import Tx


@dataclass(frozen=True)
class Tried:
    """A field with an order tried on it: where sources differ, and what would change."""

    table: str
    field: str
    order: Order
    examples: tuple[Example, ...]
    turns: tuple[Turn, ...]


def read_fields(tx: Tx) -> tuple[FieldSources, ...]:
    """Read the fields with their sources."""
    from healthdesk.core.services import sources_said  # noqa: PLC0415 - brings SQLAlchemy

    return sources_said.overview(tx)


def try_order(tx: Tx, table: str, field: str, order: Order) -> Tried:
    """Find where sources differ and what an order would change."""
    from healthdesk.core.services import source_rules, sources_said  # noqa: PLC0415 - SQLAlchemy

    examples = sources_said.examples(tx, table, field)
    turns = source_rules.would_turn(tx, table, field, order)
    return Tried(table, field, order, examples, turns)


@op("Change which source wins")
def change(tx: Tx, table: str, field: str, order: Order) -> int:
    """Let sources win in this order; how many records changed."""
    from healthdesk.core.services import source_rules  # noqa: PLC0415 - brings SQLAlchemy

    return len(source_rules.change(tx, table, field, order))
