"""Finds the accounts and contacts that cells of a file mean, out of the desk: sure answers only.

Each way of naming has its dictionary, loaded when first asked and brought up to date by the rows
that were written since, so that an import finds what it brought itself. Not here: candidates for a
person to choose from (matching.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from healthdesk.core.domain.intake import Match
from healthdesk.core.domain.mapping import By
from healthdesk.core.domain.record_ids import twin
from healthdesk.core.matching import domains, names, people
from healthdesk.core.services import naming
from healthdesk.core.services.import_log import Driver

_FOREIGN = re.compile(r"(?:^|[ _\-])(?:id|ids|guid|uuid|key|ref|reference|number|no)$")
"""Attributes whose values are ids in another system: "salesforce_id", "crm key"."""
_WORD = re.compile(r"\w+")
_SHORTEST = 3
"""Names and ids below this length are found by chance in a text."""

Found = dict[str, int]
SEVERAL = -1
"""In place of an account: more than one goes by that name."""


def _put(names_: Found, key: str, row: int) -> None:
    """Note whom a key means; two accounts under one key mean nobody."""
    if key and names_.setdefault(key, row) != row:
        names_[key] = SEVERAL


class DeskFinder:
    """Looks cells up in a desk, and in what a person decided."""

    def __init__(self, driver: Driver, matches: Sequence[Match] = ()) -> None:
        """Decisions apply before everything else; new accounts of theirs get their ids here."""
        self._driver = driver
        self._dictionaries: dict[str, _Dictionary] = {}
        self._accounts: dict[int, str] = {}
        self._aliases = self._remembered()
        self.made = naming.new_accounts(matches, self._taken(matches))
        """Accounts that decisions make, ids to names; whoever imports writes them first."""
        for match in matches:
            key = (match.by, naming.fold(match.by, match.value))
            self._aliases[key] = (
                naming.new_id(self.made, match) if match.account_id == "+" else match.account_id
            )

    def account(self, by: By, text: str) -> str | None:
        """The account's own id; None = nobody knows."""
        told = text.strip()
        if not told:
            return None
        decided = self._decided(by, told)
        if decided is not _UNDECIDED:
            return decided if isinstance(decided, str) else None
        for way in _WAYS[by]:
            row = way(self, told)
            if row is not None:
                return self._own(row)
        return None

    def left_out(self, by: By, text: str) -> bool:
        """Whether a person decided that rows of this account stay out."""
        return self._decided(by, text.strip()) is None

    def contact(self, by: By, text: str, account: str) -> str | None:
        """The contact's own id, sought in that account first."""
        told = text.strip()
        if not told:
            return None
        if by in {"", "id", "contact"}:
            found = self._sure("contact", told)
            if found is not None:
                return self._person(found)
        if by in {"", "email", "id"} and "@" in told:
            found = self._within("mail", people.fold_mail(told), account)
            if found:
                return self._person(found)
        if by in {"", "name"}:
            key = " ".join(sorted(names.person(told)))
            found = self._within("person", key, account) if key else None
            return self._person(found) if found else None
        return None

    def refresh(self) -> None:
        """Forget what was read: names or domains of rows that were there have changed."""
        self._dictionaries.clear()
        self._accounts.clear()

    # -- ways of finding an account, each a row id or None

    def _by_id(self, text: str) -> int | None:
        return self._sure("id", text)

    def _by_foreign_id(self, text: str) -> int | None:
        return self._sure("foreign", text)

    def _by_domain(self, text: str) -> int | None:
        name = domains.of_company(text)
        for part in domains.upwards(name) if name else ():
            row = self._sure("domain", part)
            if row is not None:
                return row
        return None

    def _by_name(self, text: str) -> int | None:
        row = self._of("name").get(names.plain(text))
        if row is None:
            row = self._of("company").get(names.company(text))
        return None if row in {None, SEVERAL} else row

    def _by_email(self, text: str) -> int | None:
        mail = people.fold_mail(text)
        row = self._sure("address", mail) if mail else None
        return row if row is not None else self._by_domain(text)

    def _by_contact(self, text: str) -> int | None:
        row = self._sure("holder", text)
        return row if row is not None or "@" not in text else self._by_email(text)

    def _by_subscription(self, text: str) -> int | None:
        return self._sure("subscription", text)

    def _by_ticket(self, text: str) -> int | None:
        return self._sure("ticket", text)

    def _by_mention(self, text: str) -> int | None:
        """The one account whose id or name stands in a text; a longer name hides a shorter one."""
        found: set[int] = set()
        for word in re.findall(r"[^\s,;:()\[\]\"']+", text):
            row = self._by_id(word.rstrip(".!?")) if _may_be_id(word) else None
            if row is not None:
                found.add(row)
        if not found:
            found = self._named_in(text)
        return found.pop() if len(found) == 1 else None

    def _named_in(self, text: str) -> set[int]:
        words = names.plain(text).split()
        capital = {names.plain(word) for word in _WORD.findall(text) if not word.islower()}
        by_first = self._mentioned()
        found: set[int] = set()
        at = 0
        while at < len(words):
            step = 1
            for name, row in by_first.get(words[at], ()):
                # A name of one word is a word as well: it counts only where it is written as one.
                single = len(name) == 1 and words[at] not in capital
                if not single and tuple(words[at : at + len(name)]) == name:
                    found.add(row)
                    step = len(name)
                    break
            at += step
        return found - {SEVERAL}

    def _mentioned(self) -> dict[str, list[tuple[tuple[str, ...], int]]]:
        """Names as words by their first word, the longest first."""
        names_ = self._of("name")
        kept = self._dictionaries["name"]
        if kept.words_of != len(names_):
            kept.words.clear()
            for source in (names_, self._of("company")):
                for name, row in source.items():
                    words = tuple(name.split())
                    if len(name) >= _SHORTEST and words:
                        kept.words.setdefault(words[0], []).append((words, row))
            for mine in kept.words.values():
                mine.sort(key=lambda one: -len(one[0]))
            kept.words_of = len(names_)
        return kept.words

    # -- dictionaries

    def _sure(self, kind: str, key: str) -> int | None:
        row = self._of(kind, key).get(key)
        if row is None and (other := twin(key)):
            row = self._of(kind, other).get(other)
        return None if row is None or row == SEVERAL else row

    def _of(self, kind: str, key: str | None = None) -> Found:
        """A dictionary; on a miss, with the rows that came since it was loaded."""
        known = self._dictionaries.get(kind)
        if known is None:
            known = self._dictionaries[kind] = _Dictionary(kind)
            known.update(self._driver)
        elif key is None or key not in known.rows:
            known.update(self._driver)
        return known.rows

    def _within(self, kind: str, key: str, account: str) -> int | None:
        """A contact by a key, in that account or else the only one anywhere."""
        holder = self._sure("id", account) if account else None
        if holder is not None:
            row = self._of(kind).get(f"{holder}\n{key}")
            if row is not None:
                return None if row == SEVERAL else row
        return self._sure(kind, key)

    def _own(self, row: int) -> str | None:
        if row not in self._accounts:
            self._accounts.update(self._driver.each("SELECT id, account_id FROM account"))
        return self._accounts.get(row)

    def _person(self, row: int) -> str | None:
        found = self._driver.run("SELECT contact_id FROM contact WHERE id = ?", (row,))
        return str(found[0][0]) if found else None

    # -- what was decided

    def _decided(self, by: str, text: str) -> str | object | None:
        for other in naming.SAME_WAY.get(by, (by,)):
            decided = self._aliases.get((other, naming.fold(other, text)), _UNDECIDED)
            if decided is not _UNDECIDED:
                return decided
        return _UNDECIDED

    def _remembered(self) -> dict[tuple[str, str], str | None]:
        return {
            (by, value): account
            for by, value, account in self._driver.each(
                "SELECT a.by, a.value, account.account_id FROM account_alias AS a"
                " LEFT JOIN account ON account.id = a.account_id"
            )
        }

    def _taken(self, matches: Sequence[Match]) -> Iterable[str]:
        if not any(match.account_id == "+" for match in matches):
            return ()
        return (name for (name,) in self._driver.each("SELECT account_id FROM account"))


def _may_be_id(word: str) -> bool:
    """Whether a word can stand in a text only because an id is meant: "A-17", not "17" or "all"."""
    digits = sum(map(str.isdigit, word))
    return digits > 0 and len(word) >= (_SHORTEST if digits < len(word) else 5)


_UNDECIDED = object()

Way = Callable[[DeskFinder, str], int | None]

_ID: tuple[Way, ...] = (DeskFinder._by_id, DeskFinder._by_foreign_id)  # noqa: SLF001 - own table
_DOMAIN: tuple[Way, ...] = (DeskFinder._by_domain,)  # noqa: SLF001
_NAME: tuple[Way, ...] = (DeskFinder._by_name,)  # noqa: SLF001
_WAYS: dict[str, tuple[Way, ...]] = {
    "": (*_ID, *_DOMAIN, *_NAME),
    "id": _ID,
    "name": _NAME,
    "domain": _DOMAIN,
    "email": (DeskFinder._by_email,),  # noqa: SLF001
    "contact": (DeskFinder._by_contact,),  # noqa: SLF001
    "subscription": (DeskFinder._by_subscription,),  # noqa: SLF001
    "ticket": (DeskFinder._by_ticket,),  # noqa: SLF001
    "mention": (DeskFinder._by_mention,),  # noqa: SLF001
}


class _Dictionary:
    """One way of naming: texts to row ids, and how far the desk was read for it."""

    def __init__(self, kind: str) -> None:
        self.rows: Found = {}
        self.words: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self.words_of = -1
        self._kind = kind
        self._read = 0
        self._changes = -1

    def update(self, driver: Driver) -> None:
        """Take in the rows that were written since the last time."""
        changes = driver.changes
        if changes == self._changes:
            return
        self._changes = changes
        table, sql = _READS[self._kind]
        ((newest,),) = driver.run(f"SELECT coalesce(max(id), 0) FROM {table}")
        if newest <= self._read:
            return
        since, self._read = self._read, newest
        taken = _TAKES[self._kind]
        for row in driver.each(sql, (since,)):
            for key, found in taken(row):
                _put(self.rows, key, found)
        if self._kind == "id":
            for gone, kept in driver.run(naming.MERGED_ACCOUNTS):
                self.rows.setdefault(gone, kept)
        if self._kind == "contact":
            for gone, kept in driver.run(naming.MERGED_CONTACTS):
                self.rows.setdefault(gone, kept)


Taken = Iterable[tuple[str, int]]


def _as_it_is(row: tuple[str, int]) -> Taken:
    yield row


def _foreign(row: tuple[str, str, int]) -> Taken:
    key, value, account = row
    if _FOREIGN.search(key.casefold()):
        yield value.strip(), account


def _domains(row: tuple[str, int]) -> Taken:
    for part in re.split(r"[;,\s]+", row[0]):
        name = domains.of_company(part)
        if name:
            yield name, row[1]


def _mails(row: tuple[str, int]) -> Taken:
    yield people.fold_mail(row[0]), row[1]


def _contact_mails(row: tuple[str, int, int]) -> Taken:
    mail = people.fold_mail(row[0])
    if mail:
        yield mail, row[1]
        yield f"{row[2]}\n{mail}", row[1]


def _contact_names(row: tuple[str, int, int]) -> Taken:
    key = " ".join(sorted(names.person(row[0])))
    if key:
        yield key, row[1]
        yield f"{row[2]}\n{key}", row[1]


_LATEST = (
    " AND NOT EXISTS (SELECT 1 FROM attribute_value AS w WHERE w.account_id = v.account_id"
    " AND w.attribute_id = v.attribute_id AND w.day > v.day) AND v.value IS NOT NULL"
)
_READS: dict[str, tuple[str, str]] = {
    "id": ("account", "SELECT account_id, id FROM account WHERE id > ?"),
    "name": ("account", "SELECT name, id FROM account WHERE id > ?"),
    "company": ("account", "SELECT name, id FROM account WHERE id > ?"),
    "foreign": (
        "attribute_value",
        "SELECT a.key, v.value, v.account_id FROM attribute_value AS v"
        " JOIN attribute AS a ON a.id = v.attribute_id WHERE v.id > ?" + _LATEST,
    ),
    "domain": (
        "attribute_value",
        "SELECT v.value, v.account_id FROM attribute_value AS v"
        " JOIN attribute AS a ON a.id = v.attribute_id WHERE v.id > ?"
        " AND a.key IN ('domain', 'website', 'domains', 'email_domain')" + _LATEST,
    ),
    "address": (
        "contact",
        "SELECT email, account_id FROM contact WHERE id > ? AND email IS NOT NULL",
    ),
    "mail": (
        "contact",
        "SELECT email, id, account_id FROM contact WHERE id > ? AND email IS NOT NULL",
    ),
    "person": (
        "contact",
        "SELECT name, id, account_id FROM contact WHERE id > ? AND name IS NOT NULL",
    ),
    "contact": ("contact", "SELECT contact_id, id FROM contact WHERE id > ?"),
    "holder": ("contact", "SELECT contact_id, account_id FROM contact WHERE id > ?"),
    "subscription": (
        "subscription",
        "SELECT subscription_id, account_id FROM subscription WHERE id > ?",
    ),
    "ticket": ("ticket", "SELECT ticket_id, account_id FROM ticket WHERE id > ?"),
}
"""By dictionary: the table whose newest row says whether there is more, and what is read."""
_TAKES: dict[str, Callable[..., Taken]] = {
    **dict.fromkeys(("id", "contact", "holder", "subscription", "ticket"), _as_it_is),
    "name": lambda row: ((names.plain(row[0]), row[1]),),
    "company": lambda row: ((names.company(row[0]), row[1]),),
    "foreign": _foreign,
    "domain": _domains,
    "address": _mails,
    "mail": _contact_mails,
    "person": _contact_names,
}
