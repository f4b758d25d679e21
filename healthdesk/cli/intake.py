"""What an import on the command line is made of: a look at the files, answers, what is open."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

import msgspec

from healthdesk.cli.output import Bar, Json
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import BadImport, UsageError
from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.intake import Decisions, Intake, Match, Plan, Proposal, Question
from healthdesk.core.domain.mapping import By, MappingDocument
from healthdesk.core.mapping.recognise import answer
from healthdesk.core.services import intake, mappings

_NAME = "This import"
_MOST_CHOICES = 8


class Look:
    """What was found at the paths, with the answers given."""

    def __init__(self, found: Intake, asked: Namespace, document: MappingDocument | None) -> None:
        self.intake = found
        self._save_as = cast("str | None", asked.save_mapping)
        self._matches = tuple(_match(one) for one in asked.match)
        self._keep = document is None

    @property
    def complete(self) -> bool:
        """Whether nothing is left to ask."""
        return intake.complete(self.intake)

    @property
    def plan(self) -> Plan:
        """The foreign files with their mappings, and whom names mean."""
        return intake.plan_of(self.intake, Decisions(matches=self._matches), keep=self._keep)

    def keep(self, desk: Desk) -> None:
        """Keep the mapping in the desk under the name that was given."""
        if self._save_as is not None and not _is_file(self._save_as) and self.intake.proposals:
            desk.do(mappings.keep, intake.document_of(self.intake, self._save_as))

    def write(self) -> None:
        """Write the mapping to the file that was given, drafts of open questions too."""
        if self._save_as is not None and _is_file(self._save_as) and self.intake.proposals:
            path = Path(self._save_as)
            path.write_bytes(mappings.dump(intake.document_of(self.intake, path.stem)))

    def mapping(self) -> Json:
        """The mapping of the foreign files as a document; null where there are none."""
        if not self.intake.proposals:
            return None
        document = intake.document_of(self.intake, self._save_as or _NAME)
        return cast("Json", msgspec.to_builtins(document))

    def questions(self) -> list[Json]:
        """What is open, for programs."""
        return [
            {
                "file": proposal.raw.name,
                "question": one.key,
                "kind": one.kind,
                "text": one.text,
                "why": one.why,
                "table": one.table,
                "column": one.column,
                "choices": [
                    {"choice": choice.key, "label": choice.label, "why": choice.why}
                    for choice in one.choices
                ],
            }
            for proposal, one in self._open()
        ]

    def sentences(self) -> list[str]:
        """What is open, a sentence each, with the way to answer it."""
        told = [_sentence(proposal, one) for proposal, one in self._open()]
        told += [
            f"{one.raw.name} is nothing that HealthDesk knows: say what its rows are with"
            " --as TABLE, or leave it out."
            for one in self.intake.proposals
            if not one.left_out and not one.ready and not one.questions
        ]
        told[-1] += (
            " Nothing was imported. To see and change how every column is taken: --dry-run"
            " --save-mapping FILE.json, edit it, import with --mapping FILE.json."
        )
        return told

    def _open(self) -> list[tuple[Proposal, Question]]:
        return [
            (proposal, one)
            for proposal in self.intake.proposals
            if not proposal.left_out
            for one in proposal.questions
        ]


def look(desk: Desk, asked: Namespace, bar: Bar) -> Look:
    """Look at the paths, with the mapping and the answers that were given."""
    if asked.table is not None and asked.table not in BY_NAME:
        raise UsageError(f"{asked.table} is no exchange table; they are: {', '.join(BY_NAME)}.")
    document = desk.read(mappings.find, asked.mapping) if asked.mapping else None
    found = desk.read(
        intake.look, asked.paths, document=document, as_table=asked.table or "", progress=bar
    )
    if found.unreadable:
        more = len(found.unreadable) - 1
        raise BadImport(found.unreadable[0].sentence, f"So are {more} more." if more else "")
    if not (found.exchange or any(not one.left_out for one in found.proposals)):
        raise BadImport("There is nothing to import at these paths; nothing was imported.")
    answers = [_answer(one) for one in asked.answer]
    found = replace(found, proposals=tuple(_answered(one, answers) for one in found.proposals))
    out = Look(found, asked, document)
    out.write()
    return out


def _answered(proposal: Proposal, answers: list[tuple[str, str]]) -> Proposal:
    """A proposal with the answers that are about it; one answer may open the next question."""
    left = list(answers)
    while True:
        chosen = next(
            (
                (given, one)
                for given in left
                for one in proposal.questions
                if given[0] in {one.key, f"{proposal.raw.name}:{one.key}"}
            ),
            None,
        )
        if chosen is None:
            return proposal
        given, question = chosen
        left.remove(given)
        if given[1] not in {choice.key for choice in question.choices}:
            told = ", ".join(choice.key for choice in question.choices)
            raise UsageError(f"{given[1]} is no answer to {question.key}; choose from: {told}.")
        proposal = answer(proposal, question.key, given[1])


def _sentence(proposal: Proposal, question: Question) -> str:
    """A question with its choices, and how to answer it."""
    column = f", column “{question.column}”" if question.column else ""
    why = f" ({question.why})" if question.why else ""
    choices = ", ".join(
        f"{choice.key} = {choice.label}" if choice.key != choice.label else choice.key
        for choice in question.choices[:_MOST_CHOICES]
    )
    more = len(question.choices) - _MOST_CHOICES
    rest = f" and {more} more" if more > 0 else ""
    return (
        f"{proposal.raw.name}{column}: {question.text}{why} Choices: {choices}{rest}."
        f' Answer with --answer "{question.key}=CHOICE".'
    )


def _answer(told: str) -> tuple[str, str]:
    question, equals, choice = told.rpartition("=")
    if not equals or not question:
        raise UsageError(f'--answer takes QUESTION=CHOICE, not "{told}".')
    return question.strip(), choice.strip()


def _match(told: str) -> Match:
    """A decision: [BY:]VALUE=ACCOUNT; "-" leaves out, "+" makes the account."""
    name, equals, account = told.rpartition("=")
    if not equals or not name or not account:
        raise UsageError(f'--match takes NAME=ACCOUNT, not "{told}".')
    by, colon, value = name.partition(":")
    if not colon or by not in get_args(By):
        by, value = "name", name
    return Match(by, value, None if account == "-" else account)


def _is_file(name: str) -> bool:
    """Whether a mapping is meant to go to a file and not into the desk."""
    return name.casefold().endswith(".json") or "/" in name or "\\" in name
