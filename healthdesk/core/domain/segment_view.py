"""Read models of segments: their list, a rule looked at line by line, members, past, comparison.

A line of a rule is named by its *path*: the indices of children from the root; () is the root. The
child of a `not` has the index 0. Missing is told: None, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from healthdesk.core.domain.board_money import Amounts
from healthdesk.core.domain.reading import Option

Path = tuple[int, ...]
FieldKind = Literal["number", "text", "day", "boolean", "band", "tag"]
FieldGroup = Literal[
    "Account", "Score", "Usage", "Touch", "Voice", "Support", "Commercial", "Attributes"
]


@dataclass(frozen=True)
class SegmentRow:
    """A segment in the list of the desk's.

    Attributes:
        starter: it stands among the starters; the others are the owner's own.
        is_list: its rule only names accounts.
        count: how many accounts are in it on the day; None where that cannot be told.
        change: against 28 days before; None where either cannot be told.
        band: the band it is exactly ("Poor"), as its shape shows; "" for any other rule.
        broken: why it cannot be decided as it was meant, in a sentence; "" where it can.
        playbook: name of the playbook it suggests; "" for none.
        cadence_days: how often its accounts want a touch; None where it does not say.
    """

    name: str
    starter: bool
    is_list: bool
    count: int | None
    change: int | None
    band: str = ""
    broken: str = ""
    playbook: str = ""
    cadence_days: int | None = None
    purpose: str = ""


@dataclass(frozen=True)
class FieldChoice:
    """Something a line of a rule can test.

    Attributes:
        key: the name of a field in rules, or "reading:" and the kind of a reading.
        operators: what can be asked of it, the usual one first.
        values: known values of texts, tags and bands, at most `MOST_VALUES`.
        unit: what its number counts ("days", "points", "share"; "" for none).
        options: what must be said besides, as a reading's metric, or `days` of `score_change`.
        choices: keys and titles of what an option of kind metric or text can name.
    """

    key: str
    title: str
    group: FieldGroup
    kind: FieldKind
    operators: tuple[str, ...]
    values: tuple[str, ...] = ()
    unit: str = ""
    options: tuple[Option, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class LineCount:
    """What a line of a rule does to the accounts that reach it.

    Attributes:
        of: how many reach it: those that the lines before it in an `all` let through.
        held: how many of them it lets through; of a `not`, how many are left over.
    """

    path: Path
    of: int
    held: int

    @property
    def lets_all(self) -> bool:
        """Whether it parts nobody: all that reach it pass."""
        return self.of > 0 and self.held == self.of

    @property
    def lets_none(self) -> bool:
        """Whether some reach it, and none pass."""
        return self.of > 0 and self.held == 0


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a rule: at which line, at which part of it, in a sentence."""

    path: Path
    place: str
    sentence: str


@dataclass(frozen=True)
class Checked:
    """A rule looked at: what each line lets through, who is in, how it reads.

    Attributes:
        counts: one for each line, in reading order; empty where it is wrong.
        ids: the accounts it holds for, in the order of ids.
        text: the rule as one line that can be written, too (rule_text).
        words: its sentence in runs; True is what stands out.
        millis: how long that took.
        wrong: why it cannot be decided; None where it could. A rule that names what is gone is
            decided all the same (as missing), and told here.
    """

    counts: tuple[LineCount, ...] = ()
    ids: tuple[str, ...] = ()
    text: str = ""
    words: tuple[tuple[str, bool], ...] = ()
    millis: float = 0.0
    wrong: Wrong | None = None

    def count(self, path: Path) -> LineCount | None:
        """What a line lets through."""
        return next((one for one in self.counts if one.path == path), None)


@dataclass(frozen=True)
class MemberRow:
    """An account in a segment.

    Attributes:
        shown: its score as shown; None where it has none.
        band: one of BANDS; "" where it has no score at all (churned).
        why: what lets it in, short: "Poor, -33".
        joined: the day since which it is in without a break, as far as was looked back; None
            where it was in all that time.
    """

    account_id: str
    name: str
    shown: int | None
    band: str
    why: str
    arr: float | None
    currency: str
    renewal_days: int | None
    joined: int | None


@dataclass(frozen=True)
class Members:
    """Who is in a segment on a day: the first of them as rows, figures of all.

    Attributes:
        change: against 28 days before; None where nothing was known then.
        mean_score: by ARR, as portfolio figures are; None where no score is known.
        mean_by: "count" where no ARR is known or currencies are mixed: then accounts count alike.
        bands: in the order Strong, Average, Poor, Unknown, those that occur: count and ARR.
    """

    rows: tuple[MemberRow, ...]
    count: int
    change: int | None
    arr: Amounts
    mean_score: float | None
    bands: tuple[tuple[str, int, Amounts], ...]
    mean_by: Literal["arr", "count"] = "arr"


@dataclass(frozen=True)
class Past:
    """The size of a segment over time, a value each week, each as of what was known then.

    Attributes:
        days: the days that were looked at, rising; the last is the day of the window.
        arr: the sum on each day, NaN-free: None where no ARR is known; None as a whole where
            currencies are mixed (`mixed` tells them).
        bands: accounts by band on each day, of the bands that occur.
    """

    days: tuple[int, ...]
    counts: tuple[int, ...]
    arr: tuple[float | None, ...] | None
    bands: Mapping[str, tuple[int, ...]]
    currency: str = ""
    mixed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Came:
    """An account that came into a segment on a day, or left it, and what made it."""

    day: int
    account_id: str
    name: str
    came: bool
    why: str
    folded: bool = False
    """Its score only hovers at a threshold: told where somebody asks."""


@dataclass(frozen=True)
class Figure:
    """A figure of two sets side by side: over how many accounts each is; None: not known."""

    title: str
    unit: str
    a: float | None
    b: float | None
    n_a: int
    n_b: int


@dataclass(frozen=True)
class Comparison:
    """Two segments beside each other; the ids in order."""

    name_a: str
    name_b: str
    both: tuple[str, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class TextWrong:
    """What is wrong with a rule as text: which characters, and why."""

    at: int
    length: int
    sentence: str


MOST_VALUES = 200
"""Known values of a field that are offered."""
