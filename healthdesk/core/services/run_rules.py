"""Decides the rules of runs: each rule once for all accounts and many days together.

What was decided of committed facts is kept for this state of the desk, so that asking what is due
and going on with it work it out once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.decide import Context, evaluate
from healthdesk.core.domain.facts import BoolArray, Facts, IntArray
from healthdesk.core.domain.play_engine import Judge
from healthdesk.core.domain.reading import dump_ref
from healthdesk.core.domain.rule import DIMENSION, Rule, dump_rule, rule_readings
from healthdesk.core.domain.score import Scores, score
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import facts as facts_service
from healthdesk.core.services import profiles
from healthdesk.core.services.documents import canonical
from healthdesk.core.services.facts import metrics_of
from healthdesk.core.services.late import late_on
from healthdesk.core.services.play_gaps import Gaps, Kept, rests
from healthdesk.core.store.db import Tx

_AT_ONCE: Final = 32
"""Days that a rule is decided for together."""
_KEY: Final = "rules of runs"
_MOST: Final = 4_000
"""Decisions (of a rule on a day, for all accounts) that are kept."""

_Decisions = dict[tuple[str, int], BoolArray]


class Rules:
    """Decides rules as of days; facts are read when the first one is asked for."""

    def __init__(
        self, tx: Tx, rules: Iterable[Rule], last: int, account: int | None = None
    ) -> None:
        """Get ready for some rules, on days up to `last`; before the operation writes.

        Where they are decided for one account alone (its row) only its facts are read, as they are
        now; nothing of that is kept.
        """
        self._account = account
        self._tx = tx
        self._rules = {id(one): one for one in rules}
        self._names = {key: canonical(dump_rule(one)) for key, one in self._rules.items()}
        self._last = last
        self._facts: Facts | None = None
        self._decided: _Decisions = {} if account is not None else dict(self._kept())
        self._lacking: dict[tuple[str, int], IntArray | None] = {}
        self._scored: dict[bytes, Scores] = {}
        self._committed = account is None
        """Nothing of what was decided rests on what the operation has written."""
        self._stale = False
        self._places: dict[str, int] | None = None

    def ready(self) -> None:
        """Read the facts now, if there are rules: an operation that has written reads slowly."""
        if self._rules:
            self._known()

    def of(self, account_id: str) -> Judge:
        """Decides rules for one account, and says where one rests on missing data."""

        def decide(rule: Rule, day: int) -> bool:
            place = self._place(account_id)
            return place is not None and bool(self._holds(rule, day)[place])

        def missing(rule: Rule, day: int) -> int | None:
            place = self._place(account_id)
            gaps = None if place is None else self._lacks(rule, day)
            since = -1 if gaps is None else int(gaps[place])
            return since if since >= 0 else None

        return Judge(decide, missing)

    def renew(self) -> None:
        """A person did something to the one account: its facts are read again."""
        if self._account is not None:
            self._facts = None
            self._decided.clear()
            self._lacking.clear()
            self._scored.clear()

    def changed(self, day: int) -> None:
        """Attributes of accounts changed on a day: what is decided from then on sees that."""
        self._stale, self._committed = True, False
        self._scored.clear()
        self._decided = {key: held for key, held in self._decided.items() if key[1] < day}

    def _place(self, account_id: str) -> int | None:
        if self._places is None and self._account is not None:
            self._places = {key: at for at, key in enumerate(self._known().account_ids)}
        if self._places is None:
            rows = self._tx.execute(text("SELECT account_id FROM account ORDER BY account_id"))
            self._places = {key: at for at, (key,) in enumerate(rows)}
        return self._places.get(account_id)

    def _lacks(self, rule: Rule, day: int) -> IntArray | None:
        """Since when data that a rule rests on is missing, by account, -1 = it is not."""
        name = self._name(rule)
        if (name, day) not in self._lacking:
            asked, facts = rests("", (rule,)), self._known()
            if self._account is None:
                last = max(min(self._last, day + _AT_ONCE - 1), day)
                kept = None
            else:
                last, kept = day, Kept({day: late_on(self._tx, day)})
            days = np.arange(day, last + 1, dtype=np.int32)
            found = Gaps(self._tx, facts, kept).of(asked, days)
            for at, one in enumerate(days.tolist()):
                self._lacking[name, one] = None if found is None else found[:, at]
        return self._lacking[name, day]

    def _name(self, rule: Rule) -> str:
        """What a rule is kept under; the metrics it looks at are read."""
        if id(rule) not in self._rules:
            self._rules[id(rule)] = rule
            self._names[id(rule)] = canonical(dump_rule(rule))
            if self._facts is not None and not self._asked() <= self._facts.usage.keys():
                self._facts = None
        return self._names[id(rule)]

    def _holds(self, rule: Rule, day: int) -> BoolArray:
        """For which accounts a rule holds on a day."""
        name = self._name(rule)
        found = self._decided.get((name, day))
        if found is not None:
            return found
        last = max(min(self._last, day + _AT_ONCE - 1), day)
        days = np.arange(day, last + 1, dtype=np.int32)
        facts = self._known()
        held = evaluate(rule, Context(facts, days, CATALOGUE, self._scores))
        held = np.broadcast_to(held, (facts.count, len(days)))
        for at, one in enumerate(days.tolist()):
            self._decided[name, one] = np.ascontiguousarray(held[:, at])
        self._keep()
        return self._decided[name, day]

    def _known(self) -> Facts:
        """The facts, with attributes as they are now."""
        facts = self._facts
        if facts is None:
            facts = self._read()
            self._stale = False
        if self._stale:
            rows = self._rows_of(facts)
            facts = replace(facts, attributes=facts_service.attributes(self._tx, rows))
            self._stale = False
        self._facts = facts
        return facts

    def _read(self) -> Facts:
        if self._account is None:
            return facts_service.load(self._tx, self._asked())
        return facts_service.load_some(self._tx, self._account, self._asked())

    def _rows_of(self, facts: Facts) -> dict[int, int]:
        """The numbers of the accounts' rows among the facts."""
        places = {key: at for at, key in enumerate(facts.account_ids)}
        rows = self._tx.execute(text("SELECT id, account_id FROM account"))
        return {row: places[key] for row, key in rows if key in places}

    def _asked(self) -> set[str]:
        """The metrics that the rules look at."""
        rules = self._rules.values()
        references = [dump_ref(ref) for one in rules for ref in rule_readings(one)]
        return metrics_of(self._tx, references)

    def _scores(self, days: IntArray) -> Scores:
        key = days.tobytes()
        if key not in self._scored:
            published = profiles.published(self._tx)
            dimensions = any(DIMENSION in name for name in self._names.values())
            self._scored[key] = score(
                self._known(), published, days, CATALOGUE, detail=False, dimensions=dimensions
            )
        return self._scored[key]

    def _kept(self) -> _Decisions:
        memory = self._tx.info.get("memory")
        found = None if memory is None else memory.get(_KEY, self._tx.info["stamp"])
        return found if isinstance(found, dict) else {}

    def _keep(self) -> None:
        memory = self._tx.info.get("memory")
        if memory is not None and self._committed and len(self._decided) <= _MOST:
            memory.put(_KEY, self._tx.info["stamp"], dict(self._decided), of_facts=True)
