"""What an account pays for, as of a day: terms, renewals, ARR by day, invoices, outcomes.

A term (a subscription) holds on the days `start <= day < end`. What is not known stays None: a sum
of nothing known is not 0. Not here: where the rows come from (services/commercial.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final, Literal

TermState = Literal["in force", "coming", "ended"]
Known = float | None
HISTORY: Final = 365
"""Days of payments that are told as their habit."""
APART: Final = 0.005
"""Share of the ARR from which two figures of it count as apart."""


@dataclass(frozen=True)
class Term:
    """One subscription; `known_on` is the day of the import that brought it."""

    row: int
    subscription_id: str
    product: str
    seats: Known
    arr: Known
    start: int
    end: int | None
    known_on: int

    def holds(self, day: int) -> bool:
        """Whether it is in force on a day."""
        return self.start <= day and (self.end is None or day < self.end)

    def state(self, day: int) -> TermState:
        """What it is on a day."""
        if self.start > day:
            return "coming"
        return "in force" if self.holds(day) else "ended"


@dataclass(frozen=True)
class Step:
    """ARR and seats from a day on, until the next step; None where none of the terms tells it.

    `terms` are in force then; `no_arr` and `no_seats` of them do not tell that figure.
    """

    day: int
    arr: Known
    seats: Known
    terms: int
    no_arr: int = 0
    no_seats: int = 0
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Renewal:
    """The terms that end on one day; `share` of the ARR in force, `followed` by a coming term."""

    day: int
    days: int
    arr: Known
    seats: Known
    share: Known
    rows: tuple[int, ...]
    followed: bool = False


InvoiceState = Literal["overdue", "open", "paid", "paid late"]


@dataclass(frozen=True)
class InvoiceView:
    """An invoice as of a day; `days` overdue, or late when it was paid late."""

    row: int
    invoice_id: str
    issued: int
    due: int
    paid: int | None
    amount: Known
    state: InvoiceState = "open"
    days: int = 0


@dataclass(frozen=True)
class Payments:
    """How invoices stand, and how they were paid in the last year."""

    overdue: tuple[InvoiceView, ...] = ()
    """The oldest first."""
    open: tuple[InvoiceView, ...] = ()
    paid: tuple[InvoiceView, ...] = ()
    late: tuple[InvoiceView, ...] = ()
    """Of those paid in the last year, the ones paid late."""
    usual_late: Known = None
    """Median days late of those."""

    @property
    def overdue_amount(self) -> Known:
        """What is overdue; None where no invoice tells its amount."""
        return total(one.amount for one in self.overdue)


@dataclass(frozen=True)
class OutcomeView:
    """What became of the account on a day."""

    row: int
    day: int
    kind: str
    change: Known
    reason: str


@dataclass(frozen=True)
class ArrValue:
    """The account's own ARR from the day on which the desk learned it."""

    row: int
    day: int
    value: Known


@dataclass(frozen=True)
class CommercialView:
    """All that is known of an account's contracts as of a day."""

    account_id: str
    name: str
    day: int
    currency: str
    terms: tuple[Term, ...]
    """In force first, then coming, then ended; each by its end."""
    now: Step
    steps: tuple[Step, ...]
    """By day, from the first in view; those after the day say what is signed."""
    from_attribute: bool
    """Whether the steps tell the account's own ARR, for want of any subscription."""
    renewals: tuple[Renewal, ...]
    attribute: ArrValue | None
    invoices: tuple[InvoiceView, ...]
    payments: Payments
    outcomes: tuple[OutcomeView, ...]

    @property
    def arr(self) -> Known:
        """The sum of what is in force; the account's own where no subscription is known."""
        if self.terms:
            return self.now.arr
        return None if self.attribute is None else self.attribute.value

    @property
    def apart(self) -> Known:
        """How far the account's own ARR lies above the sum of its terms; None where they agree."""
        told = None if self.attribute is None else self.attribute.value
        if told is None or self.now.arr is None:
            return None
        return told - self.now.arr if are_apart(told, self.now.arr) else None

    @property
    def churned(self) -> OutcomeView | None:
        """The churn after which contracts still run, so that one of the two is wrong."""
        gone = next((one for one in self.outcomes if one.kind == "churned"), None)
        return gone if gone is not None and self.now.terms else None

    def term(self, row: int) -> Term | None:
        """A term by its row."""
        return next((one for one in self.terms if one.row == row), None)


def total(values: Iterable[Known]) -> Known:
    """The sum of what is known; None where nothing is."""
    known = [one for one in values if one is not None]
    return float(sum(known)) if known else None


def are_apart(first: float, second: float) -> bool:
    """Whether two figures of one ARR differ by more than rounding."""
    return abs(first - second) > max(1.0, APART * max(abs(first), abs(second)))


def known_by(terms: Iterable[Term], day: int) -> tuple[Term, ...]:
    """The terms that were known on a day: begun by then, or imported by then."""
    return tuple(one for one in terms if one.start <= day or one.known_on <= day)


def in_order(terms: Iterable[Term], day: int) -> tuple[Term, ...]:
    """In force by their end, then coming by their start, then ended, the last first."""
    far = max((one.end for one in terms if one.end is not None), default=day) + 1

    def place(one: Term) -> tuple[int, int, int]:
        state = one.state(day)
        end = far if one.end is None else one.end
        if state == "in force":
            return 0, end, one.row
        return (1, one.start, one.row) if state == "coming" else (2, -end, one.row)

    return tuple(sorted(terms, key=place))


def step_on(terms: Iterable[Term], day: int) -> Step:
    """ARR and seats of what is in force on a day."""
    held = [one for one in terms if one.holds(day)]
    return Step(
        day,
        total(one.arr for one in held),
        total(one.seats for one in held),
        len(held),
        sum(one.arr is None for one in held),
        sum(one.seats is None for one in held),
        tuple(one.row for one in held),
    )


def steps(terms: Sequence[Term], first: int, last: int) -> tuple[Step, ...]:
    """The steps from one day to another: on the first day, and wherever a term begins or ends."""
    days = {first}
    for one in terms:
        days.update(day for day in (one.start, one.end) if day is not None and first < day <= last)
    out: list[Step] = []
    for day in sorted(days):
        step = step_on(terms, day)
        if not out or (step.arr, step.seats, step.rows) != (
            out[-1].arr,
            out[-1].seats,
            out[-1].rows,
        ):
            out.append(step)
    return tuple(out)


def renewals(terms: Sequence[Term], day: int) -> tuple[Renewal, ...]:
    """The days on which terms in force end, the nearest first, each with its share of the ARR."""
    held = [one for one in terms if one.holds(day) and one.end is not None]
    whole = step_on(terms, day).arr
    out = []
    for end in sorted({one.end for one in held if one.end is not None}):
        ending = [one for one in held if one.end == end]
        arr = total(one.arr for one in ending)
        out.append(
            Renewal(
                day=end,
                days=end - day,
                arr=arr,
                seats=total(one.seats for one in ending),
                share=arr / whole if arr is not None and whole else None,
                rows=tuple(one.row for one in ending),
                followed=any(_follows(one, ending, day) for one in terms),
            )
        )
    return tuple(out)


def _follows(term: Term, ending: Sequence[Term], day: int) -> bool:
    """Whether a term that is signed goes on where some end."""
    end = ending[0].end
    products = {one.product for one in ending}
    return (
        end is not None
        and day < term.start <= end
        and (term.end is None or term.end > end)
        and term.product in products
    )


def as_of(invoice: InvoiceView, day: int) -> InvoiceView:
    """An invoice as it stood on a day: what was paid later was open then."""
    paid = None if invoice.paid is None or invoice.paid > day else invoice.paid
    state: InvoiceState
    if paid is None:
        days = max(day - max(invoice.due, invoice.issued - 1), 0)
        state = "overdue" if days else "open"
    else:
        days = max(paid - invoice.due, 0)
        state = "paid late" if days else "paid"
    return replace(invoice, paid=paid, state=state, days=days)


def payments(invoices: Sequence[InvoiceView], day: int) -> Payments:
    """Sort invoices by how they stand."""
    paid = tuple(one for one in invoices if one.paid is not None and one.paid > day - HISTORY)
    late = tuple(one for one in paid if one.state == "paid late")
    return Payments(
        overdue=tuple(
            sorted((one for one in invoices if one.state == "overdue"), key=lambda one: one.due)
        ),
        open=tuple(one for one in invoices if one.state == "open"),
        paid=paid,
        late=late,
        usual_late=float(median(one.days for one in late)) if late else None,
    )
