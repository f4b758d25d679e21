"""Campaigns as screens show them: the list with what came of each, and the people of one.

An answer is somebody's own word after their message: an inbound touch or an answer to a survey.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.campaign import (
    CampaignPerson,
    CampaignRow,
    CampaignView,
    Scores,
    parse_campaign,
)
from healthdesk.core.domain.document import decode
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.outbox_view import Person
from healthdesk.core.domain.template import runs_of
from healthdesk.core.services import campaigns, scoring
from healthdesk.core.store.db import Tx

WAIT: Final = 60
"""Days after a message within which an answer counts as one to it."""
_PEOPLE: Final = """
SELECT p.campaign_id, a.account_id, a.name, c.contact_id, c.name AS person, c.email, c.role,
  c.title, p.left_out, p.body AS own, m.id AS message, m.state, m.subject, m.body, m.missing,
  m.handed_on, s.state AS sending,
  (SELECT min(day) FROM (
     SELECT t.day FROM touchpoint t WHERE t.account_id = p.account_id AND t.direction = 'inbound'
       AND ';' || replace(coalesce(t.contacts, ''), ' ', '') || ';' LIKE '%;' || c.id || ';%'
       AND t.day BETWEEN m.handed_on AND min(m.handed_on + :wait, :day)
     UNION ALL
     SELECT v.day FROM survey v WHERE v.contact_id = c.id
       AND v.day BETWEEN m.handed_on AND min(m.handed_on + :wait, :day))) AS answered
FROM campaign_person p JOIN account a ON a.id = p.account_id JOIN contact c ON c.id = p.contact_id
LEFT JOIN message m ON m.id = p.message_id LEFT JOIN sending s ON s.message_id = m.id
WHERE :row IN (0, p.campaign_id) ORDER BY a.name COLLATE NOCASE, a.account_id, c.id"""
_OUT: Final = frozenset({"handed"})
_NOBODY: tuple[CampaignPerson, ...] = ()


def overview(tx: Tx, day: int) -> tuple[CampaignRow, ...]:
    """All campaigns, the newest first, with how many each reached."""
    people: dict[int, list[CampaignPerson]] = {}
    for row, one in _people(tx, 0, day):
        people.setdefault(row, []).append(one)
    found = tx.execute(
        text(
            "SELECT id, body, state, made_on, written_on FROM campaign"
            " ORDER BY made_on DESC, id DESC"
        )
    )
    rows = []
    for key, body, state, made_on, written_on in found:
        campaign = parse_campaign(decode(body, "campaign"), "campaign")
        told = people.get(key, [])
        if state == "draft":
            told = _counted(tx, campaign.name, day)
        rows.append(
            CampaignRow(
                campaign.name,
                campaign.purpose,
                campaign.segment,
                campaign.cause,
                state,
                made_on,
                written_on,
                sum(not one.left_out for one in told),
                sum(bool(one.left_out) for one in told),
                sum(one.message_state in _OUT for one in told),
                sum(one.answered is not None for one in told),
            )
        )
    return tuple(rows)


def _counted(tx: Tx, name: str, day: int) -> list[CampaignPerson]:
    """The people of a draft without their words; nobody where they are too many."""
    try:
        return list(campaigns.people(tx, name, day, filled=False))
    except UsageError:
        return []


def people(tx: Tx, name: str, day: int) -> tuple[CampaignPerson, ...]:
    """The people of a campaign: of a draft as they would be written to, else as they were."""
    row, state = tx.execute(
        text("SELECT id, state FROM campaign WHERE name = :name"), {"name": name}
    ).one_or_none() or (None, "")
    if row is None or state == "draft":
        return campaigns.people(tx, name, day)
    return tuple(one for _, one in _people(tx, row, day))


def view(tx: Tx, name: str, day: int) -> CampaignView:
    """A campaign whole, with what the scores of those who got it did since.

    Raises:
        NotFound: There is none of this name.
    """
    campaign = campaigns.read(tx, name)
    row = tx.execute(
        text("SELECT state, made_on, written_on FROM campaign WHERE name = :name"), {"name": name}
    ).one()
    fault, found = "", _NOBODY
    try:
        found = people(tx, name, day)
    except UsageError as error:
        fault = str(error)
    reached, others = None, None
    if row.written_on is not None and row.written_on < day:
        got = frozenset(one.account_id for one in found if one.message_state in _OUT)
        reached, others = _scores(tx, got, row.written_on, day)
    return CampaignView(
        campaign, row.state, row.made_on, row.written_on, found, fault, reached, others
    )


def _scores(
    tx: Tx, got: frozenset[str], then: int, now: int
) -> tuple[Scores | None, Scores | None]:
    """Mean scores of the accounts that got it and of the others, of those known on both days."""
    before = {one.account_id: one.score for one in scoring.scores(tx, then)}
    after = {one.account_id: one.score for one in scoring.scores(tx, now)}
    parts: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    for account, score in before.items():
        later = after.get(account)
        if score is not None and later is not None:
            parts[account not in got].append((float(score), float(later)))
    mine, others = (_mean(part) for part in parts)
    return mine, others


def _mean(part: list[tuple[float, float]]) -> Scores | None:
    many = len(part)
    if not many:
        return None
    return Scores(many, sum(old for old, _ in part) / many, sum(new for _, new in part) / many)


def _people(tx: Tx, row: int, day: int) -> list[tuple[int, CampaignPerson]]:
    out = []
    for held in tx.execute(text(_PEOPLE), {"row": row, "wait": WAIT, "day": day}).mappings():
        missing = tuple(decode(held["missing"], "missing")) if held["missing"] else ()  # type: ignore[arg-type]
        person = Person(
            held["contact_id"], held["person"] or "", held["email"] or "", held["role"] or "",
            held["title"] or "",
        )  # fmt: skip
        told = CampaignPerson(
            held["account_id"],
            held["name"],
            person,
            runs_of(held["subject"] or "", missing),
            runs_of(held["body"] or "", missing),
            missing,
            held["left_out"],
            own=held["own"] is not None,
            message=held["message"],
            message_state=_state(held["state"], held["sending"]),
            answered=held["answered"],
        )
        out.append((held["campaign_id"], told))
    return out


def _state(state: str | None, sending: str | None) -> str:
    """Where a message stands; what the mail server said is worth more than "draft"."""
    if state is None:
        return ""
    return sending if sending in ("refused", "unsure") and state != "handed" else state
