"""Fills what a table requires and no column holds: made-up ids, constants, or a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import msgspec

from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.domain.intake import Choice, Question
from healthdesk.core.domain.mapping import By, ColumnMap
from healthdesk.core.mapping.draft import Draft, Fit
from healthdesk.core.mapping.guess import finish
from healthdesk.core.mapping.header import file_words, words
from healthdesk.core.mapping.links import link
from healthdesk.core.mapping.look import Look
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.references import account_pointers, pointer_fit
from healthdesk.core.mapping.texts import sources
from healthdesk.core.mapping.values_fit import is_day, is_number, looks_like_id, tells_when
from healthdesk.core.mapping.vocabulary import OUTCOMES, SURVEYS, TOUCHES

OUT = "-"
"""The choice to leave the file out."""
_DIGESTS: Mapping[str, tuple[str, ...]] = {
    "subscriptions": ("account_id", "product", "start"),
    "tickets": ("account_id", "opened_on", "subject"),
    "surveys": ("account_id", "contact_id", "day", "rating", "comment"),
    "invoices": ("account_id", "issued_on", "due_on", "amount"),
    "touchpoints": ("account_id", "day", "kind", "subject", "body"),
    "mentions": ("account_id", "day", "channel", "author", "link", "text"),
    "contacts": ("account_id", "name", "email"),
}
"""What an id is made from where a file has none: what hardly changes."""
_TEN = 10
_SHORT = 10
"""Rows of which one may name an account again."""


def complete(look: Look, draft: Draft) -> Draft:
    """A draft in which everything required is filled or asked."""
    for target in draft.missing:
        answered = look.answer(f"required:{draft.table}:{target}")
        if answered and answered in look.file.raw.header:
            draft = _with(look, draft, _chosen(look, draft, target, answered))
            continue
        filler = _FILLERS.get((draft.table, target)) or _BY_CELL.get(_cell(draft.table, target))
        fit = filler(look, draft, target) if filler else None
        draft = _with(look, draft, fit) if fit else _ask(look, draft, target)
    return draft


def _with(look: Look, draft: Draft, fit: Fit) -> Draft:
    done = finish(look, draft.table, fit) if fit.source and not fit.questions else fit
    return replace(draft, fits={**draft.fits, fit.target: done})


def _cell(table: str, target: str) -> Cell:
    return BY_NAME[table].column(target).cell


def _chosen(look: Look, draft: Draft, target: str, source: str) -> Fit:
    if _cell(draft.table, target) is Cell.ACCOUNT:
        for one in account_pointers(look, draft.table, set()):
            if one.column.name == source:
                return replace(pointer_fit(target, one), sure=1.0, why="you said so")
    return Fit(target, ColumnMap(source=source), 1.0, "you said so")


def _ask(look: Look, draft: Draft, target: str) -> Draft:
    """Nothing fits by itself: the person names the column, or leaves the file out."""
    column = BY_NAME[draft.table].column(target)
    if column.cell is Cell.CHOICE:
        return _ask_word(look, draft, target, column.choices)
    key = f"required:{draft.table}:{target}"
    kind = "account" if column.cell is Cell.ACCOUNT else "required"
    choices = [*_options(look, draft, target), Choice(OUT, "Leave this file out", "", 0.05)]
    said = _QUESTIONS.get((draft.table, target)) or _QUESTIONS.get(("", target))
    text = said or f"Which column is the {target.replace('_', ' ')}?"
    asked = Question(
        key, "account" if kind == "account" else "required", text,
        "no column plainly says it", tuple(choices), draft.table,
    )  # fmt: skip
    return replace(draft, questions=(*draft.questions, asked))


_QUESTIONS = {
    ("", "account_id"): "Which column says whose these rows are?",
    ("", "day"): "Which column says when?",
    ("accounts", "account_id"): "Which column is the account's id?",
    ("usage", "value"): "Which column counts?",
    ("surveys", "rating"): "Which column is the rating?",
    ("subscriptions", "start"): "From when does a subscription run?",
    ("tickets", "opened_on"): "Which column says when a ticket was opened?",
    ("invoices", "issued_on"): "Which column is the day of the invoice?",
}


def _options(look: Look, draft: Draft, target: str) -> list[Choice]:
    """Columns whose values could be it, the likeliest first."""
    cell = _cell(draft.table, target)
    said = {source for (of, source), to in look.decided.targets.items() if of == draft.table and to}
    fits: list[tuple[float, ColumnProfile]] = []
    for column in look.file.profile.columns:
        if not column.filled or column.name in said:
            continue
        sure = _likeness(column, cell) - (0.2 if column.name in draft.used else 0.0)
        if sure > 0:
            fits.append((sure, column))
    fits.sort(key=lambda one: -one[0])
    return [
        Choice(one.name, f"“{one.name}”", " · ".join(one.examples[:3])[:80], round(sure, 2))
        for sure, one in fits[:8]
    ]


def _likeness(column: ColumnProfile, cell: Cell) -> float:
    if cell is Cell.DAY:
        return 0.6 if is_day(column) else 0.2 if column.days * 2 > column.looked else 0.0
    if is_day(column):
        return 0.0
    if cell is Cell.NUMBER:
        return 0.5 if is_number(column) else 0.0
    if cell is Cell.ID:
        return 0.6 if looks_like_id(column) else 0.15
    if cell is Cell.ACCOUNT:
        repeats = len(column.counts) < max(2, column.looked)
        fractional = is_number(column) and column.plain < column.numbers
        return 0.0 if fractional or column.flags == column.looked else 0.4 + 0.1 * repeats
    return 0.1 if is_number(column) else 0.4


def _ask_word(look: Look, draft: Draft, target: str, words_: tuple[str, ...]) -> Draft:
    """A kind that no column holds is one for the whole file."""
    key = f"values:{draft.table}:{target}"
    answered = look.answer(key)
    if answered in words_:
        fit = Fit(target, ColumnMap(constant=answered), 1.0, "you said so")
        return replace(draft, fits={**draft.fits, target: fit})
    choices = tuple(Choice(word, _SPOKEN.get(word, word.capitalize()), "", 0.3) for word in words_)
    noun = {"surveys": "survey", "touchpoints": "contact", "outcomes": "outcome"}.get(
        draft.table, ""
    )
    asked = Question(
        key,
        "values",
        f"What kind of {noun or 'row'} is this?",
        "the file does not say",
        choices,
        draft.table,
    )
    return replace(draft, questions=(*draft.questions, asked))


_SPOKEN = {"nps": "NPS", "csat": "CSAT", "ces": "CES"}


# --- what can be filled without asking


def _made_id(look: Look, draft: Draft, target: str) -> Fit | None:
    """An id from what hardly changes, the same when the same row comes again."""
    parts: list[str] = []
    for name in _DIGESTS.get(draft.table, ()):
        if (fit := draft.fits.get(name)) is not None:
            parts.extend(one for one in sources(fit.map) if one not in parts)
    if not parts:
        return None
    del look
    told = ", ".join(f"“{one}”" for one in parts[:4])
    return Fit(target, ColumnMap(digest=tuple(parts)), 0.8, f"the file has none: made from {told}")


def _account_id(look: Look, draft: Draft, target: str) -> Fit | None:
    """Accounts without ids are known by their names or domains; new ones get them as ids."""
    for by, word in (("name", "name"), ("domain", "domain")):
        fit = draft.fits.get(by)
        column = look.file.find(fit.source) if fit is not None and fit.source else None
        if fit is None or column is None or column.empty or not _hardly_twice(column):
            continue
        base = ColumnMap(source=fit.source, by="name" if by == "name" else "domain")
        return Fit(target, base, 0.75, _stands_in(look, column, base.by, word))
    return None


def _hardly_twice(column: ColumnProfile) -> bool:
    """Whether names hardly repeat; in a short list one may stand twice, which the check tells."""
    total = sum(column.counts.values())
    twice = total - len(column.counts)
    return column.nearly_unique or (total >= _SHORT and twice <= total // _SHORT)


def _stands_in(look: Look, column: ColumnProfile, by: By, word: str) -> str:
    """What is said of accounts that are known by another thing than an id."""
    known = look.drop.known
    some = [text.strip() for text in column.counts] if known.ids.get("accounts") else []
    met = sum(1 for text in some if known.finder.account(by, text) is not None)
    found = f"{met:,} of {len(some):,} known by it; for the others the" if met else "the"
    return f"the file has no id: {found} {word} stands in"


def _account_name(look: Look, draft: Draft, target: str) -> Fit | None:
    own = draft.fits.get("account_id")
    if own is None or not own.source:
        return None
    column = look.file.find(own.source)
    if column is not None and column.plain == column.looked:
        text = f"Account {{{own.source}}}"
        return Fit(target, ColumnMap(text=text), 0.7, "the file has no name: made from the id")
    base = ColumnMap(source=own.source)
    return Fit(target, base, 0.7, "the file has no name: the id stands in")


def _contact_id(look: Look, draft: Draft, target: str) -> Fit | None:
    email = draft.fits.get("email")
    if email is None:
        return _made_id(look, draft, target)
    return Fit(
        target, ColumnMap(source=email.source), 0.8, "the file has no id: the mail address is one"
    )


def _contact_account(look: Look, draft: Draft, target: str) -> Fit | None:
    own = draft.fits.get("contact_id")
    found = link(look, own.source) if own is not None and own.source else None
    if own is not None and found is not None:
        base = ColumnMap(source=own.source, by="id", through=(found,))
        return Fit(target, base, 0.85, f"looked up in {found.file}")
    email = draft.fits.get("email")
    column = look.file.find(email.source) if email else None
    if email is None or column is None or column.share(column.mails) < 0.6:
        return None
    base = ColumnMap(source=email.source, by="email")
    return Fit(target, base, 0.6, "no account in the file: found by the mail's domain")


def _priority(look: Look, draft: Draft, target: str) -> Fit | None:
    del look, draft
    return Fit(target, ColumnMap(constant="normal"), 0.7, "the file names none: all are normal")


def _hint_word(look: Look, draft: Draft, known: Mapping[str, str], *columns: str) -> str | None:
    """A kind that the name of the file or of a column says."""
    told = [*file_words(look.file.raw.name)]
    for target in columns:
        if (fit := draft.fits.get(target)) is not None:
            told.extend(words(fit.source))
    for word in told:
        for form in (word, word.removesuffix("s")):
            if form in known:
                return known[form]
    return None


def _survey_kind(look: Look, draft: Draft, target: str) -> Fit | None:
    """By the names, else by the range of the ratings."""
    rating = draft.fits.get("rating")
    column = look.file.find(rating.source) if rating else None
    if rating is None or column is None:
        return None
    told = " ".join(words(rating.source))
    plainly = {
        "nps": "nps",
        "recommend": "nps",
        "weiterempfehlung": "nps",
        "weiterempfehlen": "nps",
        "ces": "ces",
        "effort": "ces",
        "csat": "csat",
        "star": "csat",
        "stars": "csat",
    }
    for word, kind in plainly.items():
        if word in told.split():
            return _kind(target, kind, f"“{rating.source}” says so")
    hint = _hint_word(look, draft, {**SURVEYS, **plainly})
    if hint is not None and "satisfaction" not in file_words(look.file.raw.name):
        return _kind(target, hint, "the file's name says so")
    if "satisfaction" in told or hint or column.numbers < 0.9 * column.looked:
        return _kind(target, "csat", "satisfaction, 1 to 5")
    low, high = column.low or 0.0, column.high or 0.0
    if high > 7:
        return _kind(target, "nps", f"ratings from {low:g} to {high:g}")
    return None


def _kind(target: str, kind: str, why: str) -> Fit:
    return Fit(target, ColumnMap(constant=kind), 0.85, why)


def _touch_kind(look: Look, draft: Draft, target: str) -> Fit | None:
    hint = _hint_word(look, draft, TOUCHES, "touchpoint_id", "subject", "body", "day")
    return _kind(target, hint, "the names say so") if hint else None


_LEFT = frozenset(
    (
        "gekundigt", "kundigungen", "kundigungsdatum", "cancellation", "cancellations", "canceled",
        "cancelled", "resiliation", "resiliations", "baja", "bajas",
    )
)  # fmt: skip


def _outcome_kind(look: Look, draft: Draft, target: str) -> Fit | None:
    hint = _hint_word(look, draft, OUTCOMES, "day", "reason", "arr_change")
    if hint is None and any("churn" in one.lower() for one in look.file.raw.header):
        hint = "churned"
    if hint is None:
        told = {
            *file_words(look.file.raw.name),
            *(w for one in look.file.raw.header for w in words(one)),
        }
        hint = "churned" if told & _LEFT else None
    return _kind(target, hint, "the names say so") if hint else None


def _due_on(look: Look, draft: Draft, target: str) -> Fit | None:
    issued = draft.fits.get("issued_on")
    if issued is None:
        return _only_day(look, draft, target)
    why = "the file has no due day: the day of the invoice"
    return replace(issued, target=target, sure=0.6, why=why)


def _channel(look: Look, draft: Draft, target: str) -> Fit | None:
    told = file_words(look.file.raw.name)
    del draft
    return Fit(target, ColumnMap(constant=told[0]), 0.6, "the file's name") if told else None


def _only_day(look: Look, draft: Draft, target: str) -> Fit | None:
    """The one column of days that is left."""
    free = [
        one
        for one in look.file.profile.columns
        if tells_when(one) and one.name not in draft.used and not _put_out(look, draft, one.name)
    ]
    if len(free) != 1:
        return None
    return Fit(target, ColumnMap(source=free[0].name), 0.7, "the only column of days")


def _only_number(look: Look, draft: Draft, target: str) -> Fit | None:
    free = [
        one
        for one in look.file.profile.columns
        if is_number(one)
        and not is_day(one)
        and one.name not in draft.used
        and not looks_like_id(one)
        and one.flags < one.looked
        and not _put_out(look, draft, one.name)
    ]
    if len(free) != 1:
        return None
    return Fit(target, ColumnMap(source=free[0].name), 0.65, "the only column of numbers")


def _put_out(look: Look, draft: Draft, source: str) -> bool:
    return look.decided.targets.get((draft.table, source)) == ""


_Filler = Callable[[Look, Draft, str], Fit | None]
_FILLERS: Mapping[tuple[str, str], _Filler] = {
    ("accounts", "account_id"): _account_id,
    ("accounts", "name"): _account_name,
    ("contacts", "contact_id"): _contact_id,
    ("contacts", "account_id"): _contact_account,
    ("tickets", "priority"): _priority,
    ("surveys", "kind"): _survey_kind,
    ("touchpoints", "kind"): _touch_kind,
    ("outcomes", "kind"): _outcome_kind,
    ("invoices", "due_on"): _due_on,
    ("mentions", "channel"): _channel,
}
_BY_CELL: Mapping[Cell, _Filler] = {
    Cell.ID: _made_id,
    Cell.DAY: _only_day,
    Cell.NUMBER: _only_number,
}


def with_by(fit: Fit, by: By) -> Fit:
    """The same column, naming its account another way."""
    return replace(fit, map=msgspec.structs.replace(fit.map, by=by))
