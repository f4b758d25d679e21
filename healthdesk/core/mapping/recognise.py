"""Proposes how files of a drop are taken in, and takes in what a person decides about it.

Nothing is guessed silently: each column has its reason, and what the file does not prove is asked.
A proposal carries what was found out, so that every decision builds it anew; what was decided
before stays decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from healthdesk.core.domain.intake import Proposal
from healthdesk.core.domain.lookup import Known
from healthdesk.core.domain.mapping import MappingDocument
from healthdesk.core.domain.records import RawTable
from healthdesk.core.mapping import kept
from healthdesk.core.mapping.build import build
from healthdesk.core.mapping.complete import OUT
from healthdesk.core.mapping.drop import survey
from healthdesk.core.mapping.extras import attribute_name
from healthdesk.core.mapping.labels import ATTRIBUTE, MEASURE, label, targets, title
from healthdesk.core.mapping.look import Decided, FileLook, Look
from healthdesk.core.mapping.profile import FileProfile
from healthdesk.core.mapping.usage_shape import metric_name

__all__ = [
    "answer", "label", "leave_out", "propose", "retarget", "set_table", "targets", "title",
]  # fmt: skip


def propose(
    tables: Sequence[tuple[RawTable, FileProfile]],
    known: Known,
    *,
    document: MappingDocument | None = None,
    as_table: str = "",
) -> tuple[Proposal, ...]:
    """How each file of a drop would be taken in.

    A mapping of that layout, in `document` or kept in the desk, is used as it is; `as_table` says
    what every file holds.
    """
    files = [FileLook(raw, found) for raw, found in tables]
    drop = survey(files, known)
    decided = Decided(tables=(as_table,)) if as_table else Decided()
    proposals = []
    for file in files:
        earlier, told = kept.find(file, drop, document)
        if as_table and document is None:
            earlier, told = None, ""
        proposals.append(build(Look(file, drop, decided, earlier, told)))
    return tuple(proposals)


def answer(proposal: Proposal, question_key: str, choice_key: str) -> Proposal:
    """The proposal after a question was answered; other answers stay."""
    look = _look(proposal)
    if choice_key == OUT:
        return leave_out(proposal, out=True)
    answers = {**look.decided.answers, question_key: choice_key}
    return build(replace(look, decided=replace(look.decided, answers=answers)))


def retarget(proposal: Proposal, source: str, table: str, target: str) -> Proposal:
    """The proposal after a column was given another target; "" leaves it out."""
    look = _look(proposal)
    if target == ATTRIBUTE and table == "accounts":
        target = attribute_name(source)
    if target == f"{MEASURE}:":
        target = f"{MEASURE}:{metric_name(source)}"
    said = {
        key: value
        for key, value in look.decided.targets.items()
        if not (key[0] == table and value == target and target)
    }
    said[table, source] = target
    keep = {
        key: value
        for key, value in look.decided.answers.items()
        if not (key.startswith("required:") and value == source)
    }
    return build(replace(look, decided=replace(look.decided, targets=said, answers=keep)))


def set_table(proposal: Proposal, table: str) -> Proposal:
    """The proposal for a file that holds rows of another table; "" guesses anew."""
    look = _look(proposal)
    answers = {key: value for key, value in look.decided.answers.items() if value != OUT}
    decided = replace(look.decided, tables=(table,) if table else None, answers=answers, out=None)
    return build(replace(look, decided=decided, kept=None, told=""))


def leave_out(proposal: Proposal, out: bool = True) -> Proposal:
    """The proposal for a file that is not wanted, or wanted again."""
    look = _look(proposal)
    answers = {key: value for key, value in look.decided.answers.items() if value != OUT}
    return build(replace(look, decided=replace(look.decided, out=out, answers=answers)))


def _look(proposal: Proposal) -> Look:
    if not isinstance(proposal.profile, Look):
        raise TypeError("a proposal that recognition did not make")
    return proposal.profile
