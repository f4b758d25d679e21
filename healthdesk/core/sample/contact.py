"""Touchpoints and tickets of an account: how often, who, which way, in which words."""

from __future__ import annotations

from healthdesk.core.sample.dice import Dice
from healthdesk.core.sample.model import FEATURES
from healthdesk.core.sample.part import Life, Part, Ticket, Touch
from healthdesk.core.sample.words import Pair, fill, words

KINDS_OUT = ("email", "email", "email", "call", "meeting", "message")
KINDS_IN = ("email", "email", "email", "call", "message")
WINDOW = 28
ANGRY = -0.3
"""A mood below this speaks in the angry texts."""


def weekday_on_or_before(day: int) -> int:
    """Move a Saturday or Sunday back to its Friday (1970-01-01 was a Thursday)."""
    return day - max(0, (day + 3) % 7 - 4)


def telling(dice: Dice, pair: Pair, name: str) -> Pair:
    """Fill a subject and a body with a first name, one feature and a number."""
    feature = dice.pick(FEATURES)[1]
    number = dice.whole(3, 14)
    first = name.split(" ", maxsplit=1)[0]
    return fill(pair[0], first, feature, number), fill(pair[1], first, feature, number)


def mood_on(part: Part, ref: int, day: int) -> float | None:
    """The mood the part wants on a day: the later one within 28 days of its reference day."""
    if ref - day < 28 or part.mood_before is None:
        return part.mood
    return part.mood_before


def _pairs(direction: str, kind: str, bad: bool) -> tuple[Pair, ...]:
    if kind in ("call", "meeting", "review"):
        return words().call_bad if bad else words().call_good
    if direction == "outbound":
        return words().out_bad if bad else words().out_good
    return words().in_bad if bad else words().in_good


def _touch(life: Life, dice: Dice, day: int, direction: str, mood: float | None) -> Touch:
    kind = dice.pick(KINDS_IN if direction == "inbound" else KINDS_OUT)
    here = [n for n, person in enumerate(life.people) if _there(life, n, day, person.left)]
    share = 0.85 if life.part.one_voice else 0.5
    who = here[0] if dice.chance(share) or len(here) == 1 else dice.pick(here[1:])
    both = kind in ("meeting", "review") and len(here) > 1 and not life.part.one_voice
    others = (dice.pick([n for n in here if n != who]),) if both else ()
    bad = mood is not None and mood < 0 and dice.chance(0.5 - mood)
    subject, body = telling(dice, dice.pick(_pairs(direction, kind, bad)), life.people[who].name)
    felt = None
    if mood is not None and direction == "inbound" and dice.chance(0.6):
        felt = _rounded(mood + dice.between(-0.25, 0.25))
    return Touch(day, kind, direction, (who, *others), subject, body, felt)


def _there(life: Life, number: int, day: int, left: int | None) -> bool:
    return number == 0 or left is None or day <= life.ref - left


def _rounded(value: float) -> float:
    return max(-1.0, min(1.0, round(value, 2)))


def touches(life: Life, dice: Dice) -> None:
    """Make the account's touchpoints: the told ones, and an even flow around them."""
    part = life.part
    for said in part.said:
        day = life.ref - said.age
        life.touches.append(
            Touch(day, said.kind, said.direction, said.who, said.subject, said.body, said.sentiment)
        )
    gap = 90 / max(1, part.touches)
    age = float(part.touch)
    if part.said:
        age = max(said.age for said in part.said) + dice.between(0.7, 1.2) * gap
    turn = 1.0 if part.people and part.heard >= 0.1 else dice.share()
    day = life.ref - int(age)
    while day >= life.begins:
        turn += part.heard if age < 90 or part.heard_before is None else part.heard_before
        inbound = turn >= 1
        turn -= inbound
        _flow_one(life, dice, day, "inbound" if inbound else "outbound")
        if dice.chance(0.06):
            life.touches.append(_note(life, dice, day))
        age += gap * dice.between(0.75, 1.25)
        day = weekday_on_or_before(life.ref - int(age))
    if part.left is not None:
        for later in range(life.ref + 9, life.last - 2, max(7, int(gap * 1.4))):
            way = "outbound" if dice.chance(0.8) else "inbound"
            _flow_one(life, dice, weekday_on_or_before(later), way)


def _note(life: Life, dice: Dice, day: int) -> Touch:
    first = life.people[0].name.split(" ", maxsplit=1)[0]
    return Touch(
        day, "note", "", (), "", fill(dice.pick(words().notes), first, "", dice.whole(5, 30))
    )


def _flow_one(life: Life, dice: Dice, day: int, direction: str) -> None:
    life.touches.append(_touch(life, dice, day, direction, mood_on(life.part, life.ref, day)))


def tickets(life: Life, dice: Dice) -> None:
    """Make the open tickets of the part and a history of closed ones."""
    part = life.part
    for still in part.open:
        angry = (still.sentiment or 0) < ANGRY
        pair = telling(dice, dice.pick(words().tickets_angry if angry else words().tickets), "")
        closed = None if part.left is None else min(life.last, life.ref + dice.whole(20, 60))
        life.tickets.append(
            Ticket(life.ref - still.age, closed, still.priority, min(1, len(life.people) - 1),
                   still.subject or pair[0], still.body or pair[1], still.sentiment)
        )  # fmt: skip
        if part.chronic:
            _history_of(life, dice, still.age, still.priority)
    if part.closed_per_year <= 0:
        return
    gap = 365 / part.closed_per_year
    day = life.last - int(gap * dice.between(0.2, 0.8))
    while day > life.begins:
        mood = mood_on(part, life.ref, day)
        lasted = 1 + int(9 * dice.share() ** 2)
        closed = day + lasted
        if closed < life.last and not (day <= life.ref - 28 < closed or day <= life.ref < closed):
            life.tickets.append(_closed(life, dice, day, closed, mood))
        day -= max(1, int(gap * dice.between(0.4, 1.6)))


def _history_of(life: Life, dice: Dice, age: int, priority: str) -> None:
    """Make tickets like an open one in the months before: it was never much better."""
    like = "high" if priority == "urgent" else priority
    for then in range(life.ref - WINDOW, life.begins, -WINDOW):
        known = then - life.ref > -2 * WINDOW
        if (known and age >= WINDOW) or (not known and dice.chance(0.25)):
            continue
        subject, body = telling(dice, dice.pick(words().tickets), "")
        closed = then + dice.whole(1, 14)
        who = len(life.people) - 1
        life.tickets.append(Ticket(then - age, closed, like, who, subject, body))


def _closed(life: Life, dice: Dice, day: int, closed: int, mood: float | None) -> Ticket:
    priority = dice.pick(("low", "normal", "normal", "normal", "high"))
    angry = mood is not None and mood < ANGRY and dice.chance(0.5)
    pair = telling(dice, dice.pick(words().tickets_angry if angry else words().tickets), "")
    who = dice.whole(0, len(life.people) - 1)
    felt = _rounded(dice.between(-0.9, -0.5)) if angry else None
    return Ticket(day, closed, priority, who, pair[0], pair[1], felt)
