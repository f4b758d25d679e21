"""The tables of dashboards: boards and private templates, and when a tile was last looked at.

Part of tables.py, through which everybody reads them.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from healthdesk.core.store.base import NO, STRICT, Base, to_batch


class Dashboard(Base):
    """A board, or a template made from one; `body` is its document as JSON text."""

    __tablename__ = "dashboard"
    __table_args__ = (UniqueConstraint("kind", "name"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """board or template."""
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0, server_default=NO)
    body: Mapped[str]
    batch_id: Mapped[int | None] = to_batch()


class TileSeen(Base):
    """The days on which a tile of a board was first and last on the screen. No part of undo."""

    __tablename__ = "tile_seen"
    __table_args__ = (UniqueConstraint("dashboard_id", "tile"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    dashboard_id: Mapped[int] = mapped_column(
        ForeignKey("dashboard.id", ondelete="CASCADE"), index=True
    )
    tile: Mapped[str]
    first_day: Mapped[int]
    last_day: Mapped[int]
