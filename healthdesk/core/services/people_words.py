"""What deserves care about people, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from healthdesk.core.domain.people import Person
from healthdesk.core.domain.people_alerts import Care
from healthdesk.core.domain.people_view import PeopleAlert
from healthdesk.core.services.wording import begun, count_of, long_date, short_date

_FAR: Final = 300
"""Days from which a day is told with its year."""
_MOST_NAMES: Final = 3
_LONG: Final = 60


def alert(account_id: str, care: Care, day: int, renewal: int | None = None) -> PeopleAlert:
    """Put into words what deserves care."""
    title, text = _WORDS[care.kind](care, day, renewal)
    people = tuple(one.contact_id for one in care.people)
    return PeopleAlert(account_id, care.kind, title, text, people, care.since)


def day_in_words(day: int, today: int) -> str:
    """A day without its year where that is plain."""
    return short_date(day) if abs(today - day) < _FAR else long_date(day)


def called(person: Person) -> str:
    """A name, cut where it would fill a sentence by itself."""
    return person.name if len(person.name) <= _LONG else f"{person.name[: _LONG - 1].rstrip()}…"


def names_in_words(people: Sequence[Person]) -> str:
    """Names: "Ada, Milla and 3 others"."""
    names = [called(one) for one in people]
    if len(names) > _MOST_NAMES:
        rest = count_of(len(names) - _MOST_NAMES + 1, "other")
        return f"{', '.join(names[: _MOST_NAMES - 1])} and {rest}"
    return " and ".join(([", ".join(names[:-1])] if names[:-1] else []) + names[-1:])


def _gone(care: Care, day: int, renewal: int | None) -> tuple[str, str]:
    del renewal
    (person,) = care.people
    seen = ["not heard in a year"]
    if care.heard is not None:
        seen = [f"last heard on {day_in_words(care.heard, day)}"]
    if care.used is not None:
        seen.append(f"last signed in on {day_in_words(care.used, day)}")
    share = ""
    if care.of:
        share = f"on {care.with_them} of {count_of(care.of, 'touch', 'touches')} in 12 months"
    if care.kind == "left" and care.since is not None:
        on = f" and was {share}" if share else ""
        left = f"{called(person)} left on {day_in_words(care.since, day)}{on}."
        return f"{begun(person.role)} left", f"{left} {begun(', '.join(seen))}."
    was = f" Was {share}." if share else ""
    return f"{begun(person.role)} gone silent", f"{called(person)} was {', '.join(seen)}.{was}"


def _unknown(care: Care, day: int, renewal: int | None) -> tuple[str, str]:
    first = care.people[0]
    one = len(care.people) == 1
    never = f"{'has' if one else 'have'} never been touched"
    if first.part == "signs" and one:
        when = f" on {day_in_words(renewal, day)}" if renewal is not None else ""
        return "Nobody knows the signer", f"{called(first)} signs{when} and {never}."
    title = (
        f"{begun(first.role or 'key person')} never touched" if one else "Key people never touched"
    )
    return title, f"{names_in_words(care.people)} {never}."


def _absent(care: Care, day: int, renewal: int | None) -> tuple[str, str]:
    del renewal
    (person,) = care.people
    last = "" if care.heard is None else f", last on {day_in_words(care.heard, day)}"
    text = f"{called(person)} was asked to {count_of(care.of, 'meeting')} in 12 months{last}"
    return f"{begun(person.role or 'key person')} never comes", f"{text}, and came to none."


def _thread(care: Care, day: int, renewal: int | None) -> tuple[str, str]:
    del day, renewal
    (person,) = care.people
    total = count_of(care.of, "touch", "touches")
    if care.without:
        text = f"Without {names_in_words(care.without)}, {called(person)} carries"
        text += f" {care.with_them} of the other {total}"
    else:
        text = f"{called(person)} carries {care.with_them} of {total}"
    return "Hanging by a thread", f"{text} in 180 days."


def _one_sided(care: Care, day: int, renewal: int | None) -> tuple[str, str]:
    del renewal
    heard = " Nothing was heard in a year."
    if care.heard is not None:
        heard = f" Last heard on {day_in_words(care.heard, day)}."
    return "Only we speak", f"{care.of} sent in 90 days, nothing received.{heard}"


_WORDS: Final = {
    "left": _gone,
    "silent": _gone,
    "unknown": _unknown,
    "absent": _absent,
    "thread": _thread,
    "one_sided": _one_sided,
}
