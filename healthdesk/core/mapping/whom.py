"""Finds the accounts and contacts that cells name; who is unknown is told apart by a mark."""

from __future__ import annotations

from collections.abc import Sequence

from healthdesk.core.domain.lookup import Finder
from healthdesk.core.domain.mapping import By, ColumnMap
from healthdesk.core.domain.record_ids import SPOILT, is_spoilt, twin
from healthdesk.core.mapping.cell_error import CellError
from healthdesk.core.mapping.joins import Joined
from healthdesk.core.mapping.strangers import unknown
from healthdesk.core.mapping.styles import Cells, text_of
from healthdesk.core.mapping.tally import Tally

MARK = "\0"
"""Begins what stands in the place of somebody whom nobody knows; the value follows."""
LEFT_OUT = "\0\0"
"""Stands in the place of an account whose rows a person left out."""
_SHOWN = 200
"""How much of a long text, in which no account was found, a waiting row carries."""
_MOST = 100_000


class Named(Cells):
    """Whom a row is about, by what stands in the file; marked where somebody is not known."""

    def __init__(self, mapping: ColumnMap, joined: Joined, finder: Finder) -> None:
        super().__init__(self._find)
        self.by: By = mapping.by
        self.marked = False
        self._text = text_of(mapping, joined, required=True)
        self._finder = finder

    def _find(self, raw: str) -> str:
        told = self._text(raw).strip()
        if not told:
            raise CellError("is required and empty")
        return self._named(told)

    def _named(self, told: str) -> str:
        raise NotImplementedError


class Accounts(Named):
    """The account's own id; marked where nobody knows it."""

    def _named(self, told: str) -> str:
        if MARK in told:
            raise CellError("holds a NUL character")
        found = self._finder.account(self.by, told)
        if found is not None:
            return found
        if is_spoilt(told):
            raise CellError(SPOILT)
        self.marked = True
        if self._finder.left_out(self.by, told):
            return LEFT_OUT
        return f"{MARK}{told[:_SHOWN] if self.by == 'mention' else told}"


class OwnId(Named):
    """Ids of the accounts a file brings: of the one it names where the desk knows it, else new."""

    def _named(self, told: str) -> str:
        if MARK in told:
            raise CellError("holds a NUL character")
        if self.by:
            return self._finder.account(self.by, told) or told
        if is_spoilt(told):
            raise CellError(SPOILT)
        other = twin(told)
        return other if other and self._finder.account("id", told) == other else told


class Parents(Cells):
    """Ids of parent accounts: of the desk, or of the file itself; others are empty."""

    def __init__(
        self, mapping: ColumnMap, joined: Joined, finder: Finder, own: dict[str, str]
    ) -> None:
        super().__init__(self._find)
        self._by: By = mapping.by
        self._text = text_of(mapping, joined, required=False)
        self._finder = finder
        self._own = own
        self.unknown: set[str] = set()

    def _find(self, raw: str) -> str:
        told = self._text(raw).strip()
        if not told:
            return ""
        found = self._own.get(told) or self._finder.account(self._by, told)
        if found is None:
            self.unknown.add(raw)
        return found or ""


class Contacts:
    """The contact's own id, sought in the row's account first; several, joined by ";".

    Marked where nobody knows a contact, or the row's account, in which it is to be sought.
    """

    def __init__(
        self,
        mapping: ColumnMap,
        joined: Joined,
        finder: Finder,
        foreign: str,
        tally: Tally,
        *,
        several: bool,
    ) -> None:
        self._by: By = mapping.by
        self.marked = False
        self._several = several
        self._text = text_of(mapping, joined, required=False)
        self._finder = finder
        self._unknown = f"without their contact: {foreign} is nobody the desk knows"
        self._tally = tally
        self._found: dict[tuple[str, str], str | None] = {}

    def all(self, texts: Sequence[str], accounts: Sequence[str]) -> list[str]:
        """The contacts of each row; unknown ones are marked and counted."""
        if len(self._found) > _MOST:
            self._found.clear()
        return [self._one(text, who) for text, who in zip(texts, accounts, strict=True)]

    def _one(self, raw: str, account: str) -> str:
        told = self._text(raw).strip() if raw else ""
        if not told:
            return ""
        waits = account.startswith(MARK)
        names = [part.strip() for part in told.split(";")]
        ids = [self._id(name, "" if waits else account) for name in names]
        if None in ids:
            self._tally.add(self._unknown)
        elif not waits:
            return ";".join(filter(None, dict.fromkeys(ids)))
        if len(names) > 1 and not self._several:
            return ";".join(found for found in dict.fromkeys(ids) if found)
        self.marked = True
        pairs = zip(names, ids, strict=True)
        spelled = (
            unknown(self._by, name) if waits or not own else own for name, own in pairs if name
        )
        return ";".join(filter(None, dict.fromkeys(spelled)))

    def _id(self, text: str, account: str) -> str | None:
        if not text:
            return ""
        key = (text, account)
        if key not in self._found:
            self._found[key] = self._finder.contact(self._by, text, account)
        return self._found[key]


class Users(Named):
    """Contacts alone, for what persons used; marked where nobody knows them."""

    def _named(self, told: str) -> str:
        if MARK in told:
            raise CellError("holds a NUL character")
        found = self._finder.contact(self.by, told, "")
        if found is None:
            self.marked = True
        return found or f"{MARK}{_address(told) if self.by == 'email' else told}"


def _address(told: str) -> str:
    """An address as desks look for it: what comes under its spellings is combined as one."""
    local, at, host = told.strip("<>").casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{host}" if at and local else told
