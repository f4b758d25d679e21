"""People in words, for the grid, its table, read-outs and the path to the renewal."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.attendance import WINDOW as MEETING_DAYS
from healthdesk.core.domain.attendance import Attendance
from healthdesk.core.domain.people import Cell, Person
from healthdesk.core.domain.people_view import PeopleView, PersonLine
from healthdesk.gui.base.words import DASH, Words

ROLE_WORDS: Final = {
    "sponsor": "Sponsor",
    "champion": "Champion",
    "decision maker": "Decides",
    "admin": "Admin",
    "user": "User",
    "detractor": "Detractor",
    "other": "Other role",
}
PART_WORDS: Final = {"asks": "Asks", "decides": "Decides", "signs": "Signs"}
INFLUENCE_WORDS: Final = {1: "small", 2: "some", 3: "great"}
STANCE_ICONS: Final = {
    "friendly": "mood-smile",
    "neutral": "mood-neutral",
    "doubtful": "mood-sad",
    "against": "mood-angry",
}
NEVER: Final = "never"
Rows = tuple[tuple[str, str], ...]


def role(person: Person) -> str:
    """What somebody is, in a word: their part where it says more than their role."""
    if person.part == "signs" and person.role in ("", "decision maker", "other"):
        return PART_WORDS["signs"]
    return ROLE_WORDS.get(person.role, person.role) or "Role not known"


def role_and_title(person: Person) -> str:
    """What somebody is and what their card says."""
    return " · ".join(part for part in (role(person), person.title) if part)


def stance(person: Person, day: int, words: Words) -> tuple[str, str, str]:
    """Icon, words and colour of where somebody stands; that they left says more."""
    if person.gone(day):
        return "door-exit", f"left {words.near_day(person.left_on or day, day)}", "notice"
    return STANCE_ICONS.get(person.stance, "help-circle"), person.stance or "unknown", "text2"


def ago(last: int | None, day: int) -> str:
    """Days since the last touch, short."""
    return NEVER if last is None else f"{day - last} d"


def is_late(line: PersonLine, view: PeopleView) -> bool:
    """Whether somebody on whom much hangs was not touched within the cadence."""
    last = line.last.touch
    return line.person.key and (last is None or view.day - last > view.cadence)


def counts(cell: Cell, words: Words) -> str:
    """Touches of a month: "2 received, 1 sent"."""
    parts = []
    if cell.received:
        parts.append(f"{words.number(cell.received)} received")
    if cell.sent:
        parts.append(f"{words.number(cell.sent)} sent")
    if cell.unsaid:
        parts.append(f"{words.number(cell.unsaid)} without a direction")
    return ", ".join(parts) or "no touch"


def empty_words(cell: Cell) -> str:
    """What a month without a touch means."""
    return {
        "hole": "missed: no touch of a key contact",
        "left": "had left",
        "before": "before the account's first day",
    }.get(cell.state, "no touch")


def none_words(cell: Cell) -> str:
    """What a month without any touch of an account means."""
    if cell.state == "before":
        return "before the account's first day"
    return "nobody touched" if cell.state == "hole" else "nobody touched yet"


def cell_words(cell: Cell, words: Words) -> str:
    """A month of somebody in a table: "2 · 1", missed, left."""
    if cell.count:
        told = f"{words.number(cell.received)} · {words.number(cell.sent)}"
        return f"{told} · {words.number(cell.unsaid)}" if cell.unsaid else told
    return {"hole": "missed", "left": "left", "before": DASH}.get(cell.state, "0 · 0")


def facts(line: PersonLine, view: PeopleView, words: Words) -> Rows:
    """What is known of somebody: reach, last touches, answers, own use."""
    person, day = line.person, view.day
    rows = [("Role", role_and_title(person))]
    if person.do_not_contact:
        rows.append(("Do not contact", "as the data says"))
    if person.gone(day):
        after = f", succeeded by {line.successor}" if line.successor else ""
        rows.append(("Left", f"{words.day(person.left_on)}{after}"))
    rows += [("E-mail", person.email or "not known"), ("Phone", person.phone or "not known")]
    influence = INFLUENCE_WORDS.get(person.influence or 0, "not set")
    rows += [("Influence", influence), ("Stance", person.stance or "not set")]
    if person.part:
        rows.append(("Part in the renewal", person.part))
    rows.append(("Last received", _since(line.last.received, day, words)))
    rows.append(("Last sent", _since(line.last.sent, day, words)))
    if line.waits_since is not None:
        rows.append(("Waits for an answer", words.days(day - line.waits_since)))
    rows.append(("Meetings", _meetings(line, words)))
    rows.append(("Touches in all", words.number(line.touches)))
    answer = "never answered a survey"
    if line.asked is not None:
        told = f"{line.asked.kind.upper()} {words.number(line.asked.rating)}"
        answer = f"{told} on {words.near_day(line.asked.day, day)}"
    rows.append(("Last answer", answer))
    used = "not recorded" if line.used is None else _since(line.used.day, day, words)
    rows.append(("Last own use", used))
    return tuple(rows)


def came(met: Attendance, words: Words) -> str:
    """How many of those asked came: "11 of 15 asked came; 2 not known"; never 0 for not known."""
    if not met.told:
        return "who came is not known"
    told = f"{words.number(met.came)} of {words.number(met.asked)} asked came"
    return f"{told}; {words.number(met.untold)} not known" if met.untold else told


def _meetings(line: PersonLine, words: Words) -> str:
    met = line.meetings
    if not met.meetings:
        return f"none in {MEETING_DAYS} days"
    if not met.told:
        told = words.count(met.meetings, "meeting")
        return f"{told} in {MEETING_DAYS} days; who was asked is not known"
    told = f"asked to {words.number(met.told)} in {MEETING_DAYS} days, came to"
    return f"{told} {words.number(met.came) if met.came else 'none'}"


def _since(last: int | None, day: int, words: Words) -> str:
    if last is None:
        return NEVER
    if last == day:
        return "today"
    return f"{words.near_day(last, day)}, {words.days(day - last)} ago"


def table(view: PeopleView, words: Words) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The grid as a table: received · sent a month."""
    months = tuple(words.month(month) for month in view.months)
    head = ("Contact", "Role", "Influence", "Stance", *months, "Last touch", "Last answer")
    lines = []
    for line in view.lines:
        person = line.person
        answer = "never"
        if line.asked is not None:
            told = f"{line.asked.kind.upper()} {words.number(line.asked.rating)}"
            answer = f"{told}, {words.day(line.asked.day)}"
        lines.append(
            (
                person.name,
                role_and_title(person),
                INFLUENCE_WORDS.get(person.influence or 0, "not set"),
                stance(person, view.day, words)[1],
                *(cell_words(cell, words) for cell in line.cells),
                ago(line.last.touch, view.day),
                answer,
            )
        )
    totals = (cell_words(cell, words) for cell in view.totals)
    lines.append(("All touches", "", "", "", *totals, ago(view.last_touch, view.day), ""))
    return head, tuple(lines)
