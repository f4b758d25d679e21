"""Parts of the brief before a call: who to talk to, what they said last, what to ask after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from healthdesk.core.domain.outbox_view import Beside
from healthdesk.core.domain.people import Person
from healthdesk.core.domain.people_view import PersonLine
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Inside,
    Pair,
    Pairs,
    Paragraph,
    Quote,
    Quotes,
    Row,
    Table,
)
from healthdesk.core.services import files, message_beside, people
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.blocks import ahead, on, short
from healthdesk.core.services.reports.sources import Sources
from healthdesk.core.services.wording import begun

_PEOPLE: Final = 4
_WORDS: Final = 2
_FACTS: Final = 3
_CARE: Final = 2


def people_of(asked: Asked) -> tuple[PersonLine, ...]:
    """Those who are there and may be talked to, who matters most first."""
    found = people.view(asked.tx, asked.account, asked.day).lines
    return tuple(one for one in found if not one.person.gone(asked.day))


def table(asked: Asked, notes: Sources) -> Table | None:
    """Name, role, stance, and when they were last heard."""
    found = people_of(asked)
    if not found:
        return None
    key, touched = notes.stored("contact"), notes.touches()
    return Table(
        key="people",
        title="Who to talk to",
        columns=(
            Column(key="name", title="Name", width=2, wraps=True),
            Column(key="role", title="Role", width=1.6, notes=(key,), wraps=True),
            Column(key="stance", title="Stance", width=1),
            Column(key="heard", title="Last heard", width=1.6, notes=(touched,), wraps=True),
        ),
        rows=tuple(_row(asked, one) for one in found[:_PEOPLE]),
        inside=(Inside("names", "the names of their people"),),
    )


def care(asked: Asked, notes: Sources) -> Paragraph | None:
    """What deserves care about people: who left, who has not been heard."""
    found = people.alerts(asked.tx, asked.account, asked.day)
    if not found:
        return None
    told = " ".join(one.text for one in found[:_CARE])
    return Paragraph(
        key="care",
        title="Take care",
        text=told,
        notes=(notes.stored("contact"), notes.touches()),
        inside=(Inside("names", "what is known of their people"),),
    )


def _row(asked: Asked, line: PersonLine) -> Row:
    one, heard = line.person, line.last.heard
    told = "not yet" if heard is None else ahead(heard, asked.day)
    if line.waits_since is not None:
        told += f"; no answer since {on(asked.style, line.waits_since, asked.day)}"
    if one.do_not_contact:
        told = "asks not to be contacted"
    return Row(
        key=one.contact_id,
        cells=(
            Cell(text=short(one.name, 60), value=one.name),
            Cell(text=role(one)),
            Cell(text=one.stance or "not known", value=one.stance or None),
            Cell(text=told, value=heard),
        ),
    )


def role(one: Person) -> str:
    """What somebody is there: their part in the renewal, role or title."""
    parts = [begun(one.role) if one.role else "", one.title if one.title != one.role else ""]
    if one.part == "signs":
        parts.insert(0, "Signs")
    return ", ".join(part for part in parts if part) or "not known"


def human(asked: Asked) -> Pairs | None:
    """What matters to the customer, and what to ask people after."""
    items = []
    if matters := files.matters(asked.tx, asked.account):
        items.append(Pair(key="matters", name="What matters to them", text=short(matters)))
    told = [one.person for one in people_of(asked) if one.person.personal.strip()]
    items += [
        Pair(
            key=f"person{at}",
            name=short(one.name, 40),
            text=short(one.personal, 120),
            inside=(Inside("notes", "what is noted of a person"),),
        )
        for at, one in enumerate(told[:_FACTS])
    ]
    if not items:
        return None
    return Pairs(
        key="human", items=tuple(items), inside=(Inside("notes", "what is noted of them"),)
    )


def words(asked: Asked, notes: Sources) -> Quotes | Paragraph | None:
    """The last words that were heard from them; ratings alone are no words and not quoted."""
    groups = message_beside.beside(asked.tx, asked.account, (), asked.day)
    found = next(one for one in groups if one.title == "Last words")
    said = [one for one in found.facts if one.words != message_beside.WORDLESS]
    if not said:
        return _rated(asked, found.facts[:_WORDS], notes)
    items = []
    for at, one in enumerate(said[:_WORDS]):
        when = on(asked.style, one.day, asked.day)
        items.append(
            Quote(
                key=f"word{at}",
                text=short(one.words or one.title),
                who=one.detail,
                where=f"{short(one.title, 60)}, {when}",
                notes=(notes.surveys() if one.kind == "survey" else notes.touches(),),
                inside=(Inside("notes", f"words of {when}"),),
                who_inside=(Inside("names", f"the name of {one.detail}"),) if one.detail else (),
            )
        )
    return Quotes(key="words", title="Last words", items=tuple(items)) if items else None


def _rated(asked: Asked, facts: Sequence[Beside], notes: Sources) -> Paragraph | None:
    """Answers to surveys without words."""
    if not facts:
        return None
    told = " and ".join(f"{one.title} on {on(asked.style, one.day, asked.day)}" for one in facts)
    return Paragraph(
        key="words",
        title="Last words",
        text=f"None are known; {told} came without words.",
        notes=(notes.surveys(),),
        inside=(Inside("notes", "what they rated last"),),
    )
