"""Footnotes of reports: file, import and last day of what a figure rests on, as the desk knows it.

Facts are known by the imports that brought them; what a person wrote is "typed here". Not here: the
stored rows themselves, line by line (services/provenance.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.number_style import NumberStyle
from healthdesk.core.domain.report import Source
from healthdesk.core.services import feeds
from healthdesk.core.services.health import PERIOD
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.profiles import published
from healthdesk.core.services.wording import count_of
from healthdesk.core.store import usage as table
from healthdesk.core.store.db import Tx

TYPED: Final = "typed here"
NOTHING: Final = "nothing was imported or typed"


@dataclass(frozen=True)
class Kept:
    """Where a kind of facts is kept: its own table, the exchange table, the day of a row."""

    own: str
    told: str
    words: str
    day: str
    """An SQL term for the day of a row; "" = it has none."""
    stream: bool = False
    """Whether it comes day by day, so that its last day says how fresh it is."""


KEPT: Final[Mapping[str, Kept]] = {
    one.own: one
    for one in (
        Kept("survey", "surveys", "Survey answers", "day", stream=True),
        Kept("touchpoint", "touchpoints", "Calls, meetings and mails", "day", stream=True),
        Kept("ticket", "tickets", "Tickets", "opened_on", stream=True),
        Kept("subscription", "subscriptions", "Contracts", "start"),
        Kept("invoice", "invoices", "Invoices", "issued_on", stream=True),
        Kept("milestone", "milestones", "Milestones", ""),
        Kept("mention", "mentions", "Public mentions", "day", stream=True),
        Kept("contact", "contacts", "Contacts", ""),
        Kept("pulse", "pulses", "Pulses", "day", stream=True),
        Kept("outcome", "outcomes", "Outcomes", "day"),
        Kept("attribute_value", "accounts", "Account data", "day"),
        Kept("forecast", "", "Renewal forecast", "made_on"),
        Kept("plan", "", "Get-well plans", "made_on"),
        Kept("task", "", "Tasks", "made_on"),
        Kept("moment", "", "Promises and quotes", "day"),
        Kept("finding", "", "Findings", "made_on"),
        Kept("run", "", "Playbook runs", "made_on"),
    )
}
"""Every table of facts that footnotes speak of; those without an exchange table are all typed."""


@dataclass(frozen=True)
class _Import:
    """A file and the day it was imported."""

    file: str
    day: int


def data_to(tx: Tx, day: int) -> int | None:
    """The last day of any source of the desk, as of a day; None where it has none."""
    return feeds.newest_day(feeds.feeds(tx, day))


class Sources:
    """The footnotes of one report, each made once; what makes one gives its key.

    With an account, files and days are those of its own rows; without, those of the whole desk.
    """

    def __init__(self, tx: Tx, day: int, style: NumberStyle, account: str = "") -> None:
        self._tx = tx
        self._day = day
        self._style = style
        self._account = account
        self._row: int | None = None
        if account:
            self._row = tx.execute(
                text("SELECT id FROM account WHERE account_id = :id"), {"id": account}
            ).scalar_one()
        self._made: dict[str, Source] = {}

    @property
    def listed(self) -> tuple[Source, ...]:
        """All that were made, in their order."""
        return tuple(self._made.values())

    def own(
        self,
        key: str,
        words: str,
        *,
        whence: str = "",
        on: int | None = None,
        scope: str = "",
        formula: str = "",
    ) -> str:
        """A footnote as its maker says it; one key is one footnote, the first counts."""
        made = Source(key=key, words=words, whence=whence, day=on, scope=scope, formula=formula)
        self._made.setdefault(key, made)
        return key

    def usage(
        self,
        metrics: Sequence[str],
        words: str = "Daily usage",
        *,
        key: str = "",
        scope: str = "",
        formula: str = "",
    ) -> str:
        """Daily values of some metrics."""
        named = key or f"usage {' '.join(metrics)} {scope} {formula}".strip()
        if named in self._made:
            return named
        ids = self._metric_ids(metrics)
        brought = [one for metric in ids for one in self._usage_imports().get(metric, ())]
        return self.own(
            named,
            words,
            whence=self._told(brought, typed=False),
            on=self._newest_usage(ids),
            scope=scope,
            formula=formula,
        )

    def stored(
        self, own: str, words: str = "", *, key: str = "", scope: str = "", formula: str = ""
    ) -> str:
        """Rows of a table of KEPT: of the account, or of the whole desk."""
        kept = KEPT[own]
        named = key or f"{own} {scope} {formula}".strip()
        if named in self._made:
            return named
        brought, typed, newest = self._brought(kept)
        return self.own(
            named,
            words or kept.words,
            whence=self._told(brought, typed=typed),
            on=newest,
            scope=scope,
            formula=formula,
        )

    def surveys(self, *, formula: str = "", scope: str = "") -> str:
        """Answers to surveys."""
        return self.stored("survey", formula=formula, scope=scope)

    def tickets(self, *, formula: str = "", scope: str = "") -> str:
        """Tickets."""
        return self.stored("ticket", formula=formula, scope=scope)

    def contract(self, *, formula: str = "", scope: str = "") -> str:
        """Contracts: seats, yearly sum, ends."""
        return self.stored("subscription", formula=formula, scope=scope)

    def arr(self, *, formula: str = "") -> str:
        """The yearly sum: of contracts, or of the account's own data where none is known."""
        if self._row is not None and not self._batches(KEPT["subscription"]):
            return self.stored("attribute_value", formula=formula)
        return self.contract(formula=formula)

    def touches(self, *, formula: str = "", scope: str = "") -> str:
        """Calls, meetings, mails and notes."""
        return self.stored("touchpoint", formula=formula, scope=scope)

    def score(self, profile: str = "", version: int = 0, *, formula: str = "") -> str:
        """A health score as computed here: by which version of which model, as of the day."""
        key = f"score {profile} {version} {formula}".strip()
        if key in self._made:
            return key
        names = {one.profile.key: one.profile.name for one in published(self._tx)}
        model = f"model {names.get(profile, profile)}" if profile else "every account's own model"
        if profile and version:
            model += f", version {version}"
        return self.own(
            key, "Health score", whence=f"computed here, {model}", on=self._day, formula=formula
        )

    def change(self, profile: str = "", version: int = 0, *, days: int = PERIOD) -> str:
        """A change of a health score over some days."""
        before = self._style.date(self._day - days)
        return self.score(profile, version, formula=f"change against {before}")

    # ---- where facts came from -----------------------------------------------------------------

    def _told(self, brought: Iterable[_Import], *, typed: bool) -> str:
        """The newest file by the day asked, how many more there are, and whether some was typed."""
        found = sorted(set(brought), key=_newest_first)
        # What came later brought the same facts again; it counts only where nothing else did.
        by_then = [one for one in found if one.day <= self._day] or found[-1:]
        if not by_then:
            return TYPED if typed else NOTHING
        first = by_then[0]
        told = f"{first.file}, imported {self._style.date(first.day)}"
        files = {one.file for one in by_then} - {first.file}
        if files:
            told += f", and {count_of(len(files), 'more file')}"
        return f"{told}; some {TYPED}" if typed else told

    def _brought(self, kept: Kept) -> tuple[list[_Import], bool, int | None]:
        """The imports of rows up to the day, whether some were typed, and the newest day."""
        if not kept.told:
            return [], True, self._newest(kept)
        batches = self._batches(kept)
        files = self._files()
        brought = [one for batch in batches if batch is not None for one in files.get(batch, ())]
        return brought, None in batches, self._newest(kept)

    def _batches(self, kept: Kept) -> tuple[int | None, ...]:
        def make() -> tuple[int | None, ...]:
            sql = f"SELECT DISTINCT batch_id FROM {kept.own} WHERE 1{self._where(kept)}"
            return tuple(self._tx.execute(text(sql), self._values).scalars().all())

        return make() if self._account else remembered(self._tx, self._key(kept, "by"), make)

    def _newest(self, kept: Kept) -> int | None:
        if not kept.day or not kept.stream:
            return None

        def make() -> tuple[int | None]:
            sql = f"SELECT max({kept.day}) FROM {kept.own} WHERE 1{self._where(kept)}"
            return (self._tx.execute(text(sql), self._values).scalar(),)

        found = make() if self._account else remembered(self._tx, self._key(kept, "to"), make)
        return found[0]

    def _key(self, kept: Kept, what: str) -> str:
        return f"report source {kept.own} {what} {self._day}"

    def _where(self, kept: Kept) -> str:
        some = " AND account_id = :row" if self._account else ""
        return f"{some} AND {kept.day} <= :day" if kept.day else some

    @property
    def _values(self) -> dict[str, object]:
        return {"row": self._row, "day": self._day} if self._account else {"day": self._day}

    def _files(self) -> dict[int, tuple[_Import, ...]]:
        """The files of every batch that stands."""

        def make() -> dict[int, tuple[_Import, ...]]:
            rows = self._tx.execute(
                text("SELECT id, day, files FROM import_batch WHERE NOT undone")
            )
            return {
                int(batch): tuple(_Import(name, int(day)) for name in json.loads(files))
                for batch, day, files in rows
            }

        return remembered(self._tx, "report files", make)

    def _usage_imports(self) -> dict[int, tuple[_Import, ...]]:
        """The files that brought values of each metric."""

        def make() -> dict[int, tuple[_Import, ...]]:
            files = self._files()
            out: dict[int, list[_Import]] = {}
            for metric, batch in self._tx.execute(
                text("SELECT DISTINCT metric_id, batch_id FROM batch_usage")
            ):
                out.setdefault(int(metric), []).extend(files.get(int(batch), ()))
            return {metric: tuple(found) for metric, found in out.items()}

        return remembered(self._tx, "report files of usage", make)

    def _metric_ids(self, metrics: Sequence[str]) -> tuple[int, ...]:
        def make() -> dict[str, int]:
            present = set(table.columns(self._tx))
            rows = self._tx.execute(text("SELECT metric, id FROM metric"))
            return {key: int(row) for key, row in rows if row in present}

        known = remembered(self._tx, "report metrics", make)
        return tuple(known[one] for one in metrics if one in known)

    def _newest_usage(self, ids: Sequence[int]) -> int | None:
        """The last day up to the one asked with a value of any of these metrics."""
        if not ids:
            return None
        if not self._account:
            return _feed_day(self._tx, self._day)
        some = " OR ".join(f"{table.column(one)} IS NOT NULL" for one in ids)
        found = self._tx.execute(
            text(
                "SELECT day FROM usage WHERE account_id = :row AND day <= :day"
                f" AND ({some}) ORDER BY day DESC LIMIT 1"
            ),
            {"row": self._row, "day": self._day},
        ).scalar()
        return None if found is None else int(found)


def _feed_day(tx: Tx, day: int) -> int | None:
    return feeds.newest_day(one for one in feeds.feeds(tx, day) if one.table == "usage")


def _newest_first(one: _Import) -> tuple[int, str]:
    return (-one.day, one.file)
