"""Builds the proposal for one file from everything that is known and decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec

from healthdesk.core.domain.intake import Choice, ColumnGuess, Proposal, Question
from healthdesk.core.domain.mapping import FileMap, TableMap
from healthdesk.core.mapping import kept
from healthdesk.core.mapping.cases import cases
from healthdesk.core.mapping.complete import OUT, complete
from healthdesk.core.mapping.conditions import in_force
from healthdesk.core.mapping.draft import Draft
from healthdesk.core.mapping.drop import ranked, same_rows
from healthdesk.core.mapping.extras import (
    accounts_of,
    answers_of_tickets,
    churn_in_force,
    churn_of_accounts,
    errors_of,
    metrics_of,
    periods,
    priced,
    usage_of_contacts,
    with_attributes,
)
from healthdesk.core.mapping.guess import assign
from healthdesk.core.mapping.header import pattern
from healthdesk.core.mapping.labels import TITLES, title
from healthdesk.core.mapping.links import only_links
from healthdesk.core.mapping.look import Look, plural
from healthdesk.core.mapping.notes import notes_draft
from healthdesk.core.mapping.persons import with_person_names
from healthdesk.core.mapping.preset_match import Match, called_alike, from_preset, match, unused
from healthdesk.core.mapping.tables_fit import LEAST, table_fit
from healthdesk.core.mapping.texts import sources
from healthdesk.core.mapping.usage_shape import shape

_CLOSE = 0.06
"""Two tables as near as this are for a person to tell apart."""
_MENTIONED = 0.25
_TABLE = "table"
_CHOICES = 5
_UNLIKELY = 3
"""How many tables are offered where none is likely: a person may know better."""


def build(look: Look) -> Proposal:
    """The proposal for a file: complete as soon as it asks nothing."""
    if look.decided.out:
        return _left_out(look, "left out by you", ())
    if look.kept is not None and look.decided.tables is None:
        return kept.build(look)
    return _anew(look)


def _anew(look: Look) -> Proposal:
    """The proposal for a file of which no mapping was kept."""
    forced = look.decided.tables or _answered(look)
    if forced:
        return _proposal(look, forced, 1.0, "you said so", None)
    if look.file.raw.reading.format == "notes":
        return _notes(look)
    wanted = look.decided.out is False
    found = match(look.file)
    if found is not None:
        return _of_vendor(look, found, wanted=wanted)
    if not wanted and (told := _unwanted(look)):
        return _left_out(look, told, ())
    return _guessed(look, "" if wanted else _doubted(look))


def _answered(look: Look) -> tuple[str, ...]:
    answered = look.answer(_TABLE)
    return (answered,) if answered is not None and answered in TITLES else ()


def _notes(look: Look) -> Proposal:
    return _finish(look, [notes_draft(look)], 0.9, "plain text: a note each", None)


def _of_vendor(look: Look, found: Match, *, wanted: bool) -> Proposal:
    """A file of a vendor that is known."""
    if found.object.links and not wanted:
        why = f"links {found.object.links}: looked into, not imported"
        return _only_linked(look, why, found)
    if not found.object.feeds and not wanted:
        return _left_out(look, found.object.useless or "nothing that a desk keeps", ())
    if not found.object.feeds:
        return _guessed(look)
    twice = "" if wanted else _twice(look)
    if twice:
        return _left_out(look, twice, ())
    tables = tuple(dict.fromkeys(feed.table for feed in found.object.feeds))
    return _proposal(look, tables, 0.97, found.why, found)


def _unwanted(look: Look) -> str:
    """Why a file needs no question: it is the same as another, or a part of a vendor's tables."""
    if twice := _twice(look):
        return twice
    if only_links(look):
        return "links contacts to accounts: looked into, not imported"
    vendor, alike = unused(look.file, look.drop.vendors), called_alike(look.file)
    unsure = not look.drop.kinds.get(look.file.name)
    if vendor and (alike or unsure):
        return f"a table of {vendor} that holds nothing a desk keeps"
    if alike and unsure:
        return _useless(alike)
    return "" if look.file.profile.rows else "no rows"


def _twice(look: Look) -> str:
    other = same_rows(look.drop.files).get(look.file.name)
    return f"the same rows as {other}" if other else ""


def _doubted(look: Look) -> str:
    """Why a file is asked about though its columns would tell: a vendor has one called so."""
    vendor = unused(look.file, look.drop.vendors)
    vendors = (vendor,) if vendor else called_alike(look.file)
    return _useless(vendors) if vendors else ""


def _useless(vendors: Sequence[str]) -> str:
    """What is said of a file that vendors have under that name, for their own ends."""
    if len(vendors) == 1:
        return f"{vendors[0]} has a table called so that holds nothing a desk keeps"
    return f"{', '.join(vendors[:-1])} and {vendors[-1]} have tables called so that hold nothing"


def _guessed(look: Look, doubt: str = "") -> Proposal:
    """A file of nobody we know: by names and values alone, asked where they do not tell."""
    order = ranked(look)
    if doubt:
        return _asked(look, order, order[0][0], doubt)
    best, table, first = order[0]
    rival, other, second = order[1]
    if best >= LEAST and first - second >= _CLOSE:
        return _proposal(look, (table,), best, _why(look, table), None)
    if best >= LEAST and rival >= LEAST:
        why = f"{title(table)} and {title(other).lower()} fit about as well"
        return _asked(look, order, best, why)
    why = (
        "no table of a desk fits well"
        if best < _MENTIONED
        else f"only a little like {title(table).lower()}"
    )
    return _asked(look, order, best, why)


def _why(look: Look, table: str) -> str:
    names = len([one for one in assign(look, table).fits.values() if one.sure >= 0.8])
    return f"{names} of {plural(len(look.file.raw.header), 'column')} known by name or values"


def _asked(
    look: Look, order: Sequence[tuple[float, str, float]], sure: float, why: str
) -> Proposal:
    likely = [one for one in order[:_CHOICES] if one[0] >= _MENTIONED]
    choices = [
        Choice(table, title(table), f"{fit:.0%} sure", fit)
        for fit, table, _ in likely or order[:_UNLIKELY]
    ]
    choices.append(Choice(OUT, "Leave this file out", "", 0.5 if sure < _MENTIONED else 0.2))
    question = Question(_TABLE, "table", "What does this file hold?", why, tuple(choices))
    columns = tuple(
        ColumnGuess(one.name, one.examples, "", "", None, 0.0, "not known what the file is")
        for one in look.file.profile.columns
    )
    return Proposal(
        look.file.raw, _file(look, "Not recognised", (), None), "Not recognised", sure, why,
        columns, (question,), profile=look,
    )  # fmt: skip


def _left_out(look: Look, why: str, tables: tuple[TableMap, ...]) -> Proposal:
    columns = tuple(
        ColumnGuess(one.name, one.examples, "", "", None, 0.0, "the file is left out")
        for one in look.file.profile.columns
    )
    return Proposal(
        look.file.raw, _file(look, "Left out", tables, None), "Left out", 0.9, why, columns, (),
        left_out=True, profile=look,
    )  # fmt: skip


def _only_linked(look: Look, why: str, found: Match) -> Proposal:
    """A file that others look into: nothing of its own, and nothing to ask."""
    done = _left_out(look, why, ())
    return replace(done, file=_file(look, found.object.title, (), found), title="Links")


def _file(look: Look, name: str, tables: Iterable[TableMap], found: Match | None) -> FileMap:
    raw = look.file.raw
    return FileMap(
        name, (pattern(raw.name),), raw.header, raw.pinned, tuple(tables),
        vendor=found.preset.key if found else "",
    )  # fmt: skip


# --- drafts of one file


def _proposal(
    look: Look, tables: Sequence[str], sure: float, why: str, found: Match | None
) -> Proposal:  # fmt: skip
    drafts: list[Draft] = []
    for table in tables:
        drafts.extend(_drafts(look, table, found, main=table == tables[0], all_=tables))
    return _finish(look, drafts, sure, why, found)


def _drafts(
    look: Look, table: str, found: Match | None, *, main: bool, all_: Sequence[str]
) -> list[Draft]:  # fmt: skip
    """The drafts of one table and of what its rows hold beside it."""
    if found is not None and any(feed.table == table for feed in found.object.feeds):
        first = from_preset(look, found, table)
    else:
        first = [assign(look, table)]
    done: list[Draft] = []
    for draft in first:
        done.extend(_completed(look, draft))
    if main:
        done.extend(
            one
            for one in _beside(look, _shared(done))
            if one.table not in all_ or one.table == table
        )
    return done


def _completed(look: Look, draft: Draft) -> list[Draft]:
    if draft.table in {"usage", "contact_usage"}:
        draft = shape(look, draft)
    if draft.table == "contacts":
        draft = with_person_names(look, draft)
    draft = in_force(look, complete(look, draft))
    if draft.table == "accounts":
        draft = with_attributes(look, draft)
    if draft.table == "outcomes":
        draft = churn_in_force(look, draft)
    if draft.table == "subscriptions":
        return priced(look, draft)
    return cases(look, draft)


def _shared(done: Sequence[Draft]) -> Draft:
    """The main draft under the conditions of the whole table: without those that only part it."""
    first = done[0]
    same = [one for one in done if one.table == first.table]
    where = tuple(one for one in first.where if all(one in other.where for other in same))
    return replace(first, where=where)


def _beside(look: Look, draft: Draft) -> list[Draft]:
    """What the rows of the main table hold beside it."""
    if look.decided.tables is not None and len(look.decided.tables) > 1:
        return []
    found: list[Draft | None] = []
    if draft.table == "accounts":
        found.append(churn_of_accounts(look, draft))
    if draft.table == "tickets":
        answers = answers_of_tickets(look, draft)
        found.extend(case for one in answers for case in cases(look, one))
    if draft.table == "usage":
        found.extend(
            [*errors_of(look, draft), metrics_of(look, draft), usage_of_contacts(look, draft)]
        )
    found.append(accounts_of(look, draft))
    return [one for one in found if one is not None]


def _finish(
    look: Look, drafts: Sequence[Draft], sure: float, why: str, found: Match | None
) -> Proposal:  # fmt: skip
    """The proposal made of drafts."""
    maps: list[TableMap] = []
    for draft in drafts:
        own = periods(draft)
        maps.extend(own or (_map(draft),))
    questions = {one.key: one for draft in drafts for one in draft.asked}
    if OUT in look.decided.answers.values():
        return _left_out(look, "left out by you", ())
    name = found.object.title if found else title(drafts[0].table)
    notes = dict.fromkeys(note for draft in drafts for note in draft.notes)
    told = "; ".join((why, *notes))
    extra = [
        title(one).lower()
        for one in dict.fromkeys(d.table for d in drafts[1:])
        if one != drafts[0].table
    ]
    shown = f"{name}, {', '.join(extra)}" if extra else name
    return Proposal(
        look.file.raw, _file(look, name, maps, found), shown, round(min(sure, 0.99), 2), told,
        _guesses(look, drafts), tuple(questions.values()), kept=look.told, profile=look,
    )  # fmt: skip


def _map(draft: Draft) -> TableMap:
    done = draft.map()
    if not draft.wide:
        return done
    wide = {name: fit.target.partition(":")[2] for name, fit in draft.wide.items()}
    usage = msgspec.structs.replace(done.usage, wide=wide) if done.usage else None
    styles = {fit.map.number for fit in draft.wide.values()} - {""}
    columns = dict(done.columns)
    if len(styles) == 1:
        # Figures of all columns are read by one style; a plain number is one in both.
        first = next(fit for fit in draft.wide.values() if fit.map.number)
        columns["value"] = msgspec.structs.replace(first.map, source="")
    return msgspec.structs.replace(done, columns=columns, usage=usage)


def _guesses(look: Look, drafts: Sequence[Draft]) -> tuple[ColumnGuess, ...]:
    """Each column with what it becomes, in the file's order; then what no column says."""
    found: list[ColumnGuess] = []
    made: list[ColumnGuess] = []
    main = drafts[0]
    for column in look.file.profile.columns:
        here = _of_column(column.name, column.examples, drafts)
        if here:
            found.extend(here)
            continue
        why = main.left.get(column.name) or _left_why(look, drafts, column.name)
        found.append(ColumnGuess(column.name, column.examples, main.table, "", None, 0.6, why))
    for draft in drafts:
        for target, fit in draft.fits.items():
            if not fit.source and not fit.map.text:
                key = fit.questions[0].key if fit.questions else ""
                made.append(
                    ColumnGuess("", (), draft.table, target, fit.map, fit.sure, fit.why, key)
                )
    return (*found, *_once(made))


def _once(made: Iterable[ColumnGuess]) -> list[ColumnGuess]:
    seen: dict[tuple[str, str], ColumnGuess] = {}
    for one in made:
        seen.setdefault((one.table, one.target), one)
    return list(seen.values())


def _of_column(
    name: str, examples: tuple[str, ...], drafts: Sequence[Draft]
) -> list[ColumnGuess]:  # fmt: skip
    found: dict[tuple[str, str], ColumnGuess] = {}
    for draft in drafts:
        for fit in (*draft.fits.values(), *draft.wide.values()):
            named = fit.source == name or (fit.map.text and name in sources(fit.map))
            if not named:
                continue
            key = fit.questions[0].key if fit.questions else ""
            guess = ColumnGuess(
                name, examples, draft.table, fit.target, fit.map, round(fit.sure, 2), fit.why, key
            )
            found.setdefault((draft.table, fit.target), guess)
    return list(found.values())


def _left_why(look: Look, drafts: Sequence[Draft], name: str) -> str:
    """Why a column is left out."""
    column = look.file.profile.column(name)
    for draft in drafts:
        if look.decided.targets.get((draft.table, name)) == "":
            return "left out by you"
        if any(one.column == name for one in draft.where):
            return "says which rows count"
        if draft.latest is not None and draft.latest.order == name:
            return "says which row is the last"
    if not column.filled:
        return "empty in all rows"
    if column.empty * 10 >= column.rows * 9:
        return f"{column.empty / column.rows:.0%} empty"
    return "nothing that this table keeps"


def sure_of(look: Look, table: str) -> float:
    """How sure the file holds rows of one table."""
    draft = assign(look, table)
    return table_fit(look, shape(look, draft) if table == "usage" else draft)
