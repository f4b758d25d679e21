"""A rehearsal as its plot shows it, and as the list that is taken along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain import play_rehearsal as past
from healthdesk.core.domain.play_rehearsal import GROUPS, Rehearsal, Would
from healthdesk.core.domain.play_watch import BRAKES
from healthdesk.core.domain.report import Cell, Column, Row
from healthdesk.core.domain.report_given import GivenTable
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.plays.told_list import told_words
from healthdesk.gui.parts.rehearsal_layout import Strip, Strips

_FEW: Final = 2
"""Days of firings that are named at the end of a strip."""
_COLUMNS: Final = (
    Column(key="group", title="What became of it", width=1.6),
    Column(key="account", title="Account", width=1.6),
    Column(key="id", title="Id", width=0.8),
    Column(key="fired", title="Would have fired", kind="day"),
    Column(key="because", title="Because", width=4.0, wraps=True),
    Column(key="touched", title="Touched anyway", kind="day"),
    Column(key="lost", title="Lost", kind="day"),
    Column(key="lead", title="Days before the loss", kind="number"),
    Column(key="signs", title="What else told of it", width=2.0),
    Column(key="noted", title="Only noted", width=0.8),
)


@dataclass(frozen=True)
class Asked:
    """What of a rehearsal was pressed: an account, and one of its firings or none.

    Attributes:
        day: the day that was pressed, though nothing fired on it.
    """

    strip: past.Strip
    fired: Would | None = None
    day: int | None = None


def strips_of(found: Rehearsal, words: Words) -> Strips:
    """What the plot shows."""
    groups = []
    for group, title in GROUPS.items():
        some = tuple(_strip(one, words) for one in found.of(group))
        if some:
            groups.append((title, some))
    muted = tuple((one.first, one.last) for one in found.seasons)
    return Strips(found.first, found.last, tuple(groups), muted, found.data_from)


def _strip(one: past.Strip, words: Words) -> Strip:
    fired = tuple((would.day, f"{one.account_id}\n{would.day}") for would in one.fired)
    since = None if one.lost is None or one.lead is None else one.lost - one.lead
    return Strip(
        one.account_id, one.name, fired, one.lost, _note(one, words),
        strong=one.group == "caught", tip=_tip(one, words), since=since,
        quiet=tuple(_quiet(one)),
    )  # fmt: skip


def _quiet(one: past.Strip) -> Iterator[tuple[int, str, str]]:
    """Days on which it was its turn and nothing fired: the place of each, and why."""
    fired = {would.day for would in one.fired}
    noted = {would.day for would in one.noted} - fired
    for day in sorted(noted):
        yield day, f"{one.account_id}\n{day}", "only noted on the playbook at work there"
    for held in one.held:
        if held.day not in fired | noted:
            told = f"held back: {BRAKES[held.brake]}"
            yield held.day, f"{one.account_id}\n{held.day}", told


def _note(one: past.Strip, words: Words) -> str:
    if one.group == "caught" and one.lead is not None:
        return f"{words.days(one.lead)} before"
    if one.lost is not None:
        return f"lost {words.short_day(one.lost)}"
    days = [words.short_day(would.day) for would in one.fired]
    if len(days) > _FEW:
        return f"{words.number(len(days))} times, {days[-1]}"
    return ", ".join(days)


def _tip(one: past.Strip, words: Words) -> str:
    lines = [one.name]
    if one.fired:
        days = [words.day(would.day) for would in one.fired[:4]]
        more = "" if len(one.fired) <= len(days) else f" and {len(one.fired) - len(days)} more"
        lines.append(f"Would have fired: {'; '.join(days)}{more}")
    if one.noted:
        lines.append(f"Only noted: {words.count(len(one.noted), 'time')}")
    if one.held:
        lines.append(f"Held back: {words.count(len(one.held), 'time')}")
    if one.lost is not None:
        lines.append(f"Lost: {words.day(one.lost)}")
    if one.lead is not None:
        lines.append(f"Before the loss: {words.days(one.lead)}")
    if one.signs:
        lines.append(f"What else told of it: {'; '.join(sign.words for sign in one.signs)}")
    lines.append("Press for why" if one.fired else "Press for why not")
    return "\n".join(lines)


def asked(found: Rehearsal, key: str) -> Asked | None:
    """What a press was on."""
    account, _, day = key.partition("\n")
    strip = next((one for one in found.strips if one.account_id == account), None)
    if strip is None:
        return None
    if not day:
        return Asked(strip)
    some = (*strip.fired, *strip.noted)
    return Asked(strip, next((one for one in some if one.day == int(day)), None), int(day))


def seasons_words(found: Rehearsal, words: Words) -> str:
    """When seasons were muted: "22 Dec to 4 Jan"; "" where none was."""
    some = [f"{words.short_day(one.first)} to {words.short_day(one.last)}" for one in found.seasons]
    return "; ".join(some[:_FEW])


def given(found: Rehearsal, words: Words) -> GivenTable:
    """Every firing, and every loss without one, as rows to be taken along."""
    rows = tuple(_rows(found, words))
    span = f"{words.day(found.first)} to {words.day(found.last)}"
    return GivenTable(f"Rehearsal of {found.play}", _COLUMNS, rows, (span,))


def _rows(found: Rehearsal, words: Words) -> Iterator[Row]:
    for strip in found.strips:
        some = sorted((*strip.fired, *strip.noted), key=lambda one: one.day)
        for would in some or (None,):
            yield Row(cells=_cells(strip, would, words), key=strip.account_id)


def _cells(strip: past.Strip, would: Would | None, words: Words) -> tuple[Cell, ...]:
    signs = "; ".join(sign.words for sign in strip.signs)
    lead = None if would is None or strip.lost is None else strip.lost - would.day
    return (
        Cell(text=GROUPS[strip.group]),
        Cell(text=strip.name),
        Cell(text=strip.account_id),
        _day(None if would is None else would.day, words),
        Cell(text="" if would is None else told_words(would.because)),
        _day(None if would is None else would.touched, words),
        _day(strip.lost, words),
        Cell(text="" if lead is None else words.number(lead), value=lead),
        Cell(text=signs),
        Cell(text="only noted" if would is not None and would.noted else ""),
    )


def _day(day: int | None, words: Words) -> Cell:
    return Cell(text="" if day is None else words.day(day), value=day)
