"""The age of the oldest unpaid invoice."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Invoice
from tests.core.readings.reading_case import DAY, desk, evidence, reads, told

ROWS = (
    Invoice("a", DAY, DAY + 5, DAY + 9),
    Invoice("a", DAY + 1, DAY + 7, None),
    Invoice("a", DAY + 12, DAY + 2, DAY + 14),
)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [(4, 0), (5, 0), (6, 1), (8, 3), (9, 2), (11, 4), (12, 10), (13, 11), (14, 7)],
)
def test_table(day: int, wanted: float) -> None:
    assert reads(desk(invoices=ROWS), day, "overdue_days") == wanted


def test_evidence() -> None:
    assert told(evidence(desk(invoices=ROWS), 9, "overdue_days")) == [
        (7, "Invoice due 2024-10-11, not paid", "2 days"),
    ]


def test_on_its_due_day_an_invoice_is_not_late() -> None:
    assert [row[0] for row in told(evidence(desk(invoices=ROWS), 7, "overdue_days"))] == [5]
