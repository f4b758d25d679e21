"""Why a play would have fired at an account of a rehearsal, or why not: read, put into words."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_rehearsal import Strip, Would
from healthdesk.core.domain.trigger import Told
from healthdesk.core.services import play_why


@dataclass(frozen=True)
class WhySays:
    """What is told: of whom, of which day, in a sentence, line by line, and what else is known."""

    account_id: str
    name: str
    day: int
    sentence: str
    lines: tuple[Told, ...] = ()
    brakes: tuple[Told, ...] = ()
    more: str = ""


def says_of(tx: Tx, play: Play, strip: Strip, would: Would | None, day: int) -> WhySays:
    """Why it would have fired, or on the day that was asked about would not."""
    at = day if would is None else would.day
    found = play_why.why(tx, play, strip.account_id, at)
    sentence, brakes = found.sentence, found.brakes
    if would is not None:
        sentence, brakes = "It would have fired on this day.", ()
        if would.noted:
            sentence = "It would have been noted on the playbook that was at work there."
    more = _more(strip, would)
    return WhySays(strip.account_id, strip.name, at, sentence, found.lines, brakes, more)


def _more(strip: Strip, would: Would | None) -> str:
    """What else is known of the account around that."""
    told = []
    if strip.lost is not None:
        told.append(f"Lost on {_day(strip.lost)}.")
    if would is not None and strip.lost is not None and strip.lost > would.day:
        told.append(f"That is {strip.lost - would.day} days after.")
    if would is not None and would.cause_day < would.day:
        told.append(f"It holds since {_day(would.cause_day)}.")
    if would is not None and would.touched is not None:
        told.append(f"Somebody touched the account on {_day(would.touched)} anyway.")
    if would is None and strip.signs:
        signs = "; ".join(sign.words for sign in strip.signs)
        told.append(f"What else told of the loss: {signs}.")
    return " ".join(told)


def _day(day: int) -> str:
    date = to_date(day)
    return f"{date.day} {date:%b %Y}"
