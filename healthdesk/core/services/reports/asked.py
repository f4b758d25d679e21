"""What a kind of report gets: the desk, the day, whom it is of, and how things are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from healthdesk.core.domain.number_style import NumberStyle
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.reading import OptionValue
from healthdesk.core.domain.report import Brand, Report, Section, Source
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_period import Period
from healthdesk.core.domain.report_prepare import hidden_kinds
from healthdesk.core.domain.report_spec import ReportSpec
from healthdesk.core.services.reports import sources
from healthdesk.core.store.db import Tx


@dataclass(frozen=True)
class Asked:
    """What a report is asked.

    Attributes:
        spec: the kind that is asked.
        day: nothing later counts.
        period: None where the kind has none: it is of the day alone.
        account: id of the account, "" where it is of none.
        members: ids of the accounts it is of, in the order of the desk: those of the segment, or
            all that are alive; of a report of one account that one.
        choices: the kind's own options, complete and checked.
    """

    tx: Tx
    options: ReportOptions
    spec: ReportSpec
    day: int
    style: NumberStyle
    period: Period | None
    account: str
    members: tuple[str, ...]
    brand: Brand
    choices: Mapping[str, OptionValue]
    whole: bool = True
    """Whether sections are made too that the options leave out or hide."""
    progress: Progress = NOBODY
    """Told by kinds that take their time over many accounts."""

    def wants(self, section: str, inside: str = "") -> bool:
        """Whether a section is to be made: one that costs time and goes out anyway need not be.

        Args:
            section: its key.
            inside: the kind of inside thing that it is as a whole; "" = none.
        """
        if self.whole:
            return True
        audience = self.options.audience or self.spec.audience
        hidden = hidden_kinds(self.options, audience)
        return section not in self.options.left_out and inside not in hidden

    def footnotes(self) -> sources.Sources:
        """An empty list of sources that knows the desk, the day and the account."""
        return sources.Sources(self.tx, self.day, self.style, self.account)

    def report(
        self,
        sections: Sequence[Section],
        noted: Sequence[Source] = (),
        *,
        subject: str = "",
        title: str = "",
        keywords: Sequence[str] = (),
    ) -> Report:
        """The report with all that is the same in every kind."""
        spec, options = self.spec, self.options
        return Report(
            kind=spec.key,
            title=title or spec.title,
            subject=subject,
            period=self.style.date(self.day) if self.period is None else self.period.name,
            day=self.day,
            data_to=sources.data_to(self.tx, self.day),
            paper=options.paper or spec.papers[0],
            audience=options.audience or spec.audience,
            style=self.style.key,
            brand=self.brand,
            sections=tuple(sections),
            sources=tuple(noted),
            keywords=tuple(keywords),
            colour_blind=options.colour_blind,
            words_last=spec.words_last,
        )


class Kind(Protocol):
    """A module of kinds/: what it says of itself, and what makes a report whole, unprepared."""

    SPEC: ReportSpec

    @staticmethod
    def build(asked: Asked) -> Report:
        """Make the report."""
