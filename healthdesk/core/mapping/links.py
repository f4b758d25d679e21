"""Files of a drop that only link others: which person belongs to which account."""

from __future__ import annotations

from healthdesk.core.domain.mapping import Join
from healthdesk.core.mapping.header import pattern
from healthdesk.core.mapping.look import FileLook, Look, found_share
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.values_fit import is_day

_MOST = 0.8
_COLUMNS = 8
_WORDS = 12
"""Most different words of a column such as the role of a member."""


def link(look: Look, source: str) -> Join | None:
    """The file that says to which account the persons of this one belong; None = there is none."""
    own = look.file.find(source)
    if own is None or own.capped:
        return None
    persons = frozenset(text.strip() for text in own.counts)
    for other in look.drop.files:
        if other is look.file or other.name == look.file.name or _kind(look, other) == "accounts":
            continue
        found = _columns(look, other, persons)
        if found is not None:
            return Join(pattern(other.name), found[0].name, found[1].name)
    return None


def only_links(look: Look) -> bool:
    """Whether a file holds nothing but who belongs to which account, of persons known elsewhere."""
    if len(look.file.raw.header) > _COLUMNS:
        return False
    for name, _, persons in look.drop.ids.get("contacts", ()):
        found = _columns(look, look.file, persons) if name != look.file.name else None
        if found is not None:
            rest = [one for one in look.file.profile.columns if one not in found]
            return all(_beside(one) for one in rest)
    return False


def _kind(look: Look, file: FileLook) -> str:
    return look.drop.kinds.get(file.name, "")


def _columns(
    look: Look, file: FileLook, persons: frozenset[str]
) -> tuple[ColumnProfile, ColumnProfile] | None:
    """The columns of persons and accounts of a file with one row a person."""
    accounts = [values for _, _, values in look.drop.ids.get("accounts", ())]
    known = look.drop.known.ids.get("accounts", frozenset())
    who = whose = None
    for column in file.profile.columns:
        if not column.filled or is_day(column):
            continue
        if column.unique and who is None and found_share(column, persons) >= _MOST:
            who = column
        elif any(found_share(column, values) >= _MOST for values in (*accounts, known)):
            whose = whose or column
    return (who, whose) if who is not None and whose is not None else None


def _beside(column: ColumnProfile) -> bool:
    """Whether a column adds nothing that a desk keeps: its own id, a day, a flag, a role."""
    few = len(column.counts) <= _WORDS and not column.numbers
    return not column.filled or column.unique or is_day(column) or few
