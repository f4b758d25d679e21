"""A small desk whose accounts fell, left, came lately, or never used anything."""

from __future__ import annotations

from datetime import date

from healthdesk.core.domain.facts import to_date, to_day

DAY = to_day(date(2026, 11, 23))
FELL = DAY - 18
"""5 November 2026, a Thursday."""
LEFT = DAY - 30
_DAYS = 200


def _weekend(day: int) -> bool:
    return to_date(day).weekday() >= 5


def _rows() -> list[tuple[str, str, int, float]]:
    out = []
    for day in range(DAY - _DAYS + 1, DAY + 1):
        wave = day % 5
        low = day >= FELL
        users = (3 if low else 10) if _weekend(day) else (18 if low else 48) + wave
        out.append(("a", "active_users", day, users))
        out.append(("a", "sign_ins", day, users + 12))
        out.append(("a", "planning", day, 30 + wave))
        if day < FELL:
            out.append(("a", "reports", day, 8 + wave))
        if day % 7 == 0:
            out.append(("a", "storage", day, 800 + wave))
        if day < LEFT:
            out.append(("c", "active_users", day, 20 + wave))
        if day > DAY - 8:
            out.append(("y", "active_users", day, 5))
    return out


def _text(head: str, rows: list[str]) -> str:
    return "\n".join([head, *rows]) + "\n"


def facts() -> dict[str, str]:
    """The files of the story."""
    return {
        "accounts.csv": _text(
            "account_id,name,currency", ["a,Aldermoor,EUR", "b,Bare,", "c,Closed,", "y,Young,"]
        ),
        "metrics.csv": _text(
            "metric,name,unit,fill,feature",
            [
                "active_users,Active users,users,zero,false",
                "sign_ins,Sign-ins,sign-ins,zero,false",
                "storage,Storage,GB,gap,false",
                "planning,Route planning,uses,zero,true",
                "reports,Reports,uses,zero,true",
                "alerts,Alerts,uses,zero,true",
            ],
        ),
        "usage.csv": _text(
            "account_id,metric,day,value",
            [f"{one},{metric},{to_date(day)},{value}" for one, metric, day, value in _rows()],
        ),
        "contacts.csv": _text(
            "contact_id,account_id,name", ["ada,a,Ada Brennick", "milla,a,Milla Ekdahl"]
        ),
        "contact_usage.csv": _text(
            "contact_id,metric,day,value",
            [
                *(f"ada,sign_ins,{to_date(day)},20" for day in range(DAY - 90, FELL)),
                *(f"milla,sign_ins,{to_date(day)},10" for day in range(DAY - 90, DAY + 1)),
            ],
        ),
        "subscriptions.csv": _text(
            "subscription_id,account_id,seats,arr,start,end",
            [f"s1,a,60,120000,{to_date(DAY - 300)},{to_date(DAY + 60)}"],
        ),
        "touchpoints.csv": _text(
            "touchpoint_id,account_id,kind,direction,day,subject,body",
            [
                (
                    f'm1,a,email,inbound,{to_date(FELL - 15)},Moving on,"My last day is 4 Nov, '
                    'and I wanted you to hear it from me before anybody says so in the meeting."'
                ),
                f"m2,a,note,,{to_date(FELL)},Our own note,Nobody else reads it",
            ],
        ),
        "outcomes.csv": _text("account_id,day,kind", [f"c,{to_date(LEFT)},churned"]),
    }
