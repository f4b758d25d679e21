"""Drafts how a file would feed an exchange table, by names and values of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.domain.mapping import ColumnMap
from healthdesk.core.mapping.aliases import ALIASES, OWN, Names
from healthdesk.core.mapping.draft import Draft, Fit
from healthdesk.core.mapping.file_names import FILES
from healthdesk.core.mapping.header import file_words, words
from healthdesk.core.mapping.look import Look
from healthdesk.core.mapping.names_fit import asks, name_fit
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.references import (
    account_pointers,
    contact_pointers,
    contact_target,
    has_account,
    pointer_fit,
)
from healthdesk.core.mapping.spelling import spell
from healthdesk.core.mapping.texts import sources
from healthdesk.core.mapping.values_fit import IMPOSSIBLE, value_fit
from healthdesk.core.mapping.vocabulary import WORDS

_LEAST = 0.5
_BY_VALUES = frozenset(
    (*WORDS, ("contacts", "email"), ("surveys", "rating"), ("surveys", "comment"))
)
"""Targets that values alone can tell."""
_PLAIN = 0.9
"""A name as good as this is asked about even where its values are strange."""
_SAID = "you said so"


def targets_of(table: str) -> Mapping[str, Names]:
    """The names of every target of a table but references to accounts and persons."""
    return {**OWN.get(table, {}), **ALIASES.get(table, {})}


def assign(look: Look, table: str, given: Mapping[str, Fit] | None = None) -> Draft:
    """Give each target the column that fits it best; each column serves one target.

    `given` are columns that a preset knows; what a person said comes before them.
    """
    forced = _forced(look, table)
    placed = {
        target: fit
        for target, fit in (given or {}).items()
        if (table, fit.source) not in look.decided.targets
    }
    fits = {**placed, **forced}
    taken = {name for fit in fits.values() for name in sources(fit.map)}
    taken |= {
        source
        for (of, source), target in look.decided.targets.items()
        if of == table and not target
    }
    for sure, why, column, target in _candidates(look, table):
        if target in fits or column.name in taken:
            continue
        fits[target] = _fit(look, table, target, column, sure, why)
        taken.add(column.name)
    draft = Draft(table, fits)
    draft = _with_account(look, draft, taken)
    draft = _with_contact(look, draft, taken)
    return _spelled(look, draft)


def _forced(look: Look, table: str) -> dict[str, Fit]:
    """What a person said about columns."""
    found = {}
    for (of, source), target in look.decided.targets.items():
        if of != table or not target or source not in look.file.raw.header:
            continue
        cell = next((one.cell for one in BY_NAME[table].columns if one.name == target), None)
        if cell in {Cell.ACCOUNT, Cell.CONTACT, Cell.CONTACTS} and target != "parent_id":
            column = look.file.profile.column(source)
            pointers = (
                account_pointers(look, table, set())
                if cell is Cell.ACCOUNT
                else contact_pointers(look, table, set())
            )
            known = next((one for one in pointers if one.column.name == source), None)
            base = pointer_fit(target, known).map if known else ColumnMap(source=column.name)
        elif target == "tags":
            base = ColumnMap(
                source=source, split=_list_sign(look.file.profile.column(source)), take=-2
            )
        else:
            base = ColumnMap(source=source)
        found[target] = Fit(target, base, 1.0, _SAID)
    return found


def _candidates(look: Look, table: str) -> list[tuple[float, str, ColumnProfile, str]]:
    """Every pair of column and target that may fit, the surest first."""
    found = []
    order = {name: place for place, name in enumerate(targets_of(table))}
    required = {one.name for one in BY_NAME[table].columns if one.required}
    own = {name for name in BY_NAME[table].key if BY_NAME[table].column(name).cell is Cell.ID}
    for place, column in enumerate(look.file.profile.columns):
        for target, names in targets_of(table).items():
            named = name_fit(column.name, names)
            if named < _LEAST and (table, target) not in _BY_VALUES:
                continue
            worth = value_fit(look.file, column, table, target)
            if worth.score <= IMPOSSIBLE.score or (not column.filled and target in required):
                continue
            if worth.score <= -0.5 and named < _PLAIN and (table, target) in WORDS:
                continue
            if target in own and _of_another(column.name, table):
                continue
            by_values = _by_values(table, target, column, worth.score)
            sure = max(named + 0.15 * worth.score if named >= _LEAST else 0.0, by_values)
            if sure >= _LEAST:
                told = worth.score >= 0.3 or (target in own and column.damaged)
                why = worth.why if worth.why and told else "name known"
                found.append((sure, why, column, target, order[target], place))
    found.sort(key=lambda one: (-one[0], one[4], one[5]))
    return [one[:4] for one in found]


def _by_values(table: str, target: str, column: ColumnProfile, worth: float) -> float:
    """How sure values alone make it: words of priorities and mails are hard to mistake."""
    if worth >= 0.6 and (table, target) in {("tickets", "priority"), ("contacts", "email")}:
        return 0.72
    if worth >= 0.6 and (table, target) == ("outcomes", "kind") and len(column.counts) > 1:
        return 0.9
    if worth >= 0.5 and (table, target) == ("surveys", "rating") and asks(column.name):
        return 0.9
    if (table, target) == ("surveys", "comment") and column.name.strip().endswith("?"):
        return 0.0 if column.numbers else 0.75
    return 0.0


_OF = {
    "accounts": "account|company|customer|client|organization|organisation|org|tenant|workspace",
    "contacts": "contact|person|user|visitor|respondent|recipient|member|requester|who",
    "tickets": "ticket|case|issue|incident|request|conversation|vorgang",
    "surveys": "survey|request|response|answer|feedback|submission|questionnaire|respondent",
    "subscriptions": "subscription|contract|license|licence|agreement|abo|vertrag",
    "invoices": "invoice|bill|rechnung|facture|factura",
    "touchpoints": "touchpoint|activity|engagement|task|meeting|call|message|note|email|interaction"
    "|event|conversation|entry",
    "mentions": "mention|post|review|tweet|article",
}
_ENTITIES = frozenset(word for text in _OF.values() for word in text.split("|"))


def entity_words(table: str) -> frozenset[str]:
    """What people call the things that a table holds."""
    return frozenset(_OF[table].split("|"))


def _of_another(name: str, table: str) -> bool:
    """Whether an id is called that of another thing: a customer's id is no answer's own."""
    told = words(name)
    if len(told) < 2 or told[0] not in _ENTITIES:
        return False
    return told[0] not in _OF.get(table, "").split("|")


def _fit(  # noqa: PLR0917 what a candidate is
    look: Look, table: str, target: str, column: ColumnProfile, sure: float, why: str
) -> Fit:
    base = ColumnMap(source=column.name)
    if target == "tags":
        base = ColumnMap(source=column.name, split=_list_sign(column), take=-2)
    if target == "domain" and look.file.profile.rows:
        base = ColumnMap(source=column.name)
    known = look.drop.known.ids.get(table)
    if known and target == BY_NAME[table].key[0] and BY_NAME[table].column(target).cell is Cell.ID:
        met = sum(1 for text in column.counts if text.strip() in known)
        if met:
            why = f"{why}, matches {met:,} known"
            sure = min(0.99, sure + 0.1)
    return Fit(target, base, min(0.99, sure), why)


def _list_sign(column: ColumnProfile) -> str:
    """What separates the entries of lists in a column; "" where nothing does."""
    some = list(column.counts)[:500]
    for sign in (";", ",", "|"):
        if any(sign in text for text in some):
            return sign
    return ""


def _with_account(look: Look, draft: Draft, taken: set[str]) -> Draft:
    if not has_account(draft.table) or "account_id" in draft.fits:
        return draft
    # Names that own targets of the table have a say first: a ticket's subject is no account.
    sure = {fit.source for fit in draft.fits.values() if fit.sure >= 0.8}
    pointers = account_pointers(look, draft.table, sure | _said_out(look, draft.table))
    if not pointers:
        return draft
    best = pointers[0]
    fits = {
        target: fit
        for target, fit in draft.fits.items()
        if fit.source != best.column.name or best.by in {"email", "contact", "domain"}
    }
    fits["account_id"] = pointer_fit("account_id", best)
    taken.add(best.column.name)
    return replace(draft, fits=fits)


def _said_out(look: Look, table: str) -> set[str]:
    return {
        source
        for (of, source), target in look.decided.targets.items()
        if of == table and target != "account_id"
    }


def _with_contact(look: Look, draft: Draft, taken: set[str]) -> Draft:
    target = contact_target(draft.table)
    if not target or target in draft.fits or draft.table == "contacts":
        return draft
    owner = draft.fits.get("account_id")
    shared = {owner.source} if owner and owner.map.by in {"email", "contact"} else set()
    pointers = contact_pointers(look, draft.table, (taken | _said_out(look, draft.table)) - shared)
    if not pointers or (draft.table == "contact_usage" and pointers[0].sure < 0.6):
        return draft
    taken.add(pointers[0].column.name)
    return replace(draft, fits={**draft.fits, target: pointer_fit(target, pointers[0])})


def _spelled(look: Look, draft: Draft) -> Draft:
    """Complete the map of every column from its values."""
    return replace(
        draft, fits={target: finish(look, draft.table, fit) for target, fit in draft.fits.items()}
    )


def finish(look: Look, table: str, fit: Fit) -> Fit:
    """Complete the map of one column, and say why."""
    column = next((one for one in look.file.profile.columns if one.name == fit.source), None)
    if column is None:
        return fit
    done = spell(look, table, fit.target, column, fit.map)
    why = (
        done.why
        if done.why and (fit.why in {"name known", "days", "numbers", _SAID} or done.questions)
        else fit.why
    )
    if done.why and why == fit.why and done.why not in fit.why and not fit.why.endswith("known"):
        why = f"{fit.why}, {done.why}" if fit.why else done.why
    sure = min(fit.sure, 0.55) if done.questions else fit.sure
    return replace(fit, map=done.map, why=why, sure=sure, questions=done.questions)


def file_hint(look: Look, table: str) -> bool:
    """Whether the file's name says that it holds such rows."""
    told = set(file_words(look.file.raw.name))
    return any(word in told for word in FILES.get(table, ()))
