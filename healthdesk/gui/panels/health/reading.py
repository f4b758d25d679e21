"""What the tab Health reads from a desk; runs on a reader, no widget in sight."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.investigation import FindingView, Seen
from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.source_ref import Ref, Sought
from healthdesk.core.domain.views import (
    AccountHeader,
    CompositionView,
    EvidenceView,
    HistoryView,
    Mark,
    WhyView,
)
from healthdesk.core.services import (
    band_names,
    behind,
    checklist,
    explain,
    files,
    findings,
    marks,
    profiles,
    scoring,
    sentence,
)
from healthdesk.core.services.health import PERIOD
from healthdesk.core.services.sentence import Telling


@dataclass(frozen=True)
class Account:
    """An account as it stands on a day; no composition where it is not scored at all."""

    header: AccountHeader
    composition: CompositionView | None
    telling: Telling | None = None
    """One plain sentence on it."""
    findings: tuple[FindingView, ...] = ()
    """What was found of it so far, the newest first."""
    matters: str = ""
    """What matters to the customer, as it is kept today."""


def read_account(tx: Tx, account_id: str, day: int) -> Account:
    """Head and composition of an account on a day."""
    header = scoring.account_header(tx, account_id, day)
    found, matters = findings.of_account(tx, account_id, day), files.matters(tx, account_id)
    if header.score is None:
        return Account(header, None, findings=found, matters=matters)
    view = scoring.composition(tx, account_id, day)
    moved = None
    if header.change is not None:
        moved = explain.why(tx, account_id, day - PERIOD, day)
    telling = sentence.tell(header, view, moved, band_names.read(tx))
    return Account(header, view, telling, found, matters)


def read_seen(tx: Tx, account_id: str, first: int, last: int) -> tuple[Seen, ...]:
    """What the desk itself sees of each topic of an investigation."""
    return checklist.look(tx, account_id, first, last)


def read_finding_seen(tx: Tx, row: int, day: int) -> tuple[tuple[Seen, ...], WhyView]:
    """The same for a finding that is there, with the split of its days."""
    draft = findings.one(tx, row, day).draft
    return (
        checklist.look(tx, draft.account_id, draft.first, draft.last),
        explain.why(tx, draft.account_id, draft.first, draft.last),
    )


def read_refs(tx: Tx, account_id: str, key: str, day: int) -> tuple[tuple[Ref, ...], Sought | None]:
    """The stored rows behind a part of the score, or what was looked for where there is none."""
    return behind.of_part(tx, account_id, key, day)


def read_behind(
    tx: Tx, account_id: str, first: int, last: int, *, as_reported: bool
) -> tuple[Ref, ...]:
    """All stored rows behind a change."""
    return behind.of_change(tx, account_id, first, last, as_reported=as_reported)


def read_history(
    tx: Tx, account_id: str, first: int, last: int, *, as_reported: bool
) -> HistoryView:
    """Daily scores between two days."""
    return scoring.history(tx, account_id, first, last, as_reported=as_reported)


def read_trend_marks(tx: Tx, account_id: str, first: int, last: int) -> tuple[Mark, ...]:
    """Where use turned between two days."""
    return marks.trend_marks(tx, account_id, first, last)


def read_why(tx: Tx, account_id: str, first: int, last: int, *, as_reported: bool) -> WhyView:
    """The split of the change between two days."""
    return explain.why(tx, account_id, first, last, as_reported=as_reported)


def read_evidence(
    tx: Tx, account_id: str, key: str, first: int, last: int, *, as_reported: bool
) -> EvidenceView:
    """The facts behind one row of it."""
    return explain.evidence(tx, account_id, key, first, last, as_reported=as_reported)


def read_profile(tx: Tx, key: str) -> Profile:
    """The published profile that scores an account."""
    for one in profiles.published(tx):
        if one.profile.key == key:
            return one.profile
    raise NotFound(f"There is no published health profile {key!r} any more.")
