"""Mappings of earlier imports: used as they are on the same layout, asked about on another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase

import msgspec
from rapidfuzz import fuzz

from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.intake import Choice, ColumnGuess, Proposal, Question
from healthdesk.core.domain.mapping import (
    ColumnMap,
    FileMap,
    Join,
    Latest,
    MappingDocument,
    Reading,
    TableMap,
    UsageShape,
    Where,
)
from healthdesk.core.domain.records import RawTable
from healthdesk.core.mapping.extras import flag_column
from healthdesk.core.mapping.header import file_words, pattern, squeezed
from healthdesk.core.mapping.kept_check import Checked, check, period_names, periods
from healthdesk.core.mapping.look import Drop, FileLook, Look, overlap
from healthdesk.core.mapping.preset_match import match
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.texts import sources
from healthdesk.core.mapping.values_fit import is_loaded

EMPTY = "="
"""The answer that a column which is gone stays empty from now on."""
_ALIKE = 0.5
"""Two headers less alike than this are not the same layout."""
_MUCH_ALIKE = 0.8
_TELLING = 4
"""A layout of fewer columns than this is no proof of what a file of another name holds."""
_MOST_NAMES = 8


def find(
    file: FileLook, drop: Drop, document: MappingDocument | None
) -> tuple[FileMap | None, str]:
    """The mapping of an earlier import for a file of this layout, and where it comes from."""
    best: tuple[float, FileMap, str] | None = None
    for one, told, sure in _all(drop, document):
        fit = _fits(file, one, asked=sure)
        if fit > 0 and not sure and (not _meant(file, one, drop) or _known_here(one, drop)):
            continue
        if fit > 0 and (best is None or fit > best[0]):
            best = (fit, one, told)
    if best is None and document is not None and len(drop.files) == len(document.files) == 1:
        # Somebody said that this mapping is for this file: what it lacks is asked.
        return document.files[0], f"mapping {document.name}"
    return (best[1], best[2]) if best is not None else (None, "")


def _all(
    drop: Drop, document: MappingDocument | None
) -> Iterable[tuple[FileMap, str, bool]]:  # fmt: skip
    if document is not None:
        for one in document.files:
            yield one, f"mapping {document.name}", True
        return
    for earlier in sorted(drop.known.mappings, key=lambda one: -one.day):
        for one in earlier.document.files:
            day = to_date(earlier.day).isoformat()
            yield one, f"kept from {day}" if earlier.kept else f"mapping {earlier.name}", False


def _fits(file: FileLook, one: FileMap, *, asked: bool) -> float:
    """How well a mapping fits a file: 2 the same layout, under 2 a changed one, 0 another file."""
    named = any(_named(file, name) for name in one.files)
    moving = period_names(one.tables)
    needed = _needed(one) - moving
    there = set(file.raw.header)
    if not named and not asked and by_name(one):
        return 0.0
    if one.header and set(one.header) == there:
        return 2.0 + named
    if named and needed <= there and (asked or moving or not one.header):
        return 1.9
    alike = overlap(one.header, file.raw.header) if one.header else 0.0
    if needed and needed <= there and alike >= _ALIKE:
        return 1.0 + alike / 2 + named * 0.3
    if (named and (alike >= _ALIKE or asked)) or (asked and alike >= 0.7):
        return 0.1 + alike / 2
    return 0.0


def _meant(file: FileLook, one: FileMap, drop: Drop) -> bool:
    """Whether an earlier mapping may be used on a file, by its name or by what the file holds.

    Columns such as an id and a name are those of many tables: what a file of another name is must
    not hang on which of them came first.
    """
    same = set(one.header) == set(file.raw.header)
    if any(_named(file, name) and (same or _says(name)) for name in one.files):
        return True
    found = match(file)
    if found is not None:
        told = {feed.table for feed in found.object.feeds}
        return same and one.vendor == found.preset.key and _feeds(one, told)
    own = drop.kinds.get(file.name, "")
    if sum(1 for name in one.header if not is_loaded(name)) < _TELLING:
        return same and bool(own) and _feeds(one, {own})
    alike = overlap(one.header, file.raw.header) >= _MUCH_ALIKE and not file.has_history
    return same or (alike and (not own or _feeds(one, {own})))


def _known_here(one: FileMap, drop: Drop) -> bool:
    """Whether a mapping says by itself who is gone, and another file of the drop says it, too."""
    if not any(table.table == "outcomes" and _by_itself(table) for table in one.tables):
        return False
    accounts = drop.file("accounts")
    return accounts is not None and flag_column(accounts) is not None


def _by_itself(table: TableMap) -> bool:
    kind = table.columns.get("kind")
    told = kind is not None and kind.constant == "churned"
    return told and not any(where.through for where in table.where)


def _named(file: FileLook, name: str) -> bool:
    return fnmatchcase(file.name.casefold(), name.casefold())


def _says(name: str) -> bool:
    """Whether a pattern of names says more than that it is a file of its kind: not "*.csv"."""
    return bool(file_words(name))


def _feeds(one: FileMap, tables: Collection[str]) -> bool:
    return any(table.table in tables for table in one.tables)


def by_name(one: FileMap) -> bool:
    """Whether the file's name says what its rows are: columns alone do not know it again then.

    Two lists of months, of logins and of exports, have the same columns.
    """
    if one.vendor or not one.tables:
        return False
    first = one.tables[0]
    named = first.columns.get(_SAID_BY_NAME.get(first.table, ""))
    return named is not None and named.constant is not None


_SAID_BY_NAME = {
    "usage": "metric", "contact_usage": "metric", "surveys": "kind", "mentions": "channel",
    "touchpoints": "kind", "outcomes": "kind",
}  # fmt: skip


def _needed(one: FileMap) -> set[str]:
    """The columns of the file that a mapping reads."""
    found: set[str] = set()
    for table in one.tables:
        for column in table.columns.values():
            found |= set(sources(column))
        found |= {where.column for where in table.where}
        if table.latest is not None:
            found |= {*table.latest.by, table.latest.order}
        if table.usage is not None:
            found |= set(table.usage.wide)
    return found


def build(look: Look) -> Proposal:
    """The proposal that a kept mapping makes: as it is, or with a question for what is gone."""
    one = look.kept
    if one is None:
        raise TypeError("no mapping was kept")
    one = msgspec.structs.replace(one, tables=periods(look, one.tables))
    gone = sorted(_needed(one) - set(look.file.raw.header))
    names: dict[str, str] = {}
    questions = []
    for name in gone:
        answered = look.answer(f"renamed:{name}")
        if answered is not None and (answered == EMPTY or answered in look.file.raw.header):
            names[name] = answered
        else:
            questions.append(_renamed(look, one, name))
    tables = tuple(_rename(table, names) for table in one.tables)
    checked = check(look, tuple(_retargeted(look, table) for table in tables))
    tables = checked.tables
    open_ = {question.key: question for question in checked.asked.values()}
    questions.extend(open_.values())
    done = msgspec.structs.replace(
        one, header=look.file.raw.header, tables=tables, reading=_reading(look.file.raw, one),
        files=_patterns(look.file.name, one.files),
    )  # fmt: skip
    told = f"{len(_needed(one)) - len(gone)} columns as before"
    if open_ and not gone:
        told = f"{told}, but spelled otherwise"
    if gone:
        told = ", ".join(f"“{name}”" for name in gone[:4]) + " not in the file any more"
    return Proposal(
        look.file.raw, done, one.name, 1.0 if not questions else 0.6, told,
        _guesses(look, one, checked, questions), tuple(questions), kept=look.told, profile=look,
    )  # fmt: skip


def _patterns(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Patterns of names that such files go by, with the one of this file."""
    if any(fnmatchcase(name.casefold(), one.casefold()) for one in known):
        return known
    return (*known, pattern(name))[-_MOST_NAMES:]


def _reading(raw: RawTable, one: FileMap) -> Reading:
    """What was said of how such files are read; this file's own sheet or query."""
    said = raw.asked if raw.asked != Reading() else one.reading
    return msgspec.structs.replace(said, part=raw.pinned.part, query=raw.pinned.query)


def _renamed(look: Look, one: FileMap, name: str) -> Question:
    """Which column took the place of one that is gone."""
    new = [column for column in look.file.profile.columns if column.name not in one.header]
    used = _needed(one)
    choices = sorted(
        (
            Choice(column.name, f"It is “{column.name}” now", " · ".join(column.examples[:3])[:80],
                   round(_likeness(name, column.name), 2))
            for column in (new or [c for c in look.file.profile.columns if c.name not in used])
        ),
        key=lambda choice: -choice.sure,
    )[:6]  # fmt: skip
    targets = [t for table in one.tables for t, c in table.columns.items() if name in sources(c)]
    empty: tuple[Choice, ...] = ()
    if all(not _required(one, name, target) for target in targets):
        empty = (Choice(EMPTY, "It is gone: leave these fields as they are", "", 0.1),)
    whose = targets[0].replace("_", " ") if targets else "condition"
    return Question(
        f"renamed:{name}", "renamed", f"Where is “{name}”?",
        f"it was the {whose}; the file has no such column any more",
        (*choices, *empty), one.tables[0].table if one.tables else "", name,
    )  # fmt: skip


def _required(one: FileMap, name: str, target: str) -> bool:
    for table in one.tables:
        column = table.columns.get(target)
        if column is None or name not in sources(column):
            continue
        if any(own.name == target and own.required for own in BY_NAME[table.table].columns):
            return True
    return False


def _likeness(left: str, right: str) -> float:
    return fuzz.ratio(squeezed(left), squeezed(right)) / 100


def _rename(table: TableMap, names: dict[str, str]) -> TableMap:
    """The table's map with the columns' new names; what is gone for good is not mapped."""
    if not names:
        return table
    columns = {}
    for target, column in table.columns.items():
        if any(names.get(name) == EMPTY for name in sources(column)):
            continue
        columns[target] = _renamed_column(column, names)
    where = tuple(
        Where(names.get(one.column, one.column), one.op, one.values, one.through)
        for one in table.where
        if names.get(one.column) != EMPTY
    )
    latest = table.latest
    if latest is not None and EMPTY not in {names.get(one) for one in (*latest.by, latest.order)}:
        latest = Latest(
            tuple(names.get(one, one) for one in latest.by), names.get(latest.order, latest.order)
        )
    usage = table.usage
    if usage is not None and usage.wide:
        wide = {
            names.get(name, name): metric
            for name, metric in usage.wide.items()
            if names.get(name) != EMPTY
        }
        usage = UsageShape(wide=wide, combine=usage.combine, monthly=usage.monthly)
    return msgspec.structs.replace(table, columns=columns, where=where, latest=latest, usage=usage)


def _renamed_column(column: ColumnMap, names: dict[str, str]) -> ColumnMap:
    text = column.text
    for old, new in names.items():
        text = text.replace(f"{{{old}}}", f"{{{new}}}")
    return msgspec.structs.replace(
        column,
        source=names.get(column.source, column.source),
        digest=tuple(names.get(one, one) for one in column.digest),
        text=text,
    )


def _retargeted(look: Look, table: TableMap) -> TableMap:
    """What a person changed on the kept mapping."""
    columns = dict(table.columns)
    for (of, source), target in look.decided.targets.items():
        if of != table.table:
            continue
        for name in [name for name, one in columns.items() if one.source == source]:
            del columns[name]
        if target:
            columns[target] = ColumnMap(source=source)
    return msgspec.structs.replace(table, columns=columns)


def _guesses(
    look: Look, one: FileMap, checked: Checked, questions: Iterable[Question]
) -> tuple[ColumnGuess, ...]:
    tables = checked.tables
    found = []
    main = tables[0].table if tables else ""
    for column in look.file.profile.columns:
        here = [
            _guess(look, checked, column, table.table, target, mapped)
            for table in tables
            for target, mapped in table.columns.items()
            if column.name in sources(mapped)
        ]
        for table in tables:
            if table.usage is not None and column.name in table.usage.wide:
                target = f"metric:{table.usage.wide[column.name]}"
                mapped = ColumnMap(source=column.name)
                here.append(
                    ColumnGuess(
                        column.name, column.examples, table.table, target, mapped, 1.0, look.told
                    )
                )
        new = column.name not in one.header and bool(one.header)
        why = "new in this file: left out" if new else "left out before"
        found.extend(
            here
            or [ColumnGuess(column.name, column.examples, main, "", None, 0.6 if new else 1.0, why)]
        )
    found.extend(
        ColumnGuess(question.column, (), question.table, "", None, 0.3, question.why, question.key)
        for question in questions
        if question.kind == "renamed"
    )
    return tuple(found)


def _guess(  # noqa: PLR0917 what a guess is made of
    look: Look, checked: Checked, column: ColumnProfile, table: str, target: str, mapped: ColumnMap
) -> ColumnGuess:
    """A column as before, or with the question that is open about it."""
    asked = checked.asked.get((table, target))
    sure, why, key = (0.5, asked.why, asked.key) if asked else (1.0, look.told, "")
    return ColumnGuess(column.name, column.examples, table, target, mapped, sure, why, key)


def joins(one: FileMap) -> tuple[Join, ...]:
    """The other files that a mapping looks into."""
    return tuple(
        join for table in one.tables for column in table.columns.values() for join in column.through
    )
