"""A small desk with a loss: use of one metric fell 120 days before, and somebody called late."""

from __future__ import annotations

from healthdesk.core.domain.op import op
from healthdesk.core.services import profiles
from healthdesk.core.store import tables
from tests import make

LOST = 20_500
FELL = LOST - 120


@op("Fill")
def fill(tx):
    """Three accounts; the first has left, the second will."""
    level, other = make.metric(tx, "logins"), make.metric(tx, "exports")
    rows = [make.account(tx, f"a{at}", name=f"Account {at}") for at in range(3)]
    for at, row in enumerate(rows):
        falls = at == 0
        make.values(tx, level, row, {LOST - back: 20.0 for back in range(1, 300)})
        make.values(
            tx, other, row,
            {LOST - back: 8.0 for back in range(1, 300) if not falls or LOST - back < FELL},
        )  # fmt: skip
        make.survey(tx, row, f"r{at}", day=LOST - 40)
    tx.add(tables.Outcome(account_id=rows[0], day=LOST, kind="churned", reason="Price"))
    tx.add(tables.Outcome(account_id=rows[1], day=LOST + 400, kind="churned"))
    tx.add(
        tables.Touchpoint(
            touchpoint_id="t", account_id=rows[0], contacts="", kind="call", direction="outbound",
            day=LOST - 30, subject="Spoke",
        )
    )  # fmt: skip
    tx.add(tables.Task(account_id=rows[0], title="Late", checklist=[], made_on=LOST + 3))
    tx.add(
        tables.Subscription(subscription_id="s", account_id=rows[0], start=LOST - 300, arr=900.0)
    )
    tx.flush()
    profiles.ensure_default(tx)
