"""My own words in a report: how long they hold, and how those of an earlier week say their day.

Not here: where they are put in (report_prepare.py), who types them (gui).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.number_style import STYLES, USUAL
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_options import ReportOptions

EARLIER: Final = "written earlier"
"""Words whose day nobody kept."""
_AGE: Final = re.compile(r" \((?:written earlier|written for the week of [^()]{1,20})\)\Z")


@dataclass(frozen=True)
class MyWords:
    """What somebody wrote in a report, as of the report's day."""

    options: ReportOptions
    day: int
    last: int
    """Days for which words hold; 0 = for ever."""
    style: str = USUAL

    def age(self, part: str) -> str:
        """What the words of a part say of their day once they are old; "" = they still hold."""
        if not self.last or not self._told(part):
            return ""
        written = self.options.written.get(part)
        if written is None:
            return EARLIER
        if abs(self.day - written) < self.last:
            return ""
        style = STYLES.get(self.style, STYLES[USUAL])
        return f"written for the week of {style.date(written, year=False)}"

    def edit(self, part: str, generated: str) -> str | None:
        """What stands in place of a text; None = the text itself."""
        mine = self.options.edits.get(part)
        if mine is None or mine == generated:
            return None
        return self._aged(mine, part)

    def own(self, section: str, usual: str) -> str:
        """The own paragraphs of a section."""
        mine = self.options.own.get(section)
        return usual if mine is None else self._aged(mine, section)

    def _told(self, part: str) -> bool:
        return bool(self.options.edits.get(part) or self.options.own.get(part))

    def _aged(self, words: str, part: str) -> str:
        age = self.age(part)
        return f"{words.rstrip()} ({age})" if age else words


def without_age(text: str) -> str:
    """Words without what they say of their day.

    >>> without_age("They call (soon). (written for the week of 16 Nov)")
    'They call (soon).'
    """
    return _AGE.sub("", text)


def words_in(report: Report, options: ReportOptions) -> MyWords:
    """My words in a report."""
    return MyWords(options, report.day, report.words_last, report.style)


def old_parts(report: Report, options: ReportOptions) -> tuple[str, ...]:
    """The parts of a report whose words are of an earlier week, in no order of pages."""
    mine = words_in(report, options)
    return tuple(part for part in (*options.own, *options.edits) if mine.age(part))
