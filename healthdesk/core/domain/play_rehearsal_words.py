"""A rehearsal in words: its four figures, the sentence below them, and what else is to be said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.loss_signs import SIGNS
from healthdesk.core.domain.number_style import STYLES
from healthdesk.core.domain.play_rehearsal import BEFORE, FEW, TOUCHED, Rehearsal
from healthdesk.core.domain.play_watch import BRAKES
from healthdesk.core.domain.rounding import half_up

_EN: Final = STYLES["en"]
_SMALL: Final = (
    *("none", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_SURE: Final = 30
"""Losses from which they are not called few."""
_HOUR: Final = 60


@dataclass(frozen=True)
class Figure:
    """A figure with its unit, its title and a line below: "17 times", "would have fired"."""

    value: str
    beside: str
    title: str
    below: str


def figures(found: Rehearsal) -> tuple[Figure, Figure, Figure, Figure]:
    """The four figures above the plot."""
    share, stayed, missed = found.caught, len(found.of("stayed")), len(found.of("missed"))
    below = f"{_count(found.accounts, 'account')}, busiest week {found.busiest_week}"
    return (
        Figure(
            _EN.number(found.times),
            "time" if found.times == 1 else "times",
            "would have fired",
            below if found.times else "on no day, at no account",
        ),
        Figure(
            _EN.number(share.count),
            f"of {_EN.number(share.of)}",
            "lost accounts caught" if share.of != 1 else "lost account caught",
            _lead(found) if share.of else "nobody was lost",
        ),
        Figure(_EN.number(stayed), "", "fired and stayed", _work(found)),
        Figure(_EN.number(missed), "", "lost without a sign", _signs(found)),
    )


def sentence(found: Rehearsal) -> str:
    """What the losses allow to be said, and how each day was judged."""
    told = f"{_range(found)} Each day was judged by what was known on that day."
    return f"{beside} {told}" if (beside := _beside(found)) else told


def _beside(found: Rehearsal) -> str:
    """What came beside its firings and brought no work."""
    parts = []
    if found.noted:
        parts.append(f"{_EN.number(found.noted)} would only have been noted")
    if found.withheld:
        have = "" if parts else "would have been "
        parts.append(f"{_EN.number(found.withheld)} {have}held back")
    return f"Apart from these, {' and '.join(parts)}." if parts else ""


def notes(found: Rehearsal) -> tuple[str, ...]:
    """What else is to be said of it, a sentence each."""
    return tuple(_notes(found))


def _range(found: Rehearsal) -> str:
    share = found.caught
    if not share.of:
        return "Nobody it is for was lost: how many it would catch cannot be told."
    if share.of < FEW:
        return f"{_begun(_losses(share.of))} too few to tell how many it would catch."
    low, high = (half_up(100 * one) for one in share.span or (0.0, 1.0))
    told = f"the true share caught may lie between {low} % and {high} %"
    if share.of < _SURE:
        return f"{_begun(_losses(share.of))} few: {told}."
    return f"Of {_count(share.of, 'loss', 'losses')} it would have caught {share.count}: {told}."


def _losses(count: int) -> str:
    return "1 loss is" if count == 1 else f"{count} losses are"


def _lead(found: Rehearsal) -> str:
    if found.lead is None:
        return f"none in the {BEFORE} days before"
    days = half_up(found.lead)
    return f"median {_count(days, 'day')} before the loss"


def _work(found: Rehearsal) -> str:
    if found.minutes is None:
        return "no playbook yet"
    if not found.minutes:
        return "no work for you"
    if found.minutes < _HOUR:
        return f"about {_count(found.minutes, 'minute')} of work each"
    hours = found.minutes / _HOUR
    told = _EN.number(
        half_up(hours * 2) / 2, 0 if half_up(hours * 2) % 2 == 0 or hours >= 10 else 1
    )
    return f"about {told} {'hour' if told == '1' else 'hours'} of work each"


def _signs(found: Rehearsal) -> str:
    """What told of those not caught: by the sign that told of most."""
    missed = found.of("missed")
    if not missed:
        return "nobody"
    counted = Counter(sign.kind for one in missed for sign in one.signs)
    told = [(-counted[key], at, key) for at, key in enumerate(SIGNS) if counted[key]]
    if not told:
        return "nothing else told of them" if len(missed) > 1 else "nothing else told of it"
    count, _, key = min(told)
    return f"{SIGNS[key]} told of {_of_them(-count, len(missed))}"


def _of_them(count: int, of: int) -> str:
    if count == of:
        return "it" if of == 1 else "all of them"
    return f"{_SMALL[count] if count < len(_SMALL) else _EN.number(count)} of them"


def _notes(found: Rehearsal) -> Iterator[str]:
    if found.data_from is not None:
        yield f"Data begin on {_EN.date(found.data_from)}: earlier nothing could fire."
    stayed = len(found.of("stayed"))
    if found.caught.of and 2 * stayed > found.kept:
        yield (
            f"It would have fired at {stayed} of {_count(found.kept, 'account')} that stayed, too:"
            " what it catches says little."
        )
    if found.times and not found.touches_known:
        yield "No touch is known here: whether somebody touched them anyway cannot be told."
    if found.touched:
        around = f"in the {TOUCHED} days before or after somebody touched the account anyway"
        yield f"{_share(found.touched, found.times, 'firing')}: {around}."
    if found.noted:
        yield (
            f"{_begun(_times(found.noted))} more it would only have been noted on the playbook that"
            " was at work there: no work of its own."
        )
    if found.goal_anyway is not None and found.goal_anyway[1]:
        reached, of = found.goal_anyway
        told = f"{_EN.number(reached)} of {_count(of, 'firing')}"
        yield f"Without it its goal came true after {told} all the same."
    early = sum(
        one.lost is not None and one.lost - found.first < BEFORE // 2 for one in found.of("missed")
    )
    if early:
        words = "was" if early == 1 else "were"
        yield (
            f"{early} of those lost without a sign {words} lost in the first {BEFORE // 2} days,"
            " with little to go by."
        )
    for one in found.held:
        never = f", {_EN.number(one.never)} of them for good" if one.never else ""
        yield f"Held back {_times(one.times)}{never}: {BRAKES[one.brake]}."
    if found.elsewhere:
        words = "account that was" if found.elsewhere == 1 else "accounts that were"
        yield f"{_EN.number(found.elsewhere)} more {words} lost: it is not for them."


def _share(count: int, of: int, what: str) -> str:
    return f"{_EN.number(count)} of {_count(of, what)}"


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{_EN.number(count)} times"


def _count(count: int, one: str, many: str = "") -> str:
    return f"{_EN.number(count)} {one if count == 1 else many or one + 's'}"


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
