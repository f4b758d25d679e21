"""The tables of the way in: mappings, aliases, rows that wait, typed fields, sources, merges.

Part of tables.py, through which everybody reads them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from healthdesk.core.store.base import NO, STRICT, Base, to_batch


class Mapping(Base):
    """A mapping under a name; `body` is its document, `kept` = remembered without being asked."""

    __tablename__ = "mapping"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str]
    day: Mapped[int]
    kept: Mapped[bool] = mapped_column(default=False, server_default=NO)


class AccountAlias(Base):
    """Whom a way of naming an account means; NULL = its rows are left out. `value` is folded."""

    __tablename__ = "account_alias"
    __table_args__ = (UniqueConstraint("by", "value"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str]
    value: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    batch_id: Mapped[int | None] = to_batch()


class WaitingRow(Base):
    """A row of an import whose account nobody knew; settled when `settled_by` stands."""

    __tablename__ = "waiting_row"
    __table_args__ = (Index(None, "by", "value"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(
        ForeignKey("import_batch.id", ondelete="CASCADE"), index=True
    )
    table_name: Mapped[str]
    file: Mapped[str]
    line: Mapped[int]
    by: Mapped[str]
    value: Mapped[str]
    cells: Mapped[dict[str, Any]]
    settled_by: Mapped[int | None] = mapped_column(
        ForeignKey("import_batch.id", ondelete="SET NULL")
    )


class HandEdit(Base):
    """A field that was typed here; `value` is JSON text, as kept."""

    __tablename__ = "hand_edit"
    __table_args__ = (UniqueConstraint("table_name", "row_id", "field"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str]
    row_id: Mapped[int]
    field: Mapped[str]
    value: Mapped[str | None]
    day: Mapped[int]
    at: Mapped[str]


class Source(Base):
    """A watched folder or a saved query; `body` and `state` are JSON text."""

    __tablename__ = "source"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    body: Mapped[str]
    position: Mapped[int] = mapped_column(default=0, server_default=NO)
    last_at: Mapped[str | None]
    last_batch: Mapped[int | None] = mapped_column(
        ForeignKey("import_batch.id", ondelete="SET NULL")
    )
    last_error: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="{}", server_default="{}")


class AccountMerge(Base):
    """Two records made one: `kept` and `gone` are the sources' own ids, `body` the way back.

    `after_batch` is the newest import before it; `ended_by` the one whose taking back ended it.
    """

    __tablename__ = "account_merge"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    kept: Mapped[str]
    gone: Mapped[str]
    kept_name: Mapped[str]
    gone_name: Mapped[str]
    at: Mapped[str]
    after_batch: Mapped[int]
    body: Mapped[bytes]
    undone: Mapped[bool] = mapped_column(default=False, server_default=NO)
    ended_by: Mapped[int | None]


class KeptApart(Base):
    """Two records that look alike and are not the same; `low` < `high` are their own ids."""

    __tablename__ = "kept_apart"
    __table_args__ = (UniqueConstraint("kind", "low", "high"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    low: Mapped[str]
    high: Mapped[str]


class ImportPart(Base):
    """The batch of one file of an import, and the batch of the import itself."""

    __tablename__ = "import_part"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(
        ForeignKey("import_batch.id", ondelete="CASCADE"), unique=True
    )
    load_id: Mapped[int] = mapped_column(
        ForeignKey("import_batch.id", ondelete="CASCADE"), index=True
    )
