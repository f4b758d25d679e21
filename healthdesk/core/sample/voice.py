"""What people at an account say and what the owner feels: surveys, pulses, mentions."""

from __future__ import annotations

from healthdesk.core.sample.contact import mood_on
from healthdesk.core.sample.dice import Dice
from healthdesk.core.sample.part import Life, Survey
from healthdesk.core.sample.words import words


def nps_comment(dice: Dice, rating: int) -> str:
    """Draw a comment that suits a rating of 0 to 10."""
    if rating >= 9:
        return dice.pick(words().nps_good)
    return dice.pick(words().nps_middle if rating >= 7 else words().nps_bad)


def rating_of(dice: Dice, mood: float) -> int:
    """Draw an NPS rating that suits a mood of -1 to 1."""
    return max(0, min(10, int(6.2 + 5 * mood + dice.between(0, 2.4))))


def surveys(life: Life, dice: Dice) -> None:
    """Make the told NPS answers, half-yearly rounds before them, ratings of some closed tickets."""
    part = life.part
    for answer in part.answers:
        comment = answer.comment or nps_comment(dice, answer.rating)
        life.surveys.append(
            Survey(life.ref - answer.age, "nps", answer.rating, answer.who, comment)
        )
    oldest = max((answer.age for answer in part.answers), default=0)
    if part.answers:
        for back in range(max(oldest, 28) + 182, 900, 182):
            for who in range(min(3, len(life.people))):
                day = life.ref - back - dice.whole(0, 12)
                mood = mood_on(part, life.ref, day)
                if day < life.begins or (who and dice.chance(0.35)):
                    continue
                rating = rating_of(dice, 0.4 if mood is None else mood)
                life.surveys.append(Survey(day, "nps", rating, who, nps_comment(dice, rating)))
    for ticket in life.tickets:
        if ticket.closed is not None and ticket.closed <= life.last and dice.chance(0.3):
            good = dice.chance(0.45 if (ticket.sentiment or 0) < 0 else 0.85)
            rating = dice.whole(4, 5) if good else dice.whole(1, 3)
            comment = dice.pick(words().csat_good if good else words().csat_bad)
            life.surveys.append(Survey(ticket.closed, "csat", rating, ticket.who, comment))


def pulses(life: Life, dice: Dice) -> None:
    """Make the owner's own judgements, about every seven weeks."""
    part = life.part
    if part.mood is None:
        return
    day = life.ref - dice.whole(3, 20)
    told = part.pulse
    while day > life.begins + 20:
        mood = mood_on(part, life.ref, day)
        if mood is None:
            break
        value = max(-1.0, min(1.0, round(mood + dice.between(-0.15, 0.15), 1)))
        notes = (
            words().pulse_good
            if value > 0.2
            else words().pulse_middle
            if value > -0.2
            else words().pulse_bad
        )
        life.pulses.append((day, value, told or dice.pick(notes)))
        told = ""
        day -= dice.whole(38, 60)


def mentions(life: Life, dice: Dice) -> None:
    """Let the outside world speak of some accounts now and then."""
    if not dice.chance(0.3):
        return
    for _ in range(dice.whole(1, 3)):
        day = life.ref - dice.whole(5, 400)
        mood = mood_on(life.part, life.ref, day)
        if mood is None or day < life.begins:
            continue
        good = mood > 0
        channel, text = dice.pick(words().mentions_good if good else words().mentions_bad)
        felt = round(max(-1.0, min(1.0, mood + dice.between(-0.1, 0.1))), 2)
        author = life.people[0].name if dice.chance(0.5) else ""
        life.mentions.append((day, channel, author, text, felt))
