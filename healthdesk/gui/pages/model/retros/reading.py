"""What the tab Retros reads of the desk, on a thread: the services come with it there."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.retro import Loss, Reason, Replay, SignalDraft, by_reason


@dataclass(frozen=True)
class Losses:
    """All losses up to a day, and by reason."""

    rows: tuple[Loss, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, eq=False)
class Detail:
    """One loss with its replay, the signs it begins with, and reasons that were given before."""

    loss: Loss
    replay: Replay
    signs: tuple[SignalDraft, ...]
    reasons: tuple[str, ...]


def read_losses(tx: Tx, day: int, segment: str | None) -> Losses:
    """The losses up to a day, of a segment or of all."""
    from healthdesk.core.services import retros  # noqa: PLC0415 - brings the engine

    rows = retros.losses(tx, day, segment)
    return Losses(rows, by_reason(rows))


def read_detail(tx: Tx, account_id: str, day: int) -> Detail:
    """One loss, replayed."""
    from healthdesk.core.services import retro_replay, retros  # noqa: PLC0415 - see above

    loss = retros.loss(tx, account_id, day)
    replay = retro_replay.replay(tx, account_id, loss.day, day)
    given = {one.reason for one in retros.losses(tx, day) if one.reason}
    return Detail(loss, replay, retros.signs_of(replay), tuple(sorted(given, key=str.casefold)))
