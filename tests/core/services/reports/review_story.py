"""A small desk for the reports of an account: a customer with a story, and one hardly known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.forecast import ForecastDraft
from healthdesk.core.domain.moment import MomentDraft
from healthdesk.core.domain.op import op
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import desks, forecasts, imports, moments, tasks
from healthdesk.core.services.reports import reviews
from tests import folders

TODAY: Final = date(2026, 11, 23)
DAY: Final = to_day(TODAY)
BEGAN: Final = date(2026, 4, 1)
RENEWAL: Final = to_day(date(2027, 1, 7))
HOSTILE: Final = "=cmd|' /C calc'!A0 <script>alert(1)</script>"


def desk(folder: Path) -> Desk:
    """The desk with all of it, on 23 Nov 2026; close it."""
    made = Desk.create(
        folder / "story.healthdesk",
        clock=Clock(instant=datetime(2026, 11, 23, 9, tzinfo=UTC)),
        furnish=lambda tx: desks.furnish(tx, "Story", "UTC", "EUR"),
    )
    made.do(imports.run, [write(folder / "facts")])
    made.do(work)
    return made


def write(folder: Path) -> Path:
    """The facts as an exchange folder."""
    return folders.write(
        folder,
        {
            "accounts": "account_id,name,started_on\nv,Velora,2026-01-01\nq,Quiet,2026-01-01\n",
            "contacts": "contact_id,account_id,name,role\nc1,v,Delphine Roche,sponsor\n"
            "c2,v,Petr Joubert,decision maker\n",
            "metrics": "metric,name,unit,fill,feature\nusers,Active users,users,zero,no\n"
            "plan,Planning,uses,zero,yes\nship,Shipping,uses,zero,yes\nbill,Billing,uses,zero,yes\n",
            "usage": "account_id,metric,day,value\n" + "\n".join(_usage()) + "\n",
            "surveys": "response_id,account_id,contact_id,kind,rating,day,comment\n"
            "r1,v,c1,nps,9,2026-11-09,The training made the difference.\n"
            "r2,v,c2,nps,6,2026-09-01,Still waiting.\nr3,v,c2,csat,4,2026-11-02,Quick.\n",
            "touchpoints": "touchpoint_id,account_id,contacts,kind,direction,day,subject,body,"
            "sentiment\nt1,v,c1,meeting,outbound,2026-10-06,Training: for all,Secret thoughts,\n"
            "t2,v,c1,call,inbound,2026-11-12,A record week,She sounded proud.,0.7\n",
            "tickets": "ticket_id,account_id,opened_on,closed_on,priority,subject\n"
            "k1,v,2026-07-06,2026-07-10,high,Old\nk2,v,2026-10-10,2026-10-12,normal,Solved\n"
            f"k3,v,2026-11-03,,high,{HOSTILE}\n",
            "subscriptions": "subscription_id,account_id,product,seats,arr,start,end\n"
            "s1,v,Enterprise,80,118000,2026-01-07,2027-01-07\n",
            "milestones": "account_id,milestone,due_on,done_on\nv,Go-live,2026-10-20,2026-10-18\n"
            "v,All shops,2026-12-14,\n",
        },
    )


def _usage() -> list[str]:
    """Users from 30 to 60 since October; planning all along, shipping since October."""
    rows = []
    turn = date(2026, 10, 1)
    for at in range((TODAY - BEGAN).days + 1):
        on = BEGAN + timedelta(days=at)
        if on.weekday() < 5:
            rows.append(f"v,users,{on},{60 if on >= turn else 30}")
            rows.append(f"v,plan,{on},10")
            if on >= turn:
                rows.append(f"v,ship,{on},4")
    return rows


@op("Work")
def work(tx: Tx) -> None:
    """What a person wrote of the customer."""
    moments.add(tx, MomentDraft("v", "win", "All twelve shops live", DAY - 8))
    moments.add(tx, MomentDraft("v", "promise", "Send the list", DAY - 20, due=DAY - 3))
    tasks.add(tx, TaskDraft("Whisper to the boss", "v", DAY + 2))
    tasks.add(tx, TaskDraft("Agreed: two branches", "v", DAY + 9, origin=reviews.ORIGIN))
    forecasts.say(tx, ForecastDraft("v", RENEWAL, "likely", 120_000.0, "They grow"))
