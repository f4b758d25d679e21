"""Contracts, invoices, onboarding milestones and what came of renewals."""

from __future__ import annotations

from healthdesk.core.sample.dice import Dice
from healthdesk.core.sample.part import RENEWAL_TERM, Invoice, Life, Term
from healthdesk.core.sample.words import words

DUE = 30
ONBOARDING = (2, 7, 21, 45, 90)


def terms(life: Life, dice: Dice) -> None:
    """Make yearly terms back from the coming renewal, with the outcome of each renewal."""
    part = life.part
    end = life.last + 1 if part.left is not None else life.ref + part.renewal
    arr, seats = part.arr * 1000, part.seats
    product = f"Dispatch {part.tier}"
    while True:
        start = max(end - RENEWAL_TERM, life.started)
        life.terms.append(Term(start, end, product, seats, arr))
        if start <= max(life.started, life.first):
            break
        kind, reason, share = _renewed(dice, grows=part.drift > 0)
        before = int(arr * share / 1000) * 1000
        life.outcomes.append((start, kind, arr - before, reason))
        arr, seats = before, max(3, int(seats * share))
        end = start
    if part.left is not None:
        life.outcomes.append(
            (
                life.last + 1,
                "churned",
                -part.arr * 1000,
                part.why_left or dice.pick(words().why_left),
            )
        )


def _renewed(dice: Dice, *, grows: bool) -> tuple[str, str, float]:
    """Draw what came of a renewal: its kind, why, and the share that the term before was of it."""
    roll = dice.share()
    if grows and roll < 0.35:
        return "expanded", "More seats", dice.pick((0.85, 0.9, 0.92))
    if roll > 0.93:
        return "downgraded", dice.pick(("Fewer seats", "A depot was closed")), 1.12
    return "renewed", "Yearly term", 1.0


def invoices(life: Life, dice: Dice) -> None:
    """Make quarterly invoices: the part's overdue ones stay unpaid, the others are paid."""
    part = life.part
    for late in part.overdue:
        due = life.ref - late
        life.invoices.append(Invoice(due - DUE, due, None, part.arr * 250.0))
    newest = life.last - dice.whole(8, 40)
    if part.overdue:
        newest = life.ref - max(part.overdue) - 92
    for issued in range(newest, max(life.begins, life.first), -91):
        paid = issued + dice.whole(16, DUE - 1)
        if dice.chance(0.7 if part.overdue else 0.05):
            paid += dice.whole(10, 40)
        open_at = {life.ref, life.ref - 28}
        if any(issued + DUE < when < paid for when in open_at):
            paid = issued + DUE
        amount = float(round(part.arr * 250 * dice.pick((1.0, 1.0, 0.95)), 2))
        life.invoices.append(
            Invoice(issued, issued + DUE, paid if paid <= life.last else None, amount)
        )


def milestones(life: Life, dice: Dice) -> None:
    """Make the onboarding milestones of an account whose start the desk has seen or nearly so."""
    if life.started < life.first - 120:
        return
    for name, planned in zip(words().milestones, ONBOARDING, strict=True):
        due = life.started + planned
        done: int | None = due + dice.whole(-2, 9)
        if done is not None and done > life.last:
            done = None
        life.milestones.append((name, due, done))
