"""The pages of the weekly risk report: the table, and what changed since last week."""

from __future__ import annotations

from collections import Counter
from typing import Final

from healthdesk.core.domain.at_risk import RiskRule
from healthdesk.core.domain.board_money import amounts
from healthdesk.core.domain.number_style import NONE
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Direction,
    Figure,
    Figures,
    Inside,
    Paragraph,
    Row,
    Section,
    Table,
)
from healthdesk.core.domain.report_chart import PartsChart, Tone
from healthdesk.core.domain.report_compare import WORDS, Moved
from healthdesk.core.domain.views import AccountRow
from healthdesk.core.services.accounts import accounts_table
from healthdesk.core.services.reports import filing, risk_work
from healthdesk.core.services.reports.blocks import ahead, on, rows
from healthdesk.core.services.reports.book import MONEY, SCORE, Book, codes, text
from healthdesk.core.services.reports.risk_rows import KEY, Risk, Then, standing, states
from healthdesk.core.services.wording import begun, count_of

SINCE: Final[dict[Moved, str]] = {
    "new": "new",
    "worse": "worse",
    "better": "better",
    "untold": "not comparable",
    "same": "as before",
    "resolved": "resolved",
}
_ORDER: Final = ("new", "worse", "not comparable", "as before", "better")
"""In which the accounts at risk are told."""
_TONES: Final[dict[str, Tone]] = {
    "new": "accent",
    "worse": "poor",
    "not comparable": "unknown",
    "as before": "muted",
    "better": "strong",
}
_SHOWN: Final = 40
"""Accounts that paper shows; the workbook has all."""
_SINCE_THEN: Final = {
    "new": "New since",
    "worse": "Worse than on",
    "not comparable": "Cannot be compared with",
    "as before": "As on",
    "better": "Better than on",
}
_GROUPS: Final[tuple[Moved, ...]] = ("new", "worse", "better", "resolved", "left", "untold")
_SAID: Final = {**SINCE, "left": "no customer any more"}
_WHO: Final = (Inside("names", "names of owners and in tasks"),)
_OWN: Final = (Inside("notes", "what I noted for myself"),)


class Weekly:
    """The accounts at risk, and how each stands against last week."""

    def __init__(self, book: Book, rule: RiskRule, some: tuple[Risk, ...], then: Then) -> None:
        self.book = book
        self.rule = rule
        self.risks = some
        self.then = then
        self._before = {row.key: row for row in then.table.rows}
        self.states = states(then.table, standing(book, some))
        self._ended = filing.ended(book.tx, then.day, book.day)
        self.total = book.sums(one.row for one in some)

    def of(self, state: str) -> list[str]:
        """The ids of those in a state; those that left apart from those resolved."""
        if state in {"resolved", "left"}:
            left = state == "left"
            out = [key for key, moved in self.states.items() if moved == "resolved"]
            return [key for key in out if (key in self._ended) == left]
        return [key for key, moved in self.states.items() if moved == state]

    def whence(self) -> str:
        """What last week is: the filed report, or the same rule."""
        day = self.book.date(self.then.day)
        if self.then.filed is None:
            return f"the same rule as of {day}"
        return f"the report of {day}, filed on {self.book.date(self.then.filed.filed_on)}"

    # ---- the table -----------------------------------------------------------------------------

    def table(self) -> Section:
        """The accounts at risk."""
        book = self.book
        worth = f", {book.money(self.total)} of ARR" if self.risks else ""
        head = f"{count_of(len(self.risks), 'account')} at risk{worth}"
        return Section(
            key=KEY,
            title="At risk",
            headline=head if self.risks else "No account is at risk",
            lead=Paragraph(key="lead", text=self._lead(), notes=(self._against(),)),
            lines=rows(
                self._figures(),
                self._mix(),
                self._table(),
                self._work(),
                Paragraph(key="rule", text=self.rule.words(book.names), voice="quiet"),
            ),
            inside=SCORE,
        )

    def _lead(self) -> str:
        parts = [f"{len(found)} {_SAID[one]}" for one in _GROUPS if (found := self.of(one))]
        told = ", ".join(parts) or "Nothing changed"
        return f"{begun(told)} since {self._then}."

    def _against(self) -> str:
        return self.book.notes.own("against", "Last week", whence=self.whence(), on=self.then.day)

    def _scored(self) -> str:
        return self.book.notes.change()

    def _rule(self) -> str:
        return self.book.notes.own(
            "rule", "Who is at risk", whence="health, renewals and forecasts of this desk",
            on=self.book.day, formula=self.rule.words(self.book.names).rstrip("."),
        )  # fmt: skip

    def _figures(self) -> Figures:
        book = self.book
        whole = book.sums(book.rows)
        share = ""
        if book.value(whole) and book.value(self.total) is not None:
            part = (book.value(self.total) or 0.0) / (book.value(whole) or 1.0)
            share = f"{book.style.share(part)} of {book.money(whole)}"
        details = [one for one in (share, book.unknown(self.total)) if one]
        return Figures(
            key="figures",
            items=(
                Figure(
                    key="arr",
                    label="ARR at risk",
                    text=book.money(self.total),
                    value=book.value(self.total),
                    detail=", ".join(details),
                    notes=(self._rule(), book.paying),
                    inside=MONEY,
                ),
                self._count(),
                self._figure("new", "New", "bad"),
                self._figure("resolved", "Resolved", "good"),
            ),
        )

    def _mix(self) -> PartsChart | None:
        """How the accounts at risk stand against last week."""
        told = Counter(SINCE[self.states[one.row.account_id]] for one in self.risks)
        some = [word for word in _ORDER if told[word]]
        if not some:
            return None
        return PartsChart(
            key="mix",
            title=f"Accounts at risk, against {self._then}",
            summary=", ".join(f"{begun(word)} {told[word]}" for word in some) + ".",
            labels=tuple(begun(word) for word in some),
            values=tuple(float(told[word]) for word in some),
            tones=tuple(_TONES[word] for word in some),
            notes=(self._against(),),
        )

    def _count(self) -> Figure:
        now, before = len(self.risks), len(self.then.table.rows)
        way: Direction = "even" if now == before else "bad" if now > before else "good"
        return Figure(
            key="accounts",
            label="Accounts at risk",
            text=str(now),
            value=now,
            change=self.book.style.signed(now - before),
            direction=way,
            detail=f"{before} last week",
            notes=(self._rule(),),
        )

    def _figure(self, state: str, label: str, way: Direction) -> Figure:
        count = len(self.of(state))
        return Figure(
            key=state,
            label=label,
            text=str(count),
            value=count,
            direction=way if count else "",
            detail="since last week",
            notes=(self._against(),),
        )

    def _table(self) -> Table:
        book, scored = self.book, (self._scored(),)
        ordered = sorted(self.risks, key=self._place)
        made = tuple(self._row(one) for one in ordered)
        columns = (
            Column(key="account", title="Account", width=1.5),
            book.arr_column(codes(one.row for one in self.risks)),
            Column(key="renewal", title="Renewal", kind="day", width=1.1),
            Column(key="band", title="Health", kind="band", width=1, notes=scored),
            Column(key="score", title="Score", kind="points", width=0.6),
            Column(key="move", title="28 days", kind="change", width=0.8),
            Column(key="why", title="Why", width=3, wraps=True),
        )
        blank = (Cell(text=""),) * (len(columns) - 2)
        return Table(
            key=KEY,
            title="Who is at risk, and why",
            columns=columns,
            rows=made,
            total=(Cell(text="All"), book.total(self.total), *blank) if made else (),
            most=_SHOWN,
            empty="No account is at risk by the rule.",
            notes=(self._rule(), self._against()),
        )

    def _place(self, one: Risk) -> int:
        return _ORDER.index(SINCE[self.states[one.row.account_id]])

    def _row(self, one: Risk) -> Row:
        book, row = self.book, one.row
        told = (begun("; ".join(one.why)), *_told(risk_work.reason(one), one.why))
        untold = self.states[row.account_id] == "untold"
        said = (*told, f"Not comparable: {self._unknown(one)}") if untold else told
        return Row(
            key=row.account_id,
            group=f"{_SINCE_THEN[SINCE[self.states[row.account_id]]]} {self._then}",
            cells=(
                book.account(row.name),
                book.arr(row.arr, row.currency),
                book.on(row.renewal_day),
                book.band(row.band),
                book.points(row.shown),
                book.change(row.change) if row.change is not None else Cell(text=_unmoved(row)),
                Cell(text=f"{'. '.join(said)}.", edit=f"why:{row.account_id}"),
            ),
            unsure=row.stale,
        )

    def _unknown(self, one: Risk) -> str:
        """Why nobody can say how an account moved since last week."""
        row, was = one.row, self._before.get(one.row.account_id)
        if row.shown is None:
            return "it has no score now"
        if was is not None and self._then_score(was) is None:
            return f"it had no score on {self._then}"
        if row.quiet_days:
            return f"its usage stopped {count_of(row.quiet_days, 'day')} ago"
        return "data is missing or late"

    def _then_score(self, was: Row) -> float | str | None:
        cells = [cell for column, cell in self._pairs(was) if column.kind == "points"]
        return cells[0].value if cells else None

    def _work(self) -> Table | None:
        """What is done about each of them."""
        if not self.risks:
            return None
        book = self.book
        done = risk_work.work(book.tx, book.day, self.risks)
        return Table(
            key="done",
            title="What is done about it",
            columns=(
                Column(key="account", title="Account", width=1.4, wraps=True),
                Column(key="plan", title="Plan", width=1.7, wraps=True),
                Column(key="owner", title="Owner", width=0.8, inside=_WHO),
                Column(key="day", title="Next date", kind="day", width=1),
                Column(key="due", title="Due", width=0.8, wraps=True),
                Column(key="next", title="Next step", width=1.8, wraps=True, inside=_WHO),
                Column(key="asks", title="Asks", width=1.2, wraps=True),
                Column(key="notes", title="My notes", width=1.4, wraps=True, inside=_OWN),
            ),
            rows=tuple(
                self._done(one, done[one.row.account_id])
                for one in sorted(self.risks, key=self._place)
            ),
            most=_SHOWN,
            empty="Nothing is under way for any of them.",
            idle="nothing is under way",
            notes=(book.notes.stored("plan"), book.notes.stored("task")),
        )

    def _done(self, one: Risk, done: risk_work.Work) -> Row:
        book, key = self.book, one.row.account_id
        return Row(
            key=key,
            cells=(
                book.account(one.row.name),
                Cell(text=done.plan, edit=f"plan:{key}"),
                text(done.owner, 60),
                book.on(done.day),
                _due(done.day, book.day),
                Cell(text=done.next, edit=f"next:{key}"),
                Cell(text="", edit=f"asks:{key}"),
                Cell(text=done.notes, edit=f"notes:{key}"),
            ),
        )

    @property
    def _then(self) -> str:
        return on(self.book.style, self.then.day, self.book.day)

    # ---- since last week -----------------------------------------------------------------------

    def since(self) -> Section:
        """New, worse, better, resolved, and those that are no customers any more."""
        book = self.book
        now = {one.account_id: one for one in accounts_table(book.tx, book.day).rows}
        made = [
            self._change(state, key, now.get(key)) for state in _GROUPS for key in self.of(state)
        ]
        parts = [f"{len(self.of(one))} {_SAID[one]}" for one in _GROUPS if self.of(one)]
        same = len(self.of("same"))
        lead = f"Against {self.whence()}. {count_of(same, 'account')} as before."
        table = Table(
            key="changes",
            columns=(
                Column(key="account", title="Account", width=2),
                book.arr_column(codes(now[key] for key in self.states if key in now)),
                Column(key="was", title=self._then, width=1.2),
                Column(key="band", title="Health now", kind="band", width=1.2),
                Column(key="score", title="Score", kind="points", width=0.7),
                Column(key="why", title="Why now", width=3, wraps=True),
            ),
            rows=tuple(made),
            most=_SHOWN,
            empty="Every account at risk stands as it did.",
            notes=(self._against(), self._scored()),
        )
        return Section(
            key="since",
            title="Since last week",
            headline=begun(", ".join(parts)) or "Nothing changed since last week",
            lead=Paragraph(key="lead", text=lead),
            lines=rows(table),
            inside=SCORE,
        )

    def _change(self, state: Moved, key: str, row: AccountRow | None) -> Row:
        book, was = self.book, self._before.get(key)
        name = row.name if row is not None else (was.cells[0].text if was is not None else key)
        told = amounts(((row.arr, row.currency),)) if row is not None else None
        return Row(
            key=key,
            group=WORDS[state],
            cells=(
                book.account(name),
                Cell(text=NONE) if row is None or told is None else book.arr(row.arr, row.currency),
                Cell(text=self._then_of(was)),
                book.band(None if row is None else row.band),
                book.points(None if row is None else row.shown),
                text("" if row is None else risk_work.BY_HAND if row.overridden else row.reason),
            ),
        )

    def _then_of(self, was: Row | None) -> str:
        """Band and score of last week: "Poor, 34"."""
        if was is None:
            return "not at risk"
        kinds = {column.kind: cell for column, cell in self._pairs(was)}
        parts = [kinds[kind].text for kind in ("band", "points") if kind in kinds]
        return ", ".join(parts) or "at risk"

    def _pairs(self, was: Row) -> list[tuple[Column, Cell]]:
        wanted = ("band", "points")
        both = zip(self.then.table.columns, was.cells, strict=False)
        return [(column, cell) for column, cell in both if column.kind in wanted]


def _unmoved(row: AccountRow) -> str:
    """Why no move of 28 days is told."""
    if row.shown is None:
        return "no score"
    return "no score then"


def _due(when: int | None, day: int) -> Cell:
    """How far off a next date is; one that is past says so in a word."""
    if when is None:
        return Cell(text="")
    if when < day:
        return Cell(text=f"{count_of(day - when, 'day')} overdue", direction="bad")
    return Cell(text=ahead(when, day))


def _told(reason: str, why: tuple[str, ...]) -> tuple[str, ...]:
    """The main reason, where it says more than that the account is at risk."""
    return (reason.rstrip("."),) if reason and reason not in why else ()
