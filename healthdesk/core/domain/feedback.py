"""What customers said and what became of it: heard, acted on, told back; themes over accounts.

Answers with a comment and mentions are feedback by themselves. A touchpoint or a ticket is once
somebody marked it or put a theme on it: not every mail is one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.cell_guard import guarded
from healthdesk.core.domain.commercial import Known

Step = Literal["heard", "acted", "told"]
STEPS: Final[tuple[Step, ...]] = ("heard", "acted", "told")
STEP_WORDS: Final[dict[str, str]] = {"heard": "Heard", "acted": "Acted", "told": "Told back"}
TABLES: Final = ("survey", "mention", "touchpoint", "ticket")
"""Where feedback stands."""
YEAR: Final = 365
"""Days over which listening is told."""


@dataclass(frozen=True)
class Voice:
    """One piece of feedback as of a day."""

    table: str
    row: int
    account_id: str
    account_name: str
    day: int
    kind: str
    """nps, csat, ces, a mention's channel, a touchpoint's kind, or ticket."""
    text: str
    rating: Known = None
    who: str = ""
    contact_id: str = ""
    tone: Known = None
    heard_on: int | None = None
    acted_on: int | None = None
    told_on: int | None = None
    note: str = ""
    feedback: int | None = None
    """Its row in the table of feedback, None while nothing became of it."""
    themes: tuple[tuple[int, str], ...] = ()

    @property
    def days(self) -> tuple[tuple[Step, int | None], ...]:
        """Each step with its day."""
        return (("heard", self.heard_on), ("acted", self.acted_on), ("told", self.told_on))

    @property
    def last_step(self) -> Step | None:
        """The furthest step that was done."""
        return next((step for step, day in reversed(self.days) if day is not None), None)

    @property
    def is_open(self) -> bool:
        """Whether nobody told them yet what became of it."""
        return self.told_on is None

    def age(self, day: int) -> int:
        """Days since it was said."""
        return day - self.day


@dataclass(frozen=True)
class FeedbackDraft:
    """All that a person notes of a piece of feedback; `new` names one more theme."""

    heard: int | None = None
    acted: int | None = None
    told: int | None = None
    note: str = ""
    themes: tuple[int, ...] = ()
    new: str = ""


@dataclass(frozen=True)
class Listening:
    """How much was said and heard in a year; `contacts` could have been asked.

    Who was asked is not in the data: answers come without their invitations.
    """

    contacts: int
    people: int
    """Contacts who answered a survey."""
    answers: int
    voices: int
    """Pieces of feedback, of which so many were heard, acted on, told back."""
    heard: int
    acted: int
    told: int
    rows: tuple[int, ...] = ()
    """The answers."""

    @property
    def ratio(self) -> Known:
        """The share of what was said that was told back; None where nothing was said."""
        return self.told / self.voices if self.voices else None


@dataclass(frozen=True)
class ThemeView:
    """A theme: the accounts that speak of it, their ARR by currency, what they said."""

    id: int
    name: str
    voices: tuple[Voice, ...] = ()
    arr: tuple[tuple[str, float], ...] = ()
    """Currency and sum over the accounts whose ARR is known."""
    no_arr: int = 0
    """Accounts whose ARR is not known."""

    @property
    def accounts(self) -> tuple[str, ...]:
        """The ids of the accounts, each once."""
        return tuple(dict.fromkeys(one.account_id for one in self.voices))

    @property
    def open(self) -> int:
        """How many of the voices nobody told back yet."""
        return sum(one.is_open for one in self.voices)


def listening(
    voices: Sequence[Voice], contacts: int, answers: Sequence[tuple[int, int | None]], day: int
) -> Listening:
    """Count a year of voices; `answers` are rows of answers and who gave them."""
    year = [one for one in voices if one.day > day - YEAR]
    return Listening(
        contacts=contacts,
        people=len({who for _, who in answers if who is not None}),
        answers=len(answers),
        voices=len(year),
        heard=sum(one.heard_on is not None for one in year),
        acted=sum(one.acted_on is not None for one in year),
        told=sum(one.told_on is not None for one in year),
        rows=tuple(row for row, _ in answers),
    )


def ageing(voices: Iterable[Voice]) -> tuple[Voice, ...]:
    """The voices nobody told back yet, the longest waiting first."""
    return tuple(
        sorted(
            (one for one in voices if one.is_open), key=lambda one: (one.day, one.table, one.row)
        )
    )


def csv_of(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Rows as CSV for people's spreadsheets, every text guarded."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(guarded, head))
    writer.writerows([guarded(cell) for cell in line] for line in lines)
    return out.getvalue()
