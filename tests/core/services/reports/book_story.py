"""A small desk of contracts for reports on many accounts, whose retention is easy to count by hand.

In the fourth quarter of 2026, in EUR: Even stays at 100, Gone churns with 200, Less goes from 50 to
30, More from 50 to 80; Dollar goes from 500 to 600 in USD; of Unsaid no ARR is known; Late comes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.services import imports
from healthdesk.core.store.tables import Forecast
from tests import folders, ready

DAY: Final = to_day(date(2026, 11, 23))
CLOCK: Final = Clock(instant=datetime(2026, 11, 23, 9, tzinfo=UTC))
HOSTILE: Final = "=cmd|' /C calc'!A0 <b>#read</b>"
_SUBSCRIPTIONS: Final = (
    "s1,even,100,2025-10-10,2026-10-10",
    "s2,even,100,2026-10-10,2027-10-10",
    "s3,gone,200,2025-10-20,2026-10-20",
    "s4,less,50,2025-11-01,2026-11-01",
    "s5,less,30,2026-11-01,2027-02-01",
    "s6,more,50,2025-11-05,2026-11-05",
    "s7,more,80,2026-11-05,2027-01-05",
    "s8,dollar,500,2025-10-15,2026-10-15",
    "s9,dollar,600,2026-10-15,2027-01-15",
    "s10,unsaid,,2026-01-01,2027-01-31",
    "s11,late,70,2026-10-25,2027-01-25",
)


def desk(folder: Path) -> Desk:
    """The desk with all of it, on 23 Nov 2026; close it."""
    made = ready.furnished(folder / "book.healthdesk", "Book", clock=CLOCK)
    made.do(imports.run, [_write(folder / "facts")])
    made.do(say, "gone", "2026-10-20", "2026-09-01", ("at risk", None))
    made.do(say, "gone", "2026-10-20", "2026-10-05", ("commit", 200.0))
    made.do(say, "less", "2026-11-01", "2026-10-02", ("likely", 40.0))
    made.do(say, "more", "2027-01-05", "2026-11-10", ("lost", 0.0))
    return made


@op("Say")
def say(tx: Tx, account: str, renewal: str, made_on: str, said: tuple[str, float | None]) -> None:
    """What was said of a renewal on a day."""
    row = tx.execute(text("SELECT id FROM account WHERE account_id = :a"), {"a": account}).scalar()
    tx.add(
        Forecast(
            account_id=row,
            renewal_day=day(renewal),
            made_on=day(made_on),
            category=said[0],
            amount=said[1],
            reason="Told so in the call",
            next_step="",
            decider="",
        )
    )


def day(told: str) -> int:
    """A day number."""
    return to_day(date.fromisoformat(told))


def _write(folder: Path) -> Path:
    names = {"even": "Even", "gone": "Gone", "less": HOSTILE, "more": "More", "unsaid": "Unsaid"}
    lines = [f'{key},"{name}",2025-01-01,EUR' for key, name in names.items()]
    lines += ["dollar,Dollar,2025-01-01,USD", "late,Late,2026-10-25,EUR"]
    return folders.write(
        folder,
        {
            "accounts": "account_id,name,started_on,currency\n" + "\n".join(lines) + "\n",
            "subscriptions": "subscription_id,account_id,arr,start,end\n"
            + "\n".join(_SUBSCRIPTIONS)
            + "\n",
            "outcomes": "account_id,day,kind,reason\ngone,2026-10-20,churned,Price\n",
            "touchpoints": "touchpoint_id,account_id,kind,direction,day\n"
            "t1,even,call,inbound,2026-11-20\nt2,more,email,outbound,2026-09-01\n",
        },
    )
