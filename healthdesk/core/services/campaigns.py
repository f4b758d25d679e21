"""Campaigns: whom each writes to as of a day, words of one alone, who is left out, the drafts.

Who left, must not be contacted, was written to lately or got enough campaigns is left out and says
why. Writing a campaign puts drafts in the outbox; nothing leaves by it. Not here: reading what came
of one (campaign_reading.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.campaign import (
    EVERYBODY,
    MOST_PEOPLE,
    Campaign,
    CampaignPerson,
    dump_campaign,
    parse_campaign,
)
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.outbox_view import Person
from healthdesk.core.services import accounts, causes, message_drafts, segments, settings
from healthdesk.core.services.merge import Merger
from healthdesk.core.services.merge_sandbox import Template
from healthdesk.core.services.message_rows import NOTHING_CHANGED, checked
from healthdesk.core.services.wording import count_of, long_date
from healthdesk.core.services.work_rows import line_of
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Campaign as Row
from healthdesk.core.store.tables import CampaignPerson as PersonRow
from healthdesk.core.store.tables import Contact

_ALL: Final = "SELECT account_id, name FROM account ORDER BY name COLLATE NOCASE, account_id"
_WRITTEN: Final = (
    "SELECT coalesce(c.contact_id, ''), lower(json_extract(j.value, '$.address')), max(m.handed_on)"
    " FROM message m JOIN json_each(m.recipients) j"
    " LEFT JOIN contact c ON c.id = m.contact_id"
    " WHERE m.state = 'handed' AND m.handed_on BETWEEN :first AND :day GROUP BY 1, 2"
)
_TOUCHED: Final = (
    "SELECT c.contact_id, max(t.day) FROM touchpoint t JOIN contact c"
    " ON c.account_id = t.account_id"
    " AND ';' || replace(coalesce(t.contacts, ''), ' ', '') || ';' LIKE '%;' || c.id || ';%'"
    " WHERE t.direction = 'outbound' AND t.kind IN ('email', 'message')"
    " AND t.day BETWEEN :first AND :day GROUP BY 1"
)
_WAITS: Final = (
    "SELECT DISTINCT lower(json_extract(j.value, '$.address')) FROM message m,"
    " json_each(m.recipients) j WHERE m.state IN ('draft', 'held', 'queued')"
)
_CAMPAIGNED: Final = (
    "SELECT c.contact_id, count(*) FROM campaign_person p JOIN contact c ON c.id = p.contact_id"
    " JOIN campaign k ON k.id = p.campaign_id JOIN message m ON m.id = p.message_id"
    " WHERE p.left_out = '' AND k.name <> :name AND m.state <> 'dropped'"
    " AND coalesce(m.handed_on, m.made_on) BETWEEN :first AND :day GROUP BY 1"
)


def names(tx: Tx) -> tuple[str, ...]:
    """All campaigns, the newest first."""
    found = tx.execute(text("SELECT name FROM campaign ORDER BY made_on DESC, id DESC"))
    return tuple(str(name) for (name,) in found)


def read(tx: Tx, name: str) -> Campaign:
    """A campaign's document."""
    return _document(_row(tx, name))


@op("Add campaign")
def add(tx: Tx, campaign: Campaign) -> str:
    """Keep a new campaign as a draft; returns the name it got, a free one.

    Raises:
        UsageError: Its texts cannot be read.
    """
    _readable(campaign)
    taken = {one.casefold() for one in names(tx)}
    name, number = campaign.name.strip(), 1
    while name.casefold() in taken:
        number += 1
        name = f"{campaign.name.strip()} {number}"
    body = _body(msgspec.structs.replace(campaign, name=name))
    tx.add(Row(name=name, body=body, state="draft", made_on=settings.today(tx)))
    tx.flush()
    return name


@op("Duplicate campaign")
def duplicate(tx: Tx, name: str) -> str:
    """Make a draft like a campaign; who was left out and words of one alone stay behind."""
    return add(tx, read(tx, name))


@op("Change campaign")
def change(tx: Tx, name: str, campaign: Campaign) -> str:
    """Keep a draft otherwise, its name too; returns it."""
    row = _draft(tx, name)
    told = line_of(campaign.name, "A campaign")
    others = {one.casefold() for one in names(tx)} - {row.name.casefold()}
    if told.casefold() in others:
        raise UsageError(f"There is a campaign “{told}” already; {NOTHING_CHANGED}.")
    row.name, row.body = told, _body(msgspec.structs.replace(campaign, name=told))
    tx.flush()
    return told


@op("Remove campaign")
def remove(tx: Tx, name: str) -> None:
    """Forget a campaign; messages it brought into the outbox stay there."""
    tx.delete(_row(tx, name))
    tx.flush()


@op("Leave person out")
def leave_out(tx: Tx, name: str, contact_id: str, why: str) -> None:
    """Leave somebody out of a draft, and say why."""
    _person(tx, _draft(tx, name), contact_id).left_out = line_of(why, "Leaving somebody out")
    tx.flush()


@op("Take person in")
def take_in(tx: Tx, name: str, contact_id: str) -> None:
    """Take somebody in again who was left out by hand."""
    _person(tx, _draft(tx, name), contact_id).left_out = ""
    tx.flush()


@op("Write to one person alone")
def say_alone(tx: Tx, name: str, contact_id: str, words: tuple[str, str] | None) -> None:
    """Give somebody a subject and words of their own; None = the campaign's again."""
    row = _person(tx, _draft(tx, name), contact_id)
    if words is not None:
        checked((), words[0], words[1])
    row.subject, row.body = (None, None) if words is None else words
    tx.flush()


@op("Write campaign")
def write(tx: Tx, name: str) -> tuple[int, ...]:
    """Put a draft for each person of a campaign into the outbox; returns their rows.

    Raises:
        UsageError: It has no words, texts that cannot be read, or nobody to write to.
    """
    row = _draft(tx, name)
    campaign, day = _document(row), settings.today(tx)
    _readable(campaign)
    if not campaign.subject.strip() or not campaign.body.strip():
        raise UsageError(f"A campaign needs a subject and words; {NOTHING_CHANGED}.")
    found = people(tx, name, day)
    goes = [one for one in found if not one.left_out and one.person is not None]
    if not goes:
        raise UsageError(f"Nobody is left to write to; {NOTHING_CHANGED}.")
    own = {one.contact_id: one for one in _kept(tx, row.id).values()}
    merger, made, origin = Merger(tx), [], f"campaign:{row.name}"
    for one in found:
        if one.person is None or not one.person.contact_id:
            continue
        kept = own.get(one.person.contact_id)
        member = _person(tx, row, one.person.contact_id)
        if one.left_out:
            member.left_out = one.left_out
            continue
        words = (campaign.subject, campaign.body)
        if kept is not None and kept.words is not None:
            words = kept.words
        told = (tx, one.account_id, one.person, words, day)
        message = message_drafts.add(*told, due=campaign.due, origin=origin, merger=merger)
        member.message_id = message
        made.append(message)
    row.state, row.written_on = "written", day
    tx.flush()
    return tuple(made)


@op("End campaign")
def end(tx: Tx, name: str) -> None:
    """Call a campaign over: drafts and what waits to be sent are dropped."""
    row = _row(tx, name)
    row.state, row.ended_on = "ended", settings.today(tx)
    tx.execute(
        text(
            "UPDATE message SET state = 'dropped', handed_on = :day, dropped_why = :why"
            " WHERE (state IN ('draft', 'held') OR state = 'queued' AND id IN"
            " (SELECT message_id FROM sending WHERE state = 'queued')) AND id IN"
            " (SELECT message_id FROM campaign_person WHERE campaign_id = :row)"
        ),
        {"day": row.ended_on, "why": f"the campaign {row.name} ended", "row": row.id},
    )
    tx.expire_all()


def people(tx: Tx, name: str, day: int, *, filled: bool = True) -> tuple[CampaignPerson, ...]:
    """Everybody of a draft: what each would get, or why it goes not to them.

    Words that are not to be `filled` are left out: counting does without.

    Raises:
        UsageError: They are too many for one campaign.
    """
    row = _row(tx, name)
    campaign = _document(row)
    brakes = _Brakes(tx, campaign, day)
    kept = {one.contact_id: one for one in _kept(tx, row.id).values()}
    merger, out = Merger(tx), []
    for account_id, account in _accounts(tx, campaign, day):
        chosen = _chosen(merger, campaign, account_id, day)
        if not chosen:
            out.append(CampaignPerson(account_id, account, None, left_out="nobody fits"))
        for person in chosen:
            told = kept.get(person.contact_id)
            if filled:
                out.append(_made(brakes, merger, (account_id, account), person, told))
            else:
                why, by_hand = _why(brakes, person, told)
                out.append(
                    CampaignPerson(account_id, account, person, left_out=why, by_hand=by_hand)
                )
    goes = sum(not one.left_out for one in out)
    if goes > MOST_PEOPLE:
        raise UsageError(
            f"A campaign writes to at most {MOST_PEOPLE:,} people, this one to {goes:,};"
            f" {NOTHING_CHANGED}.",
            "Choose a smaller segment.",
        )
    return tuple(out)


class _Kept(msgspec.Struct, frozen=True):
    """What was said of a person by hand."""

    contact_id: str
    left_out: str
    words: tuple[str, str] | None


class _Brakes:
    """Who was written to lately, waits for a message already, or got enough campaigns."""

    def __init__(self, tx: Tx, campaign: Campaign, day: int) -> None:
        self.day = day
        self.words = (campaign.subject, campaign.body)
        self._rest = campaign.rest_days
        self._lately: dict[str, int] = {}
        self._waits: frozenset[str] = frozenset()
        if self._rest:
            since = {"first": day - self._rest + 1, "day": day}
            for contact, address, on in tx.execute(text(_WRITTEN), since):
                for key in (contact, address):
                    if key:
                        self._lately[key] = max(self._lately.get(key, 0), int(on))
            for contact, on in tx.execute(text(_TOUCHED), since):
                self._lately[contact] = max(self._lately.get(contact, 0), int(on))
            self._waits = frozenset(one for (one,) in tx.execute(text(_WAITS)))
        self._most, self._most_days = campaign.most, campaign.most_days
        self._got: Mapping[str, int] = {}
        if self._most:
            asked = {"name": campaign.name, "first": day - self._most_days + 1, "day": day}
            found = tx.execute(text(_CAMPAIGNED), asked)
            self._got = {str(contact): int(many) for contact, many in found}

    def why(self, person: Person) -> str:
        """Why a person is not written to now; "" = nothing against it."""
        if person.refused:
            return person.refused
        address = person.address.casefold()
        lately = max(self._lately.get(person.contact_id, 0), self._lately.get(address, 0))
        if lately:
            return f"written to on {long_date(lately)}"
        if address in self._waits:
            return "a message to them waits in the outbox"
        got = self._got.get(person.contact_id, 0)
        if self._most and got >= self._most:
            many = count_of(got, "message")
            return f"got {many} of campaigns in {count_of(self._most_days, 'day')}"
        return ""


def _made(
    brakes: _Brakes,
    merger: Merger,
    account: tuple[str, str],
    person: Person,
    told: _Kept | None,
) -> CampaignPerson:
    left_out, by_hand = _why(brakes, person, told)
    own = None if told is None else told.words
    words = brakes.words if own is None else own
    subject, body = merger.fill(words, account[0], person.contact_id or None, brakes.day)
    faults = (*subject.faults, *body.faults)
    if faults and not left_out:
        left_out = f"Line {faults[0].line}: {faults[0].sentence}"
    missing = tuple(dict.fromkeys((*subject.missing, *body.missing)))
    return CampaignPerson(
        *account, person, subject.runs, body.runs, missing, left_out, by_hand, own is not None
    )


def _why(brakes: _Brakes, person: Person, told: _Kept | None) -> tuple[str, bool]:
    """Why a person is left out ("" = they are not), and whether a person said so."""
    why = brakes.why(person)
    if why or told is None:
        return why, False
    return told.left_out, bool(told.left_out)


def _chosen(merger: Merger, campaign: Campaign, account_id: str, day: int) -> tuple[Person, ...]:
    if campaign.to == EVERYBODY:
        return merger.everybody(account_id, day)
    one = merger.pick(account_id, campaign.to, day)
    return () if one is None else (one,)


def _accounts(tx: Tx, campaign: Campaign, day: int) -> tuple[tuple[str, str], ...]:
    """Ids and names of the accounts a campaign means, by name; those that left never."""
    if campaign.segment:
        inside = set(segments.members(tx, campaign.segment, day))
    else:
        inside = {row.account_id for row in accounts.accounts_table(tx, day).rows}
    chosen = frozenset(campaign.accounts)
    shown = causes.accounts(tx, campaign.cause, day) if campaign.cause else None
    gone = {
        account
        for (account,) in tx.execute(
            text(
                "SELECT a.account_id FROM outcome o JOIN account a ON a.id = o.account_id"
                " WHERE o.kind = 'churned' AND o.day <= :day"
            ),
            {"day": day},
        )
    }
    return tuple(
        (str(account), str(name))
        for account, name in tx.execute(text(_ALL))
        if account not in gone
        and account in inside
        and (shown is None or account in shown)
        and (not chosen or account in chosen)
    )


def _readable(campaign: Campaign) -> None:
    line_of(campaign.name, "A campaign")
    for one in (campaign.subject, campaign.body):
        faults = Template(one).faults
        if faults:
            raise UsageError(
                f"Line {faults[0].line}: {faults[0].sentence} {NOTHING_CHANGED.capitalize()}."
            )


def _body(campaign: Campaign) -> str:
    body = msgspec.json.encode(dump_campaign(campaign), order="sorted").decode()
    parse_campaign(msgspec.json.decode(body), "campaign")
    return body


def _document(row: Row) -> Campaign:
    return parse_campaign(msgspec.json.decode(row.body), "campaign")


def _row(tx: Tx, name: str) -> Row:
    tx.flush()
    row = tx.query(Row).filter(Row.name == name).one_or_none()
    if row is None:
        raise NotFound(f"There is no campaign “{name}”; {NOTHING_CHANGED}.")
    return row


def _draft(tx: Tx, name: str) -> Row:
    row = _row(tx, name)
    if row.state != "draft":
        raise UsageError(
            f"“{name}” was written already; {NOTHING_CHANGED}.", "Make another one like it."
        )
    return row


def _person(tx: Tx, row: Row, contact_id: str) -> PersonRow:
    """The row of somebody in a campaign; made where there is none."""
    contact = tx.query(Contact).filter(Contact.contact_id == contact_id).one_or_none()
    if contact is None:
        raise NotFound(f"There is no such contact any more; {NOTHING_CHANGED}.")
    held = {"campaign_id": row.id, "contact_id": contact.id}
    kept = tx.query(PersonRow).filter_by(**held).one_or_none()
    if kept is None:
        kept = PersonRow(account_id=contact.account_id, left_out="", **held)
        tx.add(kept)
    return kept


def _kept(tx: Tx, row: int) -> dict[str, _Kept]:
    tx.flush()
    found = tx.execute(
        text(
            "SELECT c.contact_id, p.left_out, p.subject, p.body FROM campaign_person p"
            " JOIN contact c ON c.id = p.contact_id WHERE p.campaign_id = :row"
        ),
        {"row": row},
    )
    return {
        contact: _Kept(contact, left_out, None if subject is None else (subject, body or ""))
        for contact, left_out, subject, body in found
    }
