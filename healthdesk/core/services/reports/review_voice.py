"""The page of an account's review on what its people say: NPS and CSAT, and their own words.

Pinned quotes come first, then what was said in the period, the newest first, good or bad. What was
written in calls and mails, and how it sounds, is marked as inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.feedback import Voice
from healthdesk.core.domain.moment import MomentView
from healthdesk.core.domain.report import Figure, Figures, Inside, Line, Quote, Quotes, Section
from healthdesk.core.domain.report_chart import PartsChart
from healthdesk.core.domain.touch import KIND_WORDS, tone_word
from healthdesk.core.domain.usage_view import Known
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.readings.nps import DETRACTOR, PROMOTER
from healthdesk.core.services import feedback, moments
from healthdesk.core.services.account import facts_of
from healthdesk.core.services.reports import review_words
from healthdesk.core.services.reports.blocks import beside, on, rows, short
from healthdesk.core.services.reports.review_facts import Gathered
from healthdesk.core.services.wording import begun, count_of

WINDOW: Final = 180
"""Days whose answers make a score."""
_INSIDE: Final = 1
"""Words from calls and mails that are offered, marked."""
_SHORT: Final = 160
"""Letters of a quote that a slide has room for."""
_SAID: Final = """
SELECT t.id, t.day, t.kind, t.body, t.sentiment, coalesce(nullif(c.name, ''), '') AS who
FROM touchpoint t JOIN account a ON a.id = t.account_id
LEFT JOIN contact c ON c.id = CAST(t.contacts AS INTEGER)
WHERE a.account_id = :account AND t.direction = 'inbound' AND t.kind <> 'note'
  AND trim(coalesce(t.body, '')) <> '' AND t.day BETWEEN :first AND :last
ORDER BY t.day DESC, t.id DESC LIMIT :most"""


def section(found: Gathered) -> Section | None:
    """The page; None where nobody said anything that is known."""
    quotes = _quotes(found)
    told = _Answers(found)
    lines: tuple[Line, ...] = (
        *rows(told.figures()),
        *beside(quotes, told.opinions(), shares=_WIDE),
    )
    if not lines:
        return None
    return Section(
        key="voice",
        title="Voice",
        headline=review_words.answers(told.nps, told.nps_before, told.least),
        lines=lines,
    )


_WIDE: Final = (3, 2)


class _Answers:
    """NPS and CSAT of the account by the readings of the health model."""

    def __init__(self, found: Gathered) -> None:
        self._found = found
        self._facts, self._number = facts_of(found.tx, found.account)
        self.nps, self.nps_before = self._read("nps")
        self._csat, self._csat_before = self._read("csat")
        self._ratings = self._rated()

    @property
    def least(self) -> int:
        """The smaller of the numbers of answers to the question of NPS, now and before."""
        end, before = self._found.end, self._found.before
        return min(len(self._rows("nps", end)), len(self._rows("nps", before)))

    def figures(self) -> Figures | None:
        """Score and number of answers, of each question that was asked."""
        items = []
        style, window = self._found.style, count_of(WINDOW, "day")
        if self.nps is not None:
            n = len(self._rows("nps", self._found.end))
            items.append(
                Figure(
                    key="nps",
                    label="NPS",
                    text=style.signed(self.nps),
                    value=self.nps,
                    detail=self._detail(n, self.nps_before, 0),
                    notes=(self._note(f"promoters less detractors, latest answers of {window}"),),
                )
            )
        if self._csat is not None:
            n = len(self._rows("csat", self._found.end))
            items.append(
                Figure(
                    key="csat",
                    label="Satisfaction after a ticket",
                    text=f"{style.number(self._csat, 1)} of 5",
                    value=self._csat,
                    detail=self._detail(n, self._csat_before, 1),
                    notes=(self._note(f"mean of CSAT answers in {window}"),),
                )
            )
        return Figures(key="figures", items=tuple(items)) if items else None

    def opinions(self) -> PartsChart | None:
        """Promoters, passives and detractors."""
        if not self._ratings:
            return None
        good = sum(one >= PROMOTER for one in self._ratings)
        bad = sum(one <= DETRACTOR for one in self._ratings)
        parts = (good, len(self._ratings) - good - bad, bad)
        names = ("9 or 10", "7 or 8", "0 to 6")
        told = ", ".join(f"{part} gave {name}" for part, name in zip(parts, names, strict=True))
        return PartsChart(
            key="opinions",
            title="Would you recommend us? 0 to 10, latest answers",
            summary=f"Of {count_of(len(self._ratings), 'person', 'people')} {told}.",
            labels=names,
            values=tuple(float(part) for part in parts),
            tones=("strong", "average", "poor"),
            notes=(self._note(f"latest answers of {count_of(WINDOW, 'day')}"),),
        )

    def _detail(self, answers: int, before: Known, digits: int) -> str:
        style, found = self._found.style, self._found
        told = count_of(answers, "answer")
        if before is None:
            return told
        was = style.signed(before) if not digits else style.number(before, digits)
        return f"{told}; {was} on {on(style, found.before, found.day)}"

    def _note(self, formula: str) -> str:
        return self._found.notes.surveys(formula=formula)

    def _read(self, kind: str) -> tuple[Known, Known]:
        days = np.array([self._found.before, self._found.end], np.int32)
        read = CATALOGUE[kind].read(self._facts, days, {"days": WINDOW})[self._number]
        before, now = (None if np.isnan(one) else float(one) for one in read)
        return now, before

    def _rows(self, kind: str, day: int) -> tuple[int, ...]:
        found = CATALOGUE[kind].evidence(self._facts, self._number, day, {"days": WINDOW})
        return tuple(one.row for one in found)

    def _rated(self) -> tuple[float, ...]:
        chosen = self._rows("nps", self._found.end)
        if not chosen:
            return ()
        listed = ", ".join(map(str, chosen))
        found = self._found.tx.execute(text(f"SELECT rating FROM survey WHERE id IN ({listed})"))
        return tuple(float(one) for one in found.scalars() if one is not None)


def _quotes(found: Gathered) -> Quotes | None:
    """Own words: pinned ones first, then those of the period; then marked ones, if any."""
    wanted = int(str(found.asked.choices["quotes"]))
    if not wanted:
        return None
    items: dict[str, Quote] = {}
    for one in (*_pinned(found), *_voices(found)):
        if len(items) < wanted:
            items.setdefault(one.text.casefold(), one)
    for one in _touches(found):
        items.setdefault(one.text.casefold(), one)
    if not items:
        return None
    return Quotes(key="quotes", title="In their words", items=tuple(items.values()))


def _pinned(found: Gathered) -> Iterator[Quote]:
    kept = [
        one
        for one in moments.of_account(found.tx, found.account, found.day)
        if one.kind == "quote" and (one.pinned or one.day >= found.period.first)
    ]
    for one in sorted(kept, key=_pinned_first):
        where = on(found.style, one.day, found.day)
        yield _quote(
            f"moment{one.id}", one.text, one.contact_name, where, found.notes.stored("moment")
        )


def _pinned_first(one: MomentView) -> tuple[bool, int, int]:
    return (not one.pinned, -one.day, -one.id)


def _voices(found: Gathered) -> Iterator[Quote]:
    """Comments of surveys and public mentions, said in the period."""
    for one in feedback.of_account(found.tx, found.account, found.end):
        if one.table in _PUBLIC and one.day >= found.period.first and one.text.strip():
            yield _quote(
                f"{one.table}{one.row}",
                one.text,
                one.who,
                f"{_asked(one)}, {on(found.style, one.day, found.day)}",
                found.notes.surveys() if one.table == "survey" else found.notes.stored("mention"),
            )


_PUBLIC: Final = frozenset({"survey", "mention"})


def _asked(one: Voice) -> str:
    """What was answered: "NPS 9"; of a mention its channel."""
    if one.table == "mention":
        return begun(one.kind)
    rating = "" if one.rating is None else f" {one.rating:g}"
    return f"{one.kind.upper()}{rating}"


def _quote(key: str, words: str, who: str, where: str, note: str) -> Quote:
    marks = (Inside("names", f"the name of {who}"),) if who else ()
    return Quote(
        key=key, text=short(words, _SHORT), who=who, where=where, notes=(note,), who_inside=marks
    )


def _touches(found: Gathered) -> Iterator[Quote]:
    """What they said in calls and mails, with how it sounds: for inside alone."""
    asked = {
        "account": found.account,
        "first": found.period.first,
        "last": found.end,
        "most": _INSIDE,
    }
    for row, day, kind, body, tone, who in found.tx.execute(text(_SAID), asked):
        when = on(found.style, day, found.day)
        what = KIND_WORDS.get(kind, kind)
        article = "an" if what[:1].upper() in "AEIO" else "a"
        told = f"{what}, {when}"
        marks = [Inside("notes", f"the words of {article} {what.lower()} of {when}")]
        if tone is not None:
            told += f"; tone: {tone_word(tone).lower()}"
            marks.append(
                Inside("sentiment", f"the sentiment of {article} {what.lower()} of {when}")
            )
        yield Quote(
            key=f"touch{row}",
            text=short(body, _SHORT),
            who=who,
            where=told,
            notes=(found.notes.touches(),),
            inside=tuple(marks),
            who_inside=(Inside("names", f"the name of {who}"),) if who else (),
        )
