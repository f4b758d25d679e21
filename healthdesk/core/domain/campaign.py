"""A campaign as a document: whom (segment and cause), which words, what keeps it from being spam.

Not here: who is in it on a day and what each would get (services/campaigns.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from healthdesk.core.domain import document
from healthdesk.core.domain.document import Node
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.outbox_view import Person
from healthdesk.core.domain.playbook import RECIPIENTS
from healthdesk.core.domain.template import TextRun

VERSION: Final = 1
EVERYBODY: Final = "everybody"
"""Each person of an account one may write to, in place of one of `playbook.RECIPIENTS`."""
MOST_PEOPLE: Final = 1_000
"""People whom one campaign writes to."""
MOST_CHOSEN: Final = 10_000
MOST_DAYS: Final = 400
CampaignState = Literal["draft", "written", "ended"]
STATES: Final = {"draft": "draft", "written": "in the outbox", "ended": "ended"}


class Campaign(msgspec.Struct, frozen=True):
    """One campaign.

    Attributes:
        purpose: what it is to bring about.
        segment: name of the segment whose accounts are meant; "" = all.
        cause: only accounts that show this cause (services/causes.py); "" = any.
        accounts: ids of accounts that were chosen one by one; () = as segment and cause say.
        to: whom of an account, one of `playbook.RECIPIENTS` or `EVERYBODY`.
        subject: a line with fields; `body` is prose with fields.
        rest_days: nobody who was written to within so many days; 0 = no matter when.
        most: so many messages of campaigns a person gets at most in `most_days` days; 0 = any.
        due: the day on which its messages are due; None = at once.
    """

    name: str
    purpose: str = ""
    segment: str = ""
    cause: str = ""
    accounts: tuple[str, ...] = ()
    to: str = "champion"
    subject: str = ""
    body: str = ""
    rest_days: int = 14
    most: int = 1
    most_days: int = 30
    due: int | None = None


@dataclass(frozen=True)
class CampaignPerson:
    """A person of a campaign as they would be written to, or why they are left out.

    Attributes:
        by_hand: a person left them out; else something the campaign looks at did.
        own: their words are their own, not the campaign's.
        message: row of their message in the outbox, once there is one; `message_state` where it
            stands (domain/outbox_view.MessageState, or sent, refused, unsure of sending.py).
        answered: the day of their first touch or answer after it.
    """

    account_id: str
    account_name: str
    person: Person | None
    subject_runs: tuple[TextRun, ...] = ()
    body_runs: tuple[TextRun, ...] = ()
    missing: tuple[str, ...] = ()
    left_out: str = ""
    by_hand: bool = False
    own: bool = False
    message: int | None = None
    message_state: str = ""
    answered: int | None = None


@dataclass(frozen=True)
class CampaignRow:
    """A campaign in the list: how many it writes to, how many left, how many answered."""

    name: str
    purpose: str
    segment: str
    cause: str
    state: CampaignState
    made_on: int
    written_on: int | None
    people: int
    left_out: int
    out: int
    """Messages that were handed over or sent."""
    answered: int


@dataclass(frozen=True)
class Scores:
    """The mean score of some accounts when a campaign was written, and on the day in view."""

    accounts: int
    then: float
    now: float


@dataclass(frozen=True)
class CampaignView:
    """One campaign whole.

    Attributes:
        people: whom it writes to and why not, or wrote to.
        fault: why its people cannot be told, a sentence; "" = they can.
        reached: of the accounts that got it, `others` of all others; None = not written, nobody.
    """

    campaign: Campaign
    state: CampaignState
    made_on: int
    written_on: int | None
    people: tuple[CampaignPerson, ...]
    fault: str = ""
    reached: Scores | None = None
    others: Scores | None = None


def parse_campaign(data: Any, place: str) -> Campaign:  # noqa: ANN401 - any JSON value
    """Check one campaign of decoded JSON.

    Raises:
        BadDocument: It is none; the place in it is named.
    """
    node = Node(data, place)
    node.version(VERSION)
    due = node.take("due", None)
    campaign = Campaign(
        name=document.as_text(node.take("name"), node.at("name"), 200),
        purpose=_words(node, "purpose"),
        segment=_words(node, "segment"),
        cause=_words(node, "cause"),
        accounts=tuple(
            document.as_text(one, place, 200) for one, place in _listed(node, "accounts")
        ),
        to=document.as_choice(node.take("to"), (*RECIPIENTS, EVERYBODY), node.at("to")),
        subject=_words(node, "subject"),
        body=_words(node, "body"),
        rest_days=document.as_whole(node.take("rest_days"), node.at("rest_days"), 0, MOST_DAYS),
        most=document.as_whole(node.take("most"), node.at("most"), 0, 100),
        most_days=document.as_whole(node.take("most_days"), node.at("most_days"), 1, MOST_DAYS),
        due=None if due is None else document.as_whole(due, node.at("due"), 0, 100_000),
    )
    node.end()
    return campaign


def dump_campaign(campaign: Campaign) -> dict[str, Any]:
    """The campaign as JSON values, keys in a fixed order."""
    told = {key: getattr(campaign, key) for key in campaign.__struct_fields__}
    return {"schema_version": VERSION, **{key: one for key, one in told.items() if one is not None}}


def _listed(node: Node, key: str) -> list[tuple[Any, str]]:
    value = node.take(key, [])
    if not isinstance(value, (list, tuple)) or len(value) > MOST_CHOSEN:
        raise BadDocument(node.at(key), f"must be a list of at most {MOST_CHOSEN:,} texts")
    return [(one, f"{node.at(key)}[{at}]") for at, one in enumerate(value)]


def _words(node: Node, key: str) -> str:
    value = node.take(key, "")
    if not isinstance(value, str) or len(value) > document.MAX_TEXT:
        raise BadDocument(node.at(key), f"must be a text of at most {document.MAX_TEXT} characters")
    return value.strip()
