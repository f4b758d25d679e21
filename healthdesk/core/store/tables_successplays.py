"""The tables of successplays, of campaigns, and of messages that are sent from here.

Days are day numbers. Part of tables.py, through which everybody reads them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from healthdesk.core.store.base import (
    NO,
    STRICT,
    Base,
    empty_text,
    to_account,
    to_batch,
    to_row,
    with_row,
)


class Play(Base):
    """A successplay: what is live of it, and its draft; both documents as JSON text.

    `version` counts what was saved as live, 0 = only a draft. `seen_day` is the last day that was
    gone through; it means something only while `active`.
    """

    __tablename__ = "play"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0, server_default=NO)
    version: Mapped[int] = mapped_column(default=0, server_default=NO)
    body: Mapped[str | None]
    draft: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=False, server_default=NO)
    on_since: Mapped[int | None]
    """The day on which it was switched on last."""
    seen_day: Mapped[int | None]
    archived: Mapped[bool] = mapped_column(default=False, server_default=NO)
    rehearsed_on: Mapped[int | None]
    """The day on which its live document was rehearsed last."""
    batch_id: Mapped[int | None] = to_batch()


class PlayVersion(Base):
    """A version of a play that went live, when and why."""

    __tablename__ = "play_version"
    __table_args__ = (UniqueConstraint("play_id", "version"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    play_id: Mapped[int] = with_row("play")
    version: Mapped[int]
    day: Mapped[int]
    reason: Mapped[str] = empty_text()
    body: Mapped[str]


class PlaySeen(Base):
    """What a play has taken note of at an account, so that it fires once.

    Of a condition that holds: the day since which (one row while it holds); of events: the day of
    each that was dealt with.
    """

    __tablename__ = "play_seen"
    __table_args__ = (UniqueConstraint("play_id", "account_id", "cause_day"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    play_id: Mapped[int] = mapped_column(ForeignKey("play.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    cause_day: Mapped[int]


class Firing(Base):
    """A play fired at an account, or was passed over (domain/firing.py says what its words mean).

    `day` is when it was due, `known_on` the day on which the desk got to it, `cause_day` the day of
    the event or the first day of the condition. `because` holds the values then. `batch_mark` is
    the newest import there was: an import that is taken back withdraws what rests on it.
    """

    __tablename__ = "firing"
    __table_args__ = (
        Index(None, "account_id", "day"),
        Index(None, "state", "day"),
        STRICT,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    play_id: Mapped[int | None] = to_row("play")
    play: Mapped[str]
    version: Mapped[int]
    account_id: Mapped[int] = to_account()
    day: Mapped[int]
    known_on: Mapped[int]
    cause_day: Mapped[int]
    because: Mapped[list[Any]]
    state: Mapped[str]
    why: Mapped[str] = empty_text()
    """Why it was passed over, declined, lapsed or withdrawn."""
    run_id: Mapped[int | None] = to_row("run")
    renewal_day: Mapped[int | None]
    goal_until: Mapped[int | None]
    """The last day on which its goal counts as reached; NULL = it has no goal."""
    goal_on: Mapped[int | None]
    closed_on: Mapped[int | None]
    batch_mark: Mapped[int] = mapped_column(default=0, server_default=NO)


class Campaign(Base):
    """Messages to many people of a segment for one cause; `body` is domain/campaign.py as JSON.

    `state` is draft, written (its messages are in the outbox) or ended.
    """

    __tablename__ = "campaign"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str]
    state: Mapped[str]
    made_on: Mapped[int]
    written_on: Mapped[int | None]
    ended_on: Mapped[int | None]


class CampaignPerson(Base):
    """A person of a campaign: written to, or left out and why; words of their own, where given."""

    __tablename__ = "campaign_person"
    __table_args__ = (UniqueConstraint("campaign_id", "contact_id"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = with_row("campaign")
    account_id: Mapped[int] = to_account()
    contact_id: Mapped[int] = with_row("contact")
    left_out: Mapped[str] = empty_text()
    """Why the person is not written to; "" = is."""
    subject: Mapped[str | None]
    body: Mapped[str | None]
    """Words for this person alone; NULL = the campaign's."""
    message_id: Mapped[int | None] = to_row("message")


class Sending(Base):
    """A message that is to leave by the mail server.

    `state` is queued, sending (handed to the server, no answer noted yet), sent, refused (for
    good) or unsure (the program ended before the answer was noted: a person decides). `key` is the
    message's own Message-ID, the same in each attempt.
    """

    __tablename__ = "sending"
    __table_args__ = (Index(None, "state"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), unique=True
    )
    key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    queued_on: Mapped[int]
    tries: Mapped[int] = mapped_column(default=0, server_default=NO)
    tried_at: Mapped[str | None]
    """When it was tried last, UTC, ISO."""
    sent_at: Mapped[str | None]
    error: Mapped[str] = empty_text()
