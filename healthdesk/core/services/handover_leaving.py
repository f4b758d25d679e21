"""Leaves out of a pack what was not wanted in it, and says so in words.

What is left out is not in the state that goes into the file; texts that name a left out address
lose it as well. Not here: the report of the pack, which asks the same options.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container
from typing import Any, Final

from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.handover import Fields, PackOptions, Rows, State
from healthdesk.core.domain.touch import NOTE
from healthdesk.core.services.handover_reading import key_of
from healthdesk.core.services.handover_tables import (
    ADDRESS_COLUMNS,
    FILES,
    NOTE_COLUMNS,
    NOTE_TABLES,
    WORK,
)

REMOVED: Final = "[left out]"
_SHORTEST: Final = 5
_ALWAYS: Final = (
    "messages of the outbox",
    "health profiles, segments, dashboards, playbooks and plays",
    "earlier values of account fields",
)


def wanted(state: State, options: PackOptions, contacts: Collection[str]) -> State:
    """What of a state goes into a pack; `contacts` are those of its accounts."""
    out: State = {}
    kept = set(state.get("accounts", {}))
    for table, rows in state.items():
        out[table] = {} if _is_out(table, options) else _rows(table, rows, options)
    _without_files_of(out, state)
    for row in out.get("accounts", {}).values():
        if row.get("parent_id") not in kept:
            row["parent_id"] = ""
    _without_strangers(out, set(contacts))
    _without_references(out)
    if not options.addresses:
        addresses = _addresses(state)
        if addresses:
            out = {table: _clean(table, rows, addresses) for table, rows in out.items()}
    return out


def words(options: PackOptions) -> tuple[str, ...]:
    """What is not in a pack, for people."""
    out = []
    if not options.notes:
        out += ["internal notes, texts of touches, what is noted of persons, findings"]
        out += ["pulses, overrides and tones"]
    if not options.addresses:
        out += ["mail addresses and phone numbers"]
    if not options.attachments:
        out += ["files kept with the accounts"]
    if not options.usage:
        out += ["daily values of use"]
    return (*out, *_ALWAYS)


def addresses_of(state: State) -> re.Pattern[str] | None:
    """What finds the addresses of all people in a text; None where there are none."""
    return _addresses(state)


def cleaned(told: Any, addresses: re.Pattern[str]) -> Any:  # noqa: ANN401 - any JSON value
    """A value without the addresses."""
    if isinstance(told, str):
        return addresses.sub(REMOVED, told)
    if isinstance(told, list | tuple):
        return [cleaned(one, addresses) for one in told]
    if isinstance(told, dict):
        return {key: cleaned(one, addresses) for key, one in told.items()}
    return told


def _is_out(table: str, options: PackOptions) -> bool:
    if table == FILES and not options.attachments:
        return True
    if options.notes:
        return False
    return table in NOTE_TABLES or any(one.name == table and one.note for one in WORK)


def _rows(table: str, rows: Rows, options: PackOptions) -> Rows:
    out: Rows = {}
    gone = _left_out(table, options)
    for key, row in rows.items():
        if table == "touchpoints" and row["kind"] == NOTE and not options.notes:
            continue
        out[key] = {name: value for name, value in row.items() if name not in gone}
    return out


def _left_out(table: str, options: PackOptions) -> frozenset[str]:
    """Fields of a table that are not in the pack at all, not even empty."""
    out: set[str] = set()
    if not options.addresses:
        out.update(ADDRESS_COLUMNS.get(table, ()))
    if not options.notes:
        out.update(NOTE_COLUMNS.get(table, ()))
        for work in WORK:
            if work.name == table:
                out.update(one.name for one in work.fields if one.inside)
    return frozenset(out)


def _without_files_of(out: State, whole: State) -> None:
    """Files of touches that stay behind stay with them."""
    there, kept = whole.get("touchpoints", {}), out.get("touchpoints", {})
    files = out.get(FILES, {})
    for key, row in list(files.items()):
        if row["touchpoint"] in there and row["touchpoint"] not in kept:
            del files[key]


def _without_strangers(out: State, contacts: set[str]) -> None:
    """People of other accounts are named nowhere."""
    for row in out.get("touchpoints", {}).values():
        listed = [one for one in row["contact_ids"].split(";") if one in contacts]
        row["contact_ids"] = ";".join(listed)
    for table in ("surveys", "tickets"):
        for row in out.get(table, {}).values():
            if row["contact_id"] not in contacts:
                row["contact_id"] = ""
    _point_inside(out, "contact", contacts)
    asked = out.get("meeting_asked", {})
    touches = out.get("touchpoints", {})
    for key in [key for key, row in asked.items() if row["touchpoint"] not in touches]:
        del asked[key]


_POINTED: Final = {"touchpoint": "touchpoints", "finding": "finding"}


def _without_references(out: State) -> None:
    """What points at a left out row points at nothing."""
    for table, rows in _POINTED.items():
        _point_inside(out, table, out.get(rows, {}))


def _point_inside(out: State, table: str, there: Container[str]) -> None:
    """References to rows of a table that are not there are empty, where they may be."""
    for work in WORK:
        for one in work.fields:
            if one.kind == "ref" and one.of == table and not one.wanted:
                for row in out.get(work.name, {}).values():
                    if row[one.name] not in there:
                        row[one.name] = None


def _addresses(state: State) -> re.Pattern[str] | None:
    found = {
        value.strip()
        for row in state.get("contacts", {}).values()
        for value in (row.get("email", ""), row.get("phone", ""))
        if len(value.strip()) >= _SHORTEST
    }
    if not found:
        return None
    longest = sorted(found, key=len, reverse=True)
    told = [*map(re.escape, longest), *map(_cut, longest)]
    return re.compile("|".join(told), re.IGNORECASE)


def _cut(address: str) -> str:
    """What finds the beginning of an address at the end of a text that was shortened."""
    rest = ""
    for letter in reversed(address[_SHORTEST:]):
        rest = f"(?:{re.escape(letter)}{rest})?"
    return f"{re.escape(address[:_SHORTEST])}{rest}\\s?…"


def _clean(table: str, rows: Rows, addresses: re.Pattern[str]) -> Rows:
    """Rows without the addresses, under the ids that then are theirs."""
    out: Rows = {}
    for key, row in rows.items():
        made: Fields = {name: cleaned(value, addresses) for name, value in row.items()}
        out[key_of(BY_NAME[table], made) if table in BY_NAME else key] = made
    return out
