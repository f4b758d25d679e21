"""Turns lives into rows of the exchange tables; columns as in `tables.COLUMNS`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from healthdesk.core.domain.facts import to_date
from healthdesk.core.sample import aldermoor
from healthdesk.core.sample.dice import Dice
from healthdesk.core.sample.part import Life, slug
from healthdesk.core.sample.tables import Row

OWNER = "Nadia V."
CADENCE = {"Enterprise": 21, "Growth": 30, "Starter": 45}
USE_DAYS = 120
"""How far back it is told who used what."""

Lives = Sequence[Life]


def contact_id(life: Life, number: int) -> str | None:
    """Name a contact: the account's id and the person's; None for nobody."""
    if number < 0:
        return None
    return f"{life.part.account_id}.{slug(life.people[min(number, len(life.people) - 1)].name)}"


def accounts(lives: Lives, _seed: int) -> Iterator[Row]:
    """Give the rows of accounts.csv."""
    for life in lives:
        part = life.part
        stage = "Left" if part.left is not None else part.stage
        yield (
            part.account_id, part.name, slug(part.parent) or None, OWNER, stage, part.tier,
            part.industry, part.region, part.arr * 1000, "EUR", to_date(life.started),
            f"{part.account_id}.example", ";".join(part.tags) or None, CADENCE[part.tier],
        )  # fmt: skip


def contacts(lives: Lives, seed: int) -> Iterator[Row]:
    """Give the rows of contacts.csv."""
    for life in lives:
        dice = Dice(seed, "contacts", life.part.account_id)
        for number, person in enumerate(life.people):
            mail = f"{slug(person.name).replace('-', '.')}@{life.part.account_id}.example"
            phone = f"+44 1632 960{dice.whole(0, 999):03d}" if dice.chance(0.7) else None
            quiet = number > 0 and dice.chance(0.03)
            yield (
                contact_id(life, number), life.part.account_id, person.name, mail, phone,
                person.title, person.role, person.advocate, quiet,
            )  # fmt: skip


def surveys(lives: Lives, _seed: int) -> Iterator[Row]:
    """Give the rows of surveys.csv."""
    for life in lives:
        for number, item in enumerate(sorted(life.surveys, key=lambda made: made.day)):
            yield (
                f"{life.part.account_id}/answer-{number + 1:04d}", life.part.account_id,
                contact_id(life, item.who), item.kind, item.rating, item.comment or None,
                item.sentiment, to_date(item.day),
            )  # fmt: skip


def pulses(lives: Lives, _seed: int) -> Iterator[Row]:
    """Give the rows of pulses.csv."""
    for life in lives:
        for day, value, note in sorted(life.pulses):
            yield life.part.account_id, to_date(day), value, OWNER, note or None


def touchpoints(lives: Lives, _seed: int) -> Iterator[Row]:
    """Give the rows of touchpoints.csv."""
    for life in lives:
        for number, item in enumerate(sorted(life.touches, key=lambda made: made.day)):
            who = ";".join(contact_id(life, one) or "" for one in item.who)
            yield (
                f"{life.part.account_id}/touch-{number + 1:04d}", life.part.account_id, who or None,
                item.kind, item.direction or None, to_date(item.day), item.subject or None,
                item.body or None, item.sentiment,
            )  # fmt: skip


def tickets(lives: Lives, _seed: int) -> Iterator[Row]:
    """Give the rows of tickets.csv."""
    for life in lives:
        for number, item in enumerate(sorted(life.tickets, key=lambda made: made.opened)):
            closed = None if item.closed is None else to_date(item.closed)
            yield (
                f"{life.part.account_id}/ticket-{number + 1:04d}", life.part.account_id,
                contact_id(life, item.who), to_date(item.opened), closed, item.priority,
                item.subject, item.body, item.sentiment,
            )  # fmt: skip


def subscriptions(lives: Lives, _seed: int) -> Iterator[Row]:
    """Give the rows of subscriptions.csv."""
    for life in lives:
        for number, term in enumerate(sorted(life.terms, key=lambda made: made.start)):
            yield (
                f"{life.part.account_id}/term-{number + 1}", life.part.account_id, term.product,
                term.seats or None, term.arr, to_date(term.start), to_date(term.end),
            )  # fmt: skip


def invoices(lives: Lives, _seed: int) -> Iterator[Row]:
    """Give the rows of invoices.csv."""
    for life in lives:
        for number, item in enumerate(sorted(life.invoices, key=lambda made: made.issued)):
            paid = None if item.paid is None else to_date(item.paid)
            yield (
                f"{life.part.account_id}/invoice-{number + 1:03d}", life.part.account_id,
                to_date(item.issued), to_date(item.due), paid, item.amount,
            )  # fmt: skip


def milestones(lives: Lives, _seed: int) -> Iterator[Row]:
    """Give the rows of milestones.csv."""
    for life in lives:
        for name, due, done in life.milestones:
            yield life.part.account_id, name, to_date(due), None if done is None else to_date(done)


def mentions(lives: Lives, _seed: int) -> Iterator[Row]:
    """Give the rows of mentions.csv."""
    for life in lives:
        for number, (day, channel, author, text, felt) in enumerate(sorted(life.mentions)):
            link = f"https://news.example/{life.part.account_id}/{number + 1}"
            yield (
                f"{life.part.account_id}/mention-{number + 1}", life.part.account_id, to_date(day),
                channel, author or None, text, link, felt,
            )  # fmt: skip


def overrides(lives: Lives, _seed: int) -> Iterator[Row]:
    """Give the rows of overrides.csv."""
    for life in lives:
        for band, reason, start, until in life.overrides:
            yield life.part.account_id, band, None, reason, to_date(start), to_date(until), OWNER


def outcomes(lives: Lives, _seed: int) -> Iterator[Row]:
    """Give the rows of outcomes.csv."""
    for life in lives:
        for day, kind, change, reason in sorted(life.outcomes, key=lambda made: made[0]):
            yield life.part.account_id, to_date(day), kind, change, reason


def contact_usage(lives: Lives, seed: int) -> Iterator[Row]:
    """Give the rows of contact_usage.csv: Aldermoor's people, and two of each named account."""
    for life in lives:
        dice = Dice(seed, "who used", life.part.account_id)
        if life.part.shape == aldermoor.SHAPE:
            yield from _aldermoor(life, dice)
        elif life.part.people and life.part.left is None:
            yield from _others(life, dice)


def _days(life: Life) -> range:
    return range(max(life.begins, life.ref - USE_DAYS + 1), (life.feed_ends or life.ref) + 1)


def _aldermoor(life: Life, dice: Dice) -> Iterator[Row]:
    for who, before, since in aldermoor.story().sign_ins:
        owed = 0.0
        for day in _days(life):
            weekday = (day + 3) % 7
            week = aldermoor.WEEK if life.ref - day >= aldermoor.LEFT else aldermoor.SINCE
            level = before if life.ref - day >= aldermoor.LEFT else since
            owed += level * week[weekday] * 7 / sum(week) * (0.9 + 0.2 * dice.share())
            value = int(owed)
            owed -= value
            if value:
                yield contact_id(life, who), "sign_ins", to_date(day), value


def _others(life: Life, dice: Dice) -> Iterator[Row]:
    for who in range(min(2, len(life.people))):
        level = dice.between(1, 6)
        for day in _days(life):
            value = int(level * (0.4 + 1.2 * dice.share())) if (day + 3) % 7 < 5 else 0
            if value:
                yield contact_id(life, who), "sign_ins", to_date(day), value
