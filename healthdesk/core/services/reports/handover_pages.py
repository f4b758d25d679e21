"""Pages of the handover report: the overview, and an account on a page.

Without notes nothing that a person noted is read at all. Not here: which accounts (kinds/handover).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from healthdesk.core.domain.report import (
    Block,
    Cell,
    Column,
    Inside,
    Pair,
    Pairs,
    Paragraph,
    Row,
    Section,
    Steps,
    Table,
)
from healthdesk.core.domain.usage_view import SeatUse
from healthdesk.core.domain.views import AccountHeader
from healthdesk.core.services import commercial, milestones, scoring, tasks, timeline, trends
from healthdesk.core.services.reports import brief_open, brief_people
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.blocks import ahead, on, rows, short
from healthdesk.core.services.reports.sources import Sources
from healthdesk.core.services.run_reading import runs
from healthdesk.core.services.task_owners import PLAYBOOK
from healthdesk.core.services.wording import begun, count_of

_CUSTOMERS: Final = frozenset({"touch", "answer", "ticket", "mention", "milestone", "contract"})
"""Groups of the timeline in which nothing is a note of ours."""
_THEIR_WORDS: Final = frozenset({"answer", "ticket", "mention"})
_HISTORY: Final = 14
_DATES: Final = 5
_RISKS: Final = 6
_NAMES: Final = (Inside("names", "the names of their people"),)
_NOTES: Final = (Inside("notes", "work that is kept inside"),)
_SCORE: Final = (Inside("score", "the health score"),)


@dataclass(frozen=True)
class Standing:
    """How an account is; `lead` is the sentence with what a person noted, "" without notes."""

    header: AccountHeader
    lead: str = ""


def standing(asked: Asked, notes: Sources, account: str) -> Standing:
    """Look at an account once, for the overview and for its page."""
    if not asked.choices["notes"]:
        return Standing(scoring.account_header(asked.tx, account, asked.day))
    found = brief_open.Standing(replace(asked, account=account), notes)
    return Standing(found.header, found.lead().text)


def overview(asked: Asked, notes: Sources, standings: Mapping[str, Standing]) -> Section:
    """The accounts in a table."""
    found = []
    for one, now in standings.items():
        header = now.header
        arr = "not known" if header.arr is None else asked.style.money(header.arr, header.currency)
        score = (
            "no score"
            if header.score is None or header.score.shown is None
            else str(header.score.shown)
        )
        open_tasks = [
            todo for todo in tasks.of_account(asked.tx, one, asked.day) if todo.state == "open"
        ]
        found.append(
            Row(
                key=one,
                cells=(
                    Cell(text=short(header.name, 80)),
                    Cell(text=score, value=None if header.score is None else header.score.shown),
                    Cell(text=arr, value=header.arr),
                    Cell(
                        text="not known"
                        if header.renewal_day is None
                        else on(asked.style, header.renewal_day, asked.day)
                    ),
                    Cell(text=str(len(open_tasks)), value=len(open_tasks)),
                ),
            )
        )
    table = Table(
        key="accounts",
        columns=(
            Column(key="name", title="Account", width=2.4, wraps=True),
            Column(key="score", title="Score", kind="number", inside=_SCORE),
            Column(key="arr", title="ARR", kind="money", width=1.2, notes=(notes.arr(),)),
            Column(key="renewal", title="Renewal", width=1.2),
            Column(key="tasks", title="Open tasks", kind="number", notes=(notes.stored("task"),)),
        ),
        rows=tuple(found),
        notes=(notes.score(),),
    )
    return Section(
        key="cover",
        title="Overview",
        headline="The accounts as they stand" if asked.choices["back"] else "What passes over",
        lines=rows(table, None if asked.choices["back"] else _work(asked, notes, tuple(standings))),
    )


def _work(asked: Asked, notes: Sources, ids: Sequence[str]) -> Paragraph:
    """Which work moves, and how: for good it changes hands, for a while it is looked after."""
    tx, day = asked.tx, asked.day
    listed = set(ids)
    todo = [
        one for account in ids for one in tasks.of_account(tx, account, day) if one.state == "open"
    ]
    raised = sum(one.origin.startswith(PLAYBOOK) for one in todo)
    running = [
        one
        for one in runs(tx, day)
        if one.account_id in listed and one.status in {"active", "waiting"}
    ]
    who = str(asked.choices["to"]) or "the colleague"
    told = (
        f"{begun(count_of(len(todo), 'open task'))} of these accounts"
        f" {'comes' if len(todo) == 1 else 'come'} with them"
    )
    if raised:
        told += f", {raised} of them raised by playbooks"
    if asked.choices["lasting"]:
        told += f": they are {who}'s from now on, and on the giving desk they stand under that name"
        told += (
            f". {count_of(len(running), 'playbook')} at work there"
            f" {'is' if len(running) == 1 else 'are'} put under {who}'s name and"
            " told on each account; the playbooks themselves do not pass"
            if running
            else ""
        )
        told += f". Plans are {who}'s; pulses wait to be renewed; the checklist Handover starts."
    else:
        told += f": {who} sees to them meanwhile; the owner stays who it was."
    return Paragraph(
        key="work",
        title="Tasks and playbooks",
        text=told,
        notes=(notes.stored("task"), notes.stored("run")),
        inside=_NOTES,
    )


def page(asked: Asked, notes: Sources, account: str, at: int, now: Standing) -> Section:
    """An account: state, people, promises, dates, risks, history."""
    here = replace(asked, account=account)
    blocks: list[Block | None] = [
        _state(here, notes, now),
        _people(here, notes),
        _promises(here, notes),
        _dates(here, notes, now),
        _risks(here, notes),
        _running(here, notes),
        _history(here, notes),
    ]
    return Section(
        key=f"account{at + 1}",
        title=short(now.header.name, 60),
        headline=short(now.header.name, 80),
        lines=rows(*blocks),
    )


def _state(asked: Asked, notes: Sources, now: Standing) -> Pairs:
    """The account in five lines."""
    header, style = now.header, asked.style
    seats = commercial.seats(asked.tx, asked.account, asked.day)
    health = "There is no score yet."
    score = header.score
    if header.churned is not None:
        health = f"They left on {style.date(header.churned)}."
    elif asked.choices["notes"]:
        health = now.lead
    elif score is not None and score.shown is not None:
        health = f"{score.shown}, {score.band}"
        health += "" if header.change is None else f", {style.signed(header.change)} in 28 days"
    contract = (
        "ARR not known"
        if header.arr is None
        else f"{style.money(header.arr, header.currency)} a year"
    )
    if header.renewal_day is not None:
        when = on(style, header.renewal_day, asked.day)
        contract += f"; renewal {when}, {ahead(header.renewal_day, asked.day)}"
    used, used_notes = _no_use(seats, notes)
    if seats.seats is not None and seats.used is not None:
        used = f"{style.number(seats.used)} of {style.number(seats.seats)} seats in use"
    touch = (
        "none yet"
        if header.touch_day is None
        else f"{on(style, header.touch_day, asked.day)}, {ahead(header.touch_day, asked.day)}"
    )
    who = ", ".join(
        part
        for part in (header.tier, header.stage, header.owner and f"owner {header.owner}")
        if part
    )
    return Pairs(
        key="state",
        title="State",
        items=(
            Pair(
                key="health",
                name="Health",
                text=health,
                notes=(notes.score(),),
                inside=(*_SCORE, *_NOTES),
            ),
            Pair(name="Contract", text=contract, notes=(notes.arr(),)),
            Pair(name="Use", text=used, notes=used_notes),
            Pair(name="Last touch", text=touch, notes=(notes.touches(),)),
            Pair(
                name="Account",
                text=who or "tier, stage and owner not known",
                notes=(notes.stored("attribute_value"),),
            ),
        ),
    )


def _no_use(seats: SeatUse, notes: Sources) -> tuple[str, tuple[str, ...]]:
    """What is said where the seats in use are not known, and what that rests on."""
    found = []
    if seats.key:
        found.append(notes.usage((seats.key,), key=f"usage {seats.key}"))
    if seats.seats is not None:
        found.append(notes.contract())
    words = f"not known. {seats.why}" if seats.why else "not known"
    if not found:
        found = [notes.own("use", "Seats in use", whence="nothing on this desk tells them")]
    return words, tuple(found)


def _people(asked: Asked, notes: Sources) -> Table:
    told = []
    for line in brief_people.people_of(asked):
        one = line.person
        reach = ", ".join(part for part in (one.email, one.phone) if part)
        heard = "not yet" if line.last.heard is None else ahead(line.last.heard, asked.day)
        cells = [
            Cell(text=short(one.name, 60)),
            Cell(text=brief_people.role(one)),
            Cell(text=heard),
        ]
        if asked.choices["addresses"]:
            cells.append(Cell(text=short(reach, 80) or "not known"))
        if asked.choices["notes"]:
            cells.append(
                Cell(
                    text=short(", ".join(p for p in (one.stance, one.personal) if p), 160)
                    or "nothing noted"
                )
            )
        told.append(Row(key=one.contact_id, cells=tuple(cells)))
    columns = [
        Column(key="name", title="Name", width=1.6, wraps=True),
        Column(key="role", title="Role", width=1.5, wraps=True),
        Column(key="heard", title="Last heard", notes=(notes.touches(),), wraps=True),
    ]
    if asked.choices["addresses"]:
        mark = (Inside("contact", "addresses of their people"),)
        columns.append(Column(key="reach", title="Reached at", width=2, wraps=True, inside=mark))
    if asked.choices["notes"]:
        columns.append(Column(key="noted", title="Noted", width=2, wraps=True, inside=_NOTES))
    return Table(
        key="people",
        title="People",
        columns=tuple(columns),
        rows=tuple(told),
        empty="Nobody is known there.",
        inside=_NAMES,
        notes=(notes.stored("contact"),),
    )


def _promises(asked: Asked, notes: Sources) -> Block:
    """All that is open: promises first, then tasks."""
    found = brief_open.promises(asked, notes)
    if found is None:
        return Paragraph(key="promises", title="Promises and tasks", text="Nothing is open.")
    return Steps(key=found.key, title="Promises and tasks", items=found.items, inside=_NOTES)


def _dates(asked: Asked, notes: Sources, now: Standing) -> Table:
    """What comes next, by its day."""
    tx, day = asked.tx, asked.day
    found: list[tuple[int, str, tuple[Inside, ...]]] = []
    if now.header.renewal_day is not None and now.header.renewal_day >= day:
        found.append((now.header.renewal_day, "Renewal", ()))
    found += [
        (one.due, f"Task: {one.title}", _NOTES)
        for one in tasks.of_account(tx, asked.account, day)
        if one.state == "open" and one.due is not None and one.due >= day
    ]
    found += [
        (one.due, f"Milestone: {one.name}", ())
        for one in milestones.of_account(tx, asked.account, day)
        if one.done_on is None and not one.fixed and one.due is not None and one.due >= day
    ]
    return Table(
        key="dates",
        title="Next dates",
        columns=(
            Column(key="when", title="When", width=1),
            Column(key="what", title="What", width=3, wraps=True),
        ),
        rows=tuple(
            Row(
                key=f"date {at}",
                cells=(Cell(text=on(asked.style, when, day)), Cell(text=short(what, 120))),
                inside=marks,
            )
            for at, (when, what, marks) in enumerate(
                sorted(found, key=itemgetter(0, 1))[:_DATES], 1
            )
        ),
        empty="No date lies ahead.",
        notes=(notes.contract(), notes.stored("task"), notes.stored("milestone")),
    )


def _risks(asked: Asked, notes: Sources) -> Table:
    """What is wrong now: use that fell, old tickets, bills, plans at work."""
    tx, account, day = asked.tx, asked.account, asked.day
    told = [one.text for one in trends.events(tx, account, day) if one.last is None and one.text]
    unpaid = commercial.overdue(tx, account, day)
    if unpaid:
        told.append(f"{count_of(unpaid, 'invoice')} overdue")
    for row in brief_open.issues(asked, notes).rows:
        what, state = (cell.text for cell in row.cells)
        told.append(what if what.startswith("Plan: ") else f"Ticket: {what}, {state}")
    return Table(
        key="risks",
        title="Risks",
        columns=(Column(key="what", title="What", wraps=True),),
        rows=tuple(Row(cells=(Cell(text=short(one, 160)),)) for one in told[:_RISKS]),
        empty="None that the desk knows of.",
        inside=_NOTES,
        notes=(notes.tickets(), notes.stored("plan"), notes.stored("invoice")),
    )


def _running(asked: Asked, notes: Sources) -> Table | None:
    """Playbooks at work, which do not pass over."""
    found = [
        one
        for one in runs(asked.tx, asked.day, account=asked.account)
        if one.status in {"active", "waiting"}
    ]
    if not found:
        return None
    return Table(
        key="running",
        title="Playbooks at work",
        columns=(
            Column(key="name", title="Playbook", width=2, wraps=True),
            Column(key="state", title="State"),
        ),
        rows=tuple(
            Row(cells=(Cell(text=short(one.playbook, 80)), Cell(text=begun(one.status))))
            for one in found
        ),
        inside=_NOTES,
        notes=(notes.stored("run"),),
    )


def _history(asked: Asked, notes: Sources) -> Table:
    """What happened last, newest first."""
    found = []
    noted = bool(asked.choices["notes"])
    for one in timeline.read(asked.tx, asked.account, asked.day).entries:
        if one.day > asked.day or (not noted and one.group not in _CUSTOMERS):
            continue
        words = one.words if noted or one.group in _THEIR_WORDS else ""
        found.append(
            Row(
                cells=(
                    Cell(text=on(asked.style, one.day, asked.day)),
                    Cell(text=short(one.title, 100)),
                    Cell(text=short(words, 200)),
                )
            )
        )
        if len(found) == _HISTORY:
            break
    return Table(
        key="history",
        title="History",
        columns=(
            Column(key="day", title="Day", width=0.9),
            Column(key="what", title="What", width=2, wraps=True),
            Column(key="words", title="Words", width=3, wraps=True),
        ),
        rows=tuple(found),
        empty="Nothing happened yet.",
        inside=(*_NOTES, *_NAMES),
        notes=(notes.touches(), notes.surveys(), notes.tickets()),
    )
