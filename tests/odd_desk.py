"""A desk of odd and hostile accounts: markup and endless texts, crowds, gaps, nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from healthdesk.core.desk import Tx
from healthdesk.core.domain.op import op
from healthdesk.core.domain.profile import parse_profiles
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import profiles
from healthdesk.core.store import tables, usage
from tests import make

MARKUP: Final = '<img src="file:///m.png"><b>Bold</b></qt> &amp; <a href="http://x.test">x</a>'
TEXTS: Final = {
    "markup": MARKUP,
    "rtl": "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "emoji": "\U0001f9e8\U0001f468\u200d\U0001f469\u200d\U0001f467" * 4,
    "endless": "Wideword" * 1_250,
    "lines": "one\ntwo\r\n\tthree\u2028four",
}
CROWD: Final = 300
STORY: Final = 10_000
ODD: Final = (
    *TEXTS,
    "crowd",
    "story",
    "young",
    "churned",
    "bare",
    "ahead",
    "gaps",
    "unknowns",
    "parent",
    "child",
    "strangers",
    "ranked",
    "silent",
)
_RANKED = [
    {
        "key": "ranked",
        "name": MARKUP,
        "model": "rank",
        "applies_to": {"field": "tier", "op": "=", "value": "ranked"},
        "dimensions": [
            {
                "key": "touch",
                "name": MARKUP,
                "weight": 1,
                "measures": [
                    {
                        "key": "since",
                        "name": MARKUP,
                        "weight": 1,
                        "reading": {"kind": "days_since_touch"},
                        "scale": {
                            "kind": "rank",
                            "good": {"op": "<=", "value": 14},
                            "poor": {"op": ">", "value": 60},
                        },
                    }
                ],
            }
        ],
    },
    {
        "key": "parents",
        "name": "Parents",
        "hierarchy": "rollup",
        "applies_to": {"field": "tier", "op": "=", "value": "parent"},
        "dimensions": [
            {
                "key": "use",
                "weight": 1,
                "measures": [
                    {
                        "key": "level",
                        "weight": 1,
                        "reading": {"kind": "usage_level", "metric": "logins"},
                        "scale": {"kind": "curve", "points": [[0, 0], [30, 100]]},
                    }
                ],
            }
        ],
    },
    {
        "key": "default",
        "name": "Default",
        "min_coverage": 0.6,
        "dimensions": [
            {
                "key": "use",
                "name": MARKUP,
                "weight": 60,
                "measures": [
                    {
                        "key": "level",
                        "weight": 1,
                        "reading": {"kind": "usage_level", "metric": "logins"},
                        "scale": {"kind": "curve", "points": [[0, 0], [30, 100]]},
                    },
                    {
                        "key": "gauge",
                        "weight": 1,
                        "reading": {"kind": "usage_level", "metric": "gauge"},
                        "scale": {"kind": "curve", "points": [[-10, 0], [1e9, 100]]},
                    },
                ],
            },
            {
                "key": "said",
                "weight": 40,
                "measures": [
                    {
                        "key": "nps",
                        "weight": 1,
                        "reading": {"kind": "nps"},
                        "scale": {"kind": "curve", "points": [[-100, 0], [100, 100]]},
                    },
                    {
                        "key": "seats",
                        "weight": 1,
                        "reading": {"kind": "seat_use", "metric": "logins"},
                        "scale": {"kind": "curve", "points": [[0, 0], [1, 100]]},
                    },
                ],
            },
        ],
    },
]


@op("Odd desk")
def fill(tx: Tx, day: int) -> None:
    """Fill a new desk; `day` is the last that most accounts know of."""
    logins = make.metric(tx, "logins", name=MARKUP, unit="<b>")
    gauge = make.metric(tx, "gauge", fill="gap", feature=True)
    listed = parse_profiles(_RANKED, {"logins", "gauge"}, CATALOGUE)
    profiles.replace_all(tx, listed, day - 100, reason=MARKUP)
    tier = tables.Attribute(key="tier", kind="text")
    tx.add(tier)
    tx.flush()
    rows = {one: make.account(tx, one, name=TEXTS.get(one, one)) for one in ODD}
    tx.get_one(tables.Account, rows["child"]).parent_id = rows["parent"]
    for one, kind in (("ranked", "ranked"), ("parent", "parent")):
        tx.add(
            tables.AttributeValue(account_id=rows[one], attribute_id=tier.id, day=day, value=kind)
        )
    for one, text in TEXTS.items():
        _hostile(tx, rows[one], text, day)
    _crowded(tx, rows["crowd"], day)
    _used(tx, rows, logins, gauge, day)
    stranger = make.contact(tx, rows["bare"], "stranger", name="Stranger")
    for made in _single(rows, stranger, day):
        tx.add(made)
    tx.flush()


@op("Words")
def told(tx: Tx, account_id: str, text: str, day: int) -> None:
    """Put a text into a row of all that takes words, for an account that is there."""
    _hostile(tx, tx.query(tables.Account.id).filter_by(account_id=account_id).scalar(), text, day)


def _used(tx: Tx, rows: dict[str, int], logins: int, gauge: int, day: int) -> None:
    steady = {day - ago: 5.0 + ago % 7 for ago in range(200)}
    for one in (*TEXTS, "crowd", "churned", "child", "ranked", "unknowns", "story"):
        make.values(tx, logins, rows[one], steady)
    make.values(tx, logins, rows["young"], {day - 1: 3.0, day: 4.0})
    make.values(tx, logins, rows["ahead"], {day + 5: 9.0, day + 6: 9.0})
    odd = {day - ago: (-7.5, 1e12, 0.0, None)[ago % 4] for ago in range(150)}
    usage.upsert(
        tx,
        [logins, gauge],
        [(rows["gaps"], on, 2.0, value) for on, value in odd.items()],
    )


def _hostile(tx: Tx, row: int, text: str, day: int) -> None:
    """Everything that takes words takes these."""
    person = make.contact(
        tx, row, f"c{row}", name=text, email=text, title=text, role=text, phone=text
    )
    make.survey(tx, row, f"r{row}", contact_id=person, comment=text, day=day - 3, rating=2.0)
    for made in _words(row, person, text, day):
        tx.add(made)
    tx.flush()
    theme = tables.Theme(name=f"{text[:200]}{row}")
    tx.add(theme)
    tx.flush()
    survey = tables.Feedback(account_id=row, heard_on=day, note=text)
    survey.survey_id = tx.query(tables.Survey).filter_by(response_id=f"r{row}").one().id
    tx.add(survey)
    tx.flush()
    tx.add(tables.FeedbackTheme(feedback_id=survey.id, theme_id=theme.id))


def _words(row: int, person: int, text: str, day: int) -> Iterator[tables.Base]:
    yield tables.Touchpoint(
        touchpoint_id=f"t{row}", account_id=row, contacts=str(person), kind="email",
        direction="inbound", day=day - 2, subject=text, body=text,
    )  # fmt: skip
    yield tables.Ticket(
        ticket_id=f"k{row}", account_id=row, contact_id=person, opened_on=day - 4,
        priority="urgent", subject=text, body=text,
    )  # fmt: skip
    yield tables.Subscription(
        subscription_id=f"s{row}", account_id=row, product=text, seats=5, arr=10.0,
        start=day - 90, end=day + 30,
    )  # fmt: skip
    yield tables.Invoice(invoice_id=f"i{row}{text}", account_id=row, issued_on=day, due_on=day)
    yield tables.Milestone(account_id=row, milestone=text, due_on=day - 9)
    yield tables.Mention(
        mention_id=f"m{row}", account_id=row, day=day, channel=text, author=text, text=text,
        link=text,
    )  # fmt: skip
    yield tables.Outcome(account_id=row, day=day - 5, kind="renewed", reason=text)
    yield tables.Pulse(account_id=row, day=day, value=-1.0, by=text, note=text)
    yield tables.ScoreOverride(
        account_id=row, band="Poor", reason=text, first_day=day - 1, until_day=day, by=text
    )
    yield tables.AccountCare(account_id=row, starred=True, matters=text)
    yield tables.ContactCare(contact_id=person, influence=3, personal=text)
    yield tables.Finding(
        account_id=row, first_day=day - 28, last_day=day, made_on=day, hypothesis=text,
        checks={"data": {"state": "found", "text": text}}, lines=[text],
    )  # fmt: skip
    yield tables.Plan(
        account_id=row, problem=text, cause=text, owner=text, made_on=day - 9, due_on=day - 1,
        exit_rule='{"reading": {"kind": "open_tickets"}, "op": "<=", "value": 0}', exit_days=3,
    )  # fmt: skip
    yield tables.Task(
        account_id=row, contact_id=person, title=text, note=text, made_on=day - 1, due_on=day,
        checklist=[{"text": text, "done": False}], origin=f"playbook:{text}",
    )  # fmt: skip
    for kind in ("win", "perk", "promise", "quote"):
        yield tables.Moment(
            account_id=row, contact_id=person, kind=kind, day=day, text=text, due_on=day
        )
    yield tables.Advocate(contact_id=person, made_on=day, story=text, willing="yes")
    yield tables.AdvocateAsk(contact_id=person, day=day, kind=text, note=text)
    yield tables.Forecast(
        account_id=row, renewal_day=day + 30, made_on=day, category="at risk", reason=text,
        next_step=text, decider=text,
    )  # fmt: skip
    yield tables.Attachment(account_id=row, name=text, note=text, made_on=day, size=1, content=b"a")


def _crowded(tx: Tx, row: int, day: int) -> None:
    people = [
        make.contact(tx, row, f"p{number}", name=f"Person {number}", role="champion")
        for number in range(CROWD)
    ]
    for number, person in enumerate(people):
        tx.add(tables.ContactCare(contact_id=person, influence=1 + number % 3))


def _single(rows: dict[str, int], stranger: int, day: int) -> Iterator[tables.Base]:
    for number in range(STORY):
        yield tables.Touchpoint(
            touchpoint_id=f"n{number}",
            account_id=rows["story"],
            kind="call",
            day=day - number % 700,
        )
    yield tables.Outcome(account_id=rows["churned"], day=day - 30, kind="churned")
    for number, (seats, arr, end) in enumerate(((None, None, None), (None, 5.0, day + 9))):
        yield tables.Subscription(
            subscription_id=f"u{number}", account_id=rows["unknowns"], seats=seats, arr=arr,
            start=day - 40, end=end,
        )  # fmt: skip
        yield tables.Invoice(
            invoice_id=f"u{number}", account_id=rows["unknowns"], issued_on=day - 60,
            due_on=day - 30 + number * 60,
        )  # fmt: skip
    # People of another account, and one whose row is gone.
    yield tables.Touchpoint(
        touchpoint_id="x1", account_id=rows["strangers"], contacts=f"{stranger};987654321",
        kind="meeting", day=day - 1,
    )  # fmt: skip
    yield tables.Touchpoint(touchpoint_id="x2", account_id=rows["ranked"], kind="call", day=day - 3)
    yield tables.Ticket(
        ticket_id="x3", account_id=rows["strangers"], contact_id=stranger, opened_on=day - 9,
        priority="low",
    )  # fmt: skip
    yield tables.Subscription(
        subscription_id="x4", account_id=rows["silent"], start=day - 20, end=day + 200, arr=0.0
    )
