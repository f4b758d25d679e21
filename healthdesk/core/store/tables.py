"""The tables of a desk, as SQLAlchemy mapped classes without behaviour.

Days are INTEGER, days since 1970-01-01; instants (`*_at`) are ISO text in UTC; money, ratings and
sentiments are REAL. Every table is STRICT: a text in a number's place is refused by the file
itself. `account_id` and `contact_id` of fact tables are row ids; only `Account.account_id` and
`Contact.contact_id` hold the source's own text. Not here: the wide table of daily usage
(usage.py), the views for SQL tools (views.py).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from healthdesk.core.store.base import KEPT, NO, STRICT, Base, Json, to_account, to_batch
from healthdesk.core.store.tables_boards import Dashboard, TileSeen
from healthdesk.core.store.tables_intake import (
    AccountAlias,
    AccountMerge,
    HandEdit,
    ImportPart,
    KeptApart,
    Mapping,
    Source,
    WaitingRow,
)
from healthdesk.core.store.tables_model import Retro, RetroSignal
from healthdesk.core.store.tables_plays import (
    Message,
    Playbook,
    PlaybookVersion,
    Run,
    RunStep,
    TaskRepeat,
    TaskSnooze,
)
from healthdesk.core.store.tables_reports import (
    Handover,
    MilestoneRule,
    PulseInherited,
    ReportBrand,
    ReportFiled,
    ReportKept,
    ReportTemplate,
    Review,
    RunSignoff,
)
from healthdesk.core.store.tables_successplays import (
    Campaign,
    CampaignPerson,
    Firing,
    Play,
    PlaySeen,
    PlayVersion,
    Sending,
)
from healthdesk.core.store.tables_work import (
    AccountCare,
    Advocate,
    AdvocateAsk,
    Attachment,
    ContactCare,
    Feedback,
    FeedbackTheme,
    Finding,
    Forecast,
    MeetingAsked,
    Moment,
    Plan,
    Task,
    Theme,
    TodayMark,
    Visit,
)

__all__ = [
    "Account",
    "AccountAlias",
    "AccountCare",
    "AccountMerge",
    "Advocate",
    "AdvocateAsk",
    "Attachment",
    "Attribute",
    "AttributeValue",
    "Base",
    "BatchRow",
    "BatchUsage",
    "Campaign",
    "CampaignPerson",
    "Contact",
    "ContactCare",
    "ContactUsage",
    "Dashboard",
    "DeskStamp",
    "Feedback",
    "FeedbackTheme",
    "Finding",
    "Firing",
    "Forecast",
    "HandEdit",
    "Handover",
    "ImportBatch",
    "ImportPart",
    "Invoice",
    "KeptApart",
    "Mapping",
    "MeetingAsked",
    "Mention",
    "Message",
    "Metric",
    "Milestone",
    "MilestoneRule",
    "Moment",
    "Outcome",
    "Plan",
    "Play",
    "PlaySeen",
    "PlayVersion",
    "Playbook",
    "PlaybookVersion",
    "Profile",
    "ProfileVersion",
    "Pulse",
    "PulseInherited",
    "ReportBrand",
    "ReportFiled",
    "ReportKept",
    "ReportTemplate",
    "Retro",
    "RetroSignal",
    "Review",
    "Run",
    "RunSignoff",
    "RunStep",
    "ScoreOverride",
    "ScoreReported",
    "Segment",
    "Sending",
    "Setting",
    "Snapshot",
    "Source",
    "Subscription",
    "Survey",
    "Task",
    "TaskRepeat",
    "TaskSnooze",
    "Theme",
    "Ticket",
    "TileSeen",
    "TodayMark",
    "Touchpoint",
    "Visit",
    "WaitingRow",
]


class ImportBatch(Base):
    """One import, with what it did per table; `undone` when it was taken back.

    In an import of several files each has a batch of its own beside it (ImportPart).
    """

    __tablename__ = "import_batch"
    __table_args__ = KEPT
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    day: Mapped[int]
    label: Mapped[str] = mapped_column(default="", server_default="")
    files: Mapped[list[Any]]
    tables: Mapped[dict[str, Any]]
    rejects_file: Mapped[str | None]
    undone: Mapped[bool] = mapped_column(default=False, server_default=NO)


class Account(Base):
    """A customer; everything else that is known of it are attributes."""

    __tablename__ = "account"
    __table_args__ = KEPT
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    batch_id: Mapped[int | None] = to_batch()


class Attribute(Base):
    """A column of accounts beyond id, name and parent: number, day, boolean or text."""

    __tablename__ = "attribute"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    position: Mapped[int] = mapped_column(default=0, server_default=NO)


class AttributeValue(Base):
    """An attribute's value from the day it was learned; only changes are rows, NULL = cleared."""

    __tablename__ = "attribute_value"
    __table_args__ = (UniqueConstraint("account_id", "attribute_id", "day"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = to_account()
    attribute_id: Mapped[int] = mapped_column(
        ForeignKey("attribute.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[int]
    value: Mapped[str | None]
    batch_id: Mapped[int | None] = to_batch()


class Contact(Base):
    """A person at a customer."""

    __tablename__ = "contact"
    __table_args__ = KEPT
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    title: Mapped[str | None]
    role: Mapped[str | None]
    advocate: Mapped[bool | None]
    do_not_contact: Mapped[bool | None]
    batch_id: Mapped[int | None] = to_batch()


class Metric(Base):
    """A usage metric; its values are the column `m<id>` of the table `usage`."""

    __tablename__ = "metric"
    __table_args__ = KEPT
    id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str | None]
    unit: Mapped[str | None]
    fill: Mapped[str] = mapped_column(default="zero", server_default="zero")
    feature: Mapped[bool] = mapped_column(default=False, server_default=NO)
    batch_id: Mapped[int | None] = to_batch()


class Survey(Base):
    """One answer to a survey."""

    __tablename__ = "survey"
    __table_args__ = (Index(None, "account_id", "day"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = to_account()
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contact.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str]
    rating: Mapped[float]
    comment: Mapped[str | None]
    sentiment: Mapped[float | None]
    sentiment_estimated: Mapped[float | None]
    day: Mapped[int]
    at: Mapped[str | None]
    batch_id: Mapped[int | None] = to_batch()


class Pulse(Base):
    """How a person of ours feels about an account on a day, -1 to 1."""

    __tablename__ = "pulse"
    __table_args__ = (UniqueConstraint("account_id", "day", "by"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = to_account()
    day: Mapped[int]
    by: Mapped[str] = mapped_column(default="", server_default="")
    value: Mapped[float]
    note: Mapped[str | None]
    batch_id: Mapped[int | None] = to_batch()


class Touchpoint(Base):
    """An interaction; `contacts` are row ids of contacts joined by ";"."""

    __tablename__ = "touchpoint"
    __table_args__ = (Index(None, "account_id", "day"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    touchpoint_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = to_account()
    contacts: Mapped[str] = mapped_column(default="", server_default="")
    kind: Mapped[str]
    direction: Mapped[str | None]
    day: Mapped[int]
    at: Mapped[str | None]
    subject: Mapped[str | None]
    body: Mapped[str | None]
    sentiment: Mapped[float | None]
    sentiment_estimated: Mapped[float | None]
    batch_id: Mapped[int | None] = to_batch()


class Ticket(Base):
    """A support ticket; open while `closed_on` is NULL."""

    __tablename__ = "ticket"
    __table_args__ = (Index(None, "account_id", "opened_on"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = to_account()
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contact.id", ondelete="SET NULL"), index=True
    )
    opened_on: Mapped[int]
    opened_at: Mapped[str | None]
    closed_on: Mapped[int | None]
    closed_at: Mapped[str | None]
    priority: Mapped[str]
    subject: Mapped[str | None]
    body: Mapped[str | None]
    sentiment: Mapped[float | None]
    sentiment_estimated: Mapped[float | None]
    batch_id: Mapped[int | None] = to_batch()


class Subscription(Base):
    """A contract, in force where `start <= day < end`; an open end is NULL."""

    __tablename__ = "subscription"
    __table_args__ = (Index(None, "account_id", "start"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = to_account()
    product: Mapped[str | None]
    seats: Mapped[float | None]
    arr: Mapped[float | None]
    start: Mapped[int]
    end: Mapped[int | None]
    batch_id: Mapped[int | None] = to_batch()


class Invoice(Base):
    """An invoice; unpaid while `paid_on` is NULL."""

    __tablename__ = "invoice"
    __table_args__ = (Index(None, "account_id", "issued_on"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = to_account()
    issued_on: Mapped[int]
    due_on: Mapped[int]
    paid_on: Mapped[int | None]
    amount: Mapped[float | None]
    batch_id: Mapped[int | None] = to_batch()


class Milestone(Base):
    """A step of an onboarding, due and done."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("account_id", "milestone"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = to_account()
    milestone: Mapped[str]
    due_on: Mapped[int | None]
    done_on: Mapped[int | None]
    batch_id: Mapped[int | None] = to_batch()


class Mention(Base):
    """What was said of us in public."""

    __tablename__ = "mention"
    __table_args__ = (Index(None, "account_id", "day"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    mention_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = to_account()
    day: Mapped[int]
    channel: Mapped[str]
    author: Mapped[str | None]
    text: Mapped[str | None]
    link: Mapped[str | None]
    sentiment: Mapped[float | None]
    sentiment_estimated: Mapped[float | None]
    batch_id: Mapped[int | None] = to_batch()


class ScoreOverride(Base):
    """A person's judgement in place of a score, from `first_day` to `until_day`, both in."""

    __tablename__ = "score_override"
    __table_args__ = (Index(None, "account_id", "first_day"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = to_account()
    band: Mapped[str | None]
    score: Mapped[float | None]
    reason: Mapped[str]
    first_day: Mapped[int]
    until_day: Mapped[int]
    by: Mapped[str | None]
    batch_id: Mapped[int | None] = to_batch()


class ContactUsage(Base):
    """Who used what; it explains and never counts in a score."""

    __tablename__ = "contact_usage"
    __table_args__ = (UniqueConstraint("contact_id", "metric_id", "day"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    metric_id: Mapped[int] = mapped_column(ForeignKey("metric.id", ondelete="CASCADE"))
    day: Mapped[int]
    value: Mapped[float]
    batch_id: Mapped[int | None] = to_batch()


class Outcome(Base):
    """What became of an account: churned, downgraded, renewed, expanded."""

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("account_id", "day", "kind"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = to_account()
    day: Mapped[int]
    kind: Mapped[str]
    arr_change: Mapped[float | None]
    reason: Mapped[str | None]
    batch_id: Mapped[int | None] = to_batch()


class Profile(Base):
    """A health profile; `position` is its place in the order in which profiles are tried."""

    __tablename__ = "profile"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0, server_default=NO)
    retired: Mapped[bool] = mapped_column(default=False, server_default=NO)


class ProfileVersion(Base):
    """A published version of a profile: its document and the day it was published."""

    __tablename__ = "profile_version"
    __table_args__ = (UniqueConstraint("profile_id", "version"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"))
    version: Mapped[int]
    day: Mapped[int]
    at: Mapped[str]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    body: Mapped[str]
    batch_id: Mapped[int | None] = to_batch()


class Segment(Base):
    """A named rule; `body` is the document {"name", "rule"} as JSON text."""

    __tablename__ = "segment"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0, server_default=NO)
    body: Mapped[str]
    batch_id: Mapped[int | None] = to_batch()


class Setting(Base):
    """A setting of the desk; `value` is JSON text."""

    __tablename__ = "setting"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str]


class ScoreReported(Base):
    """A score as it was shown on its day; kept, never computed again, and no part of undo."""

    __tablename__ = "score_reported"
    __table_args__ = (UniqueConstraint("account_id", "day"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = to_account()
    day: Mapped[int] = mapped_column(index=True)
    profile: Mapped[str]
    version: Mapped[int]
    score: Mapped[float | None]
    shown: Mapped[int | None]
    band: Mapped[str]
    coverage: Mapped[float]
    measures: Mapped[list[Any]]


class Snapshot(Base):
    """A read model kept for the next start, good for one stamp of the desk; no part of undo."""

    __tablename__ = "snapshot"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    stamp: Mapped[int]
    payload: Mapped[bytes]


class BatchRow(Base):
    """What a batch did to a row, per column: old values (NULL when it made the row) and new."""

    __tablename__ = "batch_row"
    __table_args__ = (Index(None, "batch_id", "seq"), Index(None, "table_name", "row_id"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"))
    seq: Mapped[int]
    table_name: Mapped[str]
    row_id: Mapped[int]
    file: Mapped[str]
    line: Mapped[int]
    made: Mapped[bool]
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    after: Mapped[dict[str, Any]]


class BatchUsage(Base):
    """Cells of usage a batch wrote, compressed: keys, values, what they replaced, file, line."""

    __tablename__ = "batch_usage"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(
        ForeignKey("import_batch.id", ondelete="CASCADE"), index=True
    )
    metric_id: Mapped[int]
    account_low: Mapped[int]
    account_high: Mapped[int]
    count: Mapped[int]
    payload: Mapped[bytes]


class DeskStamp(Base):
    """One row: how many commits changed this desk. Cached read models are good for one stamp."""

    __tablename__ = "desk_stamp"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    stamp: Mapped[int]
