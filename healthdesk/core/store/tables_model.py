"""The tables of churn retros: what a lost account teaches the health model.

Days are day numbers. Part of tables.py, through which everybody reads them.
"""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from healthdesk.core.store.base import (
    NO,
    STRICT,
    Base,
    empty_text,
    to_account,
    to_batch,
    with_row,
)


class Retro(Base):
    """What people say of one loss, on the day the account churned.

    `arr` and `tenure_days` are None where the desk's own facts are right. `profile` is the key of
    the health profile whose draft a finding went into. `closed_on` is None while it is open.
    """

    __tablename__ = "retro"
    __table_args__ = (UniqueConstraint("account_id", "day"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = to_account()
    day: Mapped[int]
    arr: Mapped[float | None]
    tenure_days: Mapped[int | None]
    fit: Mapped[str] = empty_text()
    """How well the product fitted: "good", "partly", "poor", or not said."""
    reason: Mapped[str] = empty_text()
    words: Mapped[str] = empty_text()
    """The reason in the customer's or the person's own words."""
    done_well: Mapped[str] = empty_text()
    done_better: Mapped[str] = empty_text()
    profile: Mapped[str] = empty_text()
    known_on: Mapped[int]
    """The day on which it was begun."""
    closed_on: Mapped[int | None]
    by: Mapped[str] = empty_text()
    batch_id: Mapped[int | None] = to_batch()


class RetroSignal(Base):
    """A sign before a loss: a measure that moved, or one that nobody measured yet.

    `measure` is "dimension.measure" of the profile then, or empty; `reading` is the document of a
    candidate's reading as JSON text, None where the sign is only told in words.
    """

    __tablename__ = "retro_signal"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    retro_id: Mapped[int] = with_row("retro")
    position: Mapped[int] = mapped_column(default=0, server_default=NO)
    name: Mapped[str]
    day: Mapped[int | None]
    """The day on which it moved, None where that is not known."""
    measure: Mapped[str] = empty_text()
    reading: Mapped[str | None]
    missed: Mapped[bool] = mapped_column(default=False, server_default=NO)
    """Whether it was there to be seen and nobody acted on it."""
    candidate: Mapped[bool] = mapped_column(default=False, server_default=NO)
    """Whether it was put forward as a measure."""
    note: Mapped[str] = empty_text()
