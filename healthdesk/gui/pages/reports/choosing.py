"""What the page does with options of a report, and what it tells of its sections; no Qt in here.

Not here: what options mean for a report (core/domain/report_prepare.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from healthdesk.core.domain.number_style import STYLES
from healthdesk.core.domain.report import (
    KINDS_INSIDE,
    Block,
    Figures,
    Pairs,
    Paper,
    Quotes,
    Report,
    Section,
    Steps,
    Table,
)
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_period import quarters_to, read
from healthdesk.core.domain.report_prepare import blocks, hidden_kinds, ordered
from healthdesk.core.domain.report_spec import ReportSpec

HIDE_WORDS: Final[Mapping[str, str]] = {
    "score": "Hide score and bands",
    "sentiment": "Hide sentiment and risk",
    "names": "Hide names of users",
    "contact": "Hide addresses and phones",
    "notes": "Hide internal notes",
    "money": "Hide amounts of money",
}
PERSONAL_WORDS: Final[Mapping[str, str]] = {
    "names": "names of people",
    "contact": "addresses or phone numbers",
    "notes": "personal or internal notes",
}
PAPER_WORDS: Final[Mapping[Paper, str]] = {
    "slides": "16 : 9 slides",
    "a4": "A4 paper",
    "letter": "US Letter",
}
PAPER_SHORT: Final[Mapping[Paper, str]] = {"slides": "16 : 9", "a4": "A4", "letter": "Letter"}
SUBJECT_WORDS: Final = {
    "account": "Account",
    "segment": "Segment",
    "board": "Dashboard",
    "desk": "The desk",
}
GROUP_WORDS: Final = {
    "account": "Of one account",
    "segment": "Of several accounts",
    "board": "Of a dashboard",
    "desk": "Of the desk",
}
_QUARTERS, _MONTHS = 5, 3


@dataclass(frozen=True)
class ShowRow:
    """A row of what is shown: a section, or several that belong together under one word."""

    title: str
    keys: tuple[str, ...]
    ticked: Literal["on", "off", "some"]
    """`some`: a few of them."""
    hint: str = ""
    there: bool = True
    """Whether the report has anything for it."""
    fixed: bool = False
    """The title page: it stays first."""


def begin(spec: ReportSpec, account: str = "", segment: str = "", board: str = "") -> ReportOptions:
    """The options of a kind that nobody has chosen anything for."""
    return ReportOptions(
        kind=spec.key,
        account=account if spec.subject == "account" else "",
        segment=segment if spec.subject == "segment" else "",
        board=board if spec.subject == "board" else "",
        left_out=tuple(one.key for one in spec.sections if not one.on),
    )


def asked_too(kept: ReportOptions, asked: ReportOptions) -> ReportOptions:
    """What is kept, with all that was asked for now."""
    changes = {
        name: told
        for name in ("period", "paper", "audience", "style", "brand")
        if (told := getattr(asked, name))
    }
    if asked.choices:
        changes["choices"] = {**kept.choices, **asked.choices}
    return msgspec.structs.replace(kept, **changes)


def built_of(options: ReportOptions) -> ReportOptions:
    """The part of options that a report must be built anew for; all else only prepares it."""
    return msgspec.structs.replace(
        options,
        order=(),
        left_out=(),
        hide=None,
        hidden=(),
        own={},
        edits={},
        written={},
        paper=None,
    )


def missing_subject(spec: ReportSpec, options: ReportOptions) -> str:
    """What must be chosen before there is a report: "account", "board" or ""."""
    if spec.subject == "account" and not options.account:
        return "account"
    return "board" if spec.subject == "board" and not options.board else ""


def show_rows(
    spec: ReportSpec, options: ReportOptions, built: Report | None
) -> tuple[ShowRow, ...]:
    """The rows of what is shown, in the order wanted."""
    known = {one.key: one for one in spec.sections}
    made = {one.key: one for one in (built.sections if built is not None else ())}
    listed = [
        *made.values(),
        *(Section(key=one.key, title=one.title) for one in spec.sections if one.key not in made),
    ]
    wanted = ordered(listed, options.order or _usual(spec, listed))
    groups: dict[str, list[Section]] = {}
    for one in wanted:
        told = known.get(one.key)
        groups.setdefault((told.group if told is not None else "") or one.key, []).append(one)
    rows = []
    for name, sections in groups.items():
        first = known.get(sections[0].key)
        title = name if first is not None and first.group else sections[0].title or name
        out = sum(one.key in options.left_out for one in sections)
        ticked: Literal["on", "off", "some"] = "on"
        if out:
            ticked = "off" if out == len(sections) else "some"
        there = built is None or any(one.key in made for one in sections)
        hints = [_counted(made[one.key]) for one in sections if one.key in made]
        needs = first.hint if first is not None and first.hint else "nothing to show"
        hint = next(filter(None, hints), "") if there else needs
        keys = tuple(one.key for one in sections)
        fixed = any(one.cover for one in sections)
        rows.append(ShowRow(title, keys, ticked, hint, there, fixed))
    return tuple(rows)


def _usual(spec: ReportSpec, listed: Sequence[Section]) -> tuple[str, ...]:
    """The kind's own order: that of its sections as made, what is missing where it declares it."""
    made = [one.key for one in listed]
    place = {one.key: at for at, one in enumerate(spec.sections)}
    if set(made) <= set(place):
        return tuple(sorted(made, key=place.__getitem__))
    return tuple(made)


def with_shown(options: ReportOptions, keys: Iterable[str], shown: bool) -> ReportOptions:
    """Options with sections shown, or left out."""
    wanted = tuple(keys)
    left = tuple(one for one in options.left_out if one not in wanted)
    return msgspec.structs.replace(options, left_out=left if shown else (*left, *wanted))


def moved(options: ReportOptions, rows: Sequence[ShowRow], at: int, to: int) -> ReportOptions:
    """Options with a row put before the one that stands at `to`; the title page stays first."""
    listed = list(rows)
    if not 0 <= at < len(listed) or listed[at].fixed:
        return options
    row = listed.pop(at)
    place = to - 1 if to > at else to
    least = 1 if listed and listed[0].fixed else 0
    listed.insert(min(max(place, least), len(listed)), row)
    order = tuple(key for one in listed for key in one.keys)
    before = tuple(key for one in rows for key in one.keys)
    return options if order == before else msgspec.structs.replace(options, order=order)


def with_hidden(spec: ReportSpec, options: ReportOptions, kind: str, hidden: bool) -> ReportOptions:
    """Options with a kind of inside things hidden, or shown."""
    now = set(hidden_kinds(options, options.audience or spec.audience))
    now = now | {kind} if hidden else now - {kind}
    return msgspec.structs.replace(options, hide=tuple(one for one in KINDS_INSIDE if one in now))


def with_words(options: ReportOptions, name: str, key: str, words: str, day: int) -> ReportOptions:
    """Options with an own paragraph (`own`) or an edit (`edits`) of a day; empty: without it."""
    held, written = dict(getattr(options, name)), dict(options.written)
    held.pop(key, None)
    written.pop(key, None)
    if words.strip():
        held[key] = words
        written[key] = day
    return msgspec.structs.replace(options, **{name: held}, written=written)


def kept_for(options: ReportOptions, part: str, day: int) -> ReportOptions:
    """Options in which my words of a part hold for a day as they are."""
    return msgspec.structs.replace(options, written={**options.written, part: day})


def marks_in(report: Report | None) -> Mapping[str, int]:
    """How many parts of each kind of inside things a report built whole holds."""
    if report is None:
        return {}
    found: Counter[str] = Counter()
    for section in report.sections:
        found.update(one.kind for one in section.inside)
        lead = (section.lead,) if section.lead is not None else ()
        for block in (*lead, *blocks(section)):
            found.update(one.kind for one in block.inside)
            for item in _items(block):
                found.update(one.kind for one in getattr(item, "inside", ()))
                found.update(one.kind for one in getattr(item, "who_inside", ()))
    return found


def _items(block: Block) -> tuple[object, ...]:
    if isinstance(block, Table):
        return (*block.columns, *block.rows)
    return block.items if isinstance(block, Figures | Pairs | Quotes | Steps) else ()


def _counted(section: Section) -> str:
    """What a section holds that can be counted: "3 quotes"."""
    quotes = sum(len(one.items) for one in blocks(section) if isinstance(one, Quotes))
    if quotes:
        return _count(quotes, "quote")
    rows = sum(len(one.rows) for one in blocks(section) if isinstance(one, Table))
    if rows:
        return _count(rows, "row")
    steps = sum(len(one.items) for one in blocks(section) if isinstance(one, Steps))
    return _count(steps, "step") if steps else ""


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def periods(options: ReportOptions, day: int) -> tuple[tuple[str, str], ...]:
    """Periods that are offered as of a day, as they are written and in words."""
    listed = [
        *quarters_to(day, _QUARTERS),
        *_months_to(day),
        "28d",
        "90d",
        "365d",
    ]
    if options.period and options.period not in listed:
        listed.insert(0, options.period)
    return tuple((one, period_words(one, day)) for one in listed)


def _months_to(day: int) -> tuple[str, ...]:
    """The last months up to that of a day, the newest first."""
    out, at = [], day
    for _ in range(_MONTHS):
        told = STYLES["iso"].month(at)
        out.append(told)
        at = read(told, at).first - 1
    return tuple(out)


def period_words(period: str, day: int) -> str:
    """A period in words; as it is written where it cannot be read as of this day."""
    try:
        name = read(period, day).name
    except Exception:  # noqa: BLE001 - whatever is wrong with it is told where it is built
        return period
    return name[0].upper() + name[1:]


def file_words(report: Report, personal: Iterable[str]) -> str:
    """Which personal things a file would contain, in one sentence.

    What is not marked may still stand in words that somebody typed: no more is promised.
    """
    told = [PERSONAL_WORDS[one] for one in personal if one in PERSONAL_WORDS]
    if not told:
        return "Nothing in it is marked as names, addresses or notes."
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    who = "the customer" if report.audience == "customer" else "colleagues"
    return f"It contains {listed}, for {who} to read."
