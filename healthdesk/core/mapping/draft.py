"""A draft of how a file feeds one exchange table, before it becomes a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.intake import Question
from healthdesk.core.domain.mapping import ColumnMap, Latest, TableMap, UsageShape, Where
from healthdesk.core.mapping.texts import sources


@dataclass(frozen=True)
class Fit:
    """What becomes of one target: the map of its column, how sure that is and why."""

    target: str
    map: ColumnMap
    sure: float
    why: str
    questions: tuple[Question, ...] = ()

    @property
    def source(self) -> str:
        """The column it is taken from; "" for constants and made-up ids."""
        return self.map.source


@dataclass(frozen=True)
class Draft:
    """How a file feeds one table."""

    table: str
    fits: Mapping[str, Fit]
    where: tuple[Where, ...] = ()
    latest: Latest | None = None
    distinct: bool = False
    usage: UsageShape | None = None
    wide: Mapping[str, Fit] = field(default_factory=dict)
    """Metrics of a wide file, by column."""
    questions: tuple[Question, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)
    """Why columns are left out, by column."""
    more: tuple[TableMap, ...] = ()
    """Further maps for the same table: rows that need other constants."""
    notes: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that nothing fills."""
        periods = any(fit.target.startswith("period:") for fit in self.wide.values())
        wide = {"day" if periods else "metric", "value"} if self.wide else set()
        table = BY_NAME[self.table]
        absent = [
            one.name
            for one in table.columns
            if one.required and one.name not in self.fits and one.name not in wide
        ]
        if table.one_of and not any(name in self.fits for name in table.one_of):
            absent.append(table.one_of[0])
        return tuple(absent)

    @property
    def asked(self) -> tuple[Question, ...]:
        """Every question that is open."""
        of_columns = [
            one for fit in (*self.fits.values(), *self.wide.values()) for one in fit.questions
        ]
        return (*of_columns, *self.questions)

    @property
    def used(self) -> set[str]:
        """The columns it takes something from."""
        found = set(self.wide)
        for fit in self.fits.values():
            found |= set(sources(fit.map))
        return found

    def map(self) -> TableMap:
        """The mapping that it becomes."""
        columns = {target: fit.map for target, fit in self.fits.items()}
        return TableMap(
            self.table, columns, self.where, self.latest, distinct=self.distinct, usage=self.usage
        )
