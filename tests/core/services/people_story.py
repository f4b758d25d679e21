"""A few accounts with people, for tests of who is in touch with whom."""

from __future__ import annotations

from healthdesk.core.domain.facts import to_date

DAY = 20_526
"""14 Mar 2026, the day of the tests' clock."""


def on(back: int) -> str:
    """A day before that, in ISO."""
    return to_date(DAY - back).isoformat()


_A = (
    ("t1", 120, "email", "inbound", "ada"),
    ("t2", 80, "email", "inbound", "ada"),
    ("t3", 70, "call", "outbound", "ada;milla"),
    ("t4", 30, "email", "outbound", "ada"),
    ("t5", 14, "email", "outbound", "milla"),
    ("t6", 1, "note", "", "ada"),
)
_B = tuple((f"u{number}", 60 + number, "email", "outbound", "") for number in range(4))
_ADA_SPEAKS = ("t7", 29, "meeting", "", "ada")


def _rows(account, touches):
    return [
        f"{name},{account},{on(back)},{kind},{way},{who}" for name, back, kind, way, who in touches
    ]


FACTS = {
    "accounts": "account_id,name,tier,cadence_days\na,One,Enterprise,\nb,Two,,\nc,Three,,7\n",
    "contacts": (
        "contact_id,account_id,name,email,role\nada,a,Ada,,sponsor\ntom,a,Tom,,decision maker\n"
        "milla,a,Milla,,champion\njoe,a,,joe@x.test,\nbea,b,Bea,,user\n"
    ),
    "touchpoints": "touchpoint_id,account_id,day,kind,direction,contact_ids\n"
    + "\n".join(_rows("a", _A) + _rows("b", _B))
    + "\n",
    "subscriptions": (
        f"subscription_id,account_id,start,end\nS1,a,{on(300)},{to_date(DAY + 60).isoformat()}\n"
    ),
}
