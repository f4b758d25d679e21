"""Reads playbooks out of documents: those a desk keeps, those that are brought, those shipped."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from healthdesk.core.actions import CATALOGUE as ACTIONS
from healthdesk.core.domain.playbook import Playbook, dump_playbook, every, parse_playbook
from healthdesk.core.domain.rule import Rule
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.core.services import document_lists
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.services.profiles import metrics_named


@lru_cache(maxsize=512)
def parsed(body: str) -> Playbook:
    """The playbook of a stored document; a metric that is gone may still be named.

    The same text gives the same playbook, rules and all.

    Raises:
        BadDocument: This version of the program cannot read it.
    """
    return _parse(decoded(body), "playbook")


def written(playbook: Playbook) -> str:
    """The document of a playbook as it is stored."""
    return canonical(dump_playbook(playbook))


def checked(playbook: Playbook) -> str:
    """The document of a playbook, refused where it would not be read again."""
    body = written(playbook)
    parsed(body)
    return body


def read_all(data: bytes | str | Any) -> tuple[Playbook, ...]:  # noqa: ANN401 - any JSON value
    """The playbooks of a document: one, or a list of them.

    Raises:
        BadDocument: It holds none, or two of one name; the place is named.
    """
    return document_lists.read_all(data, "playbook", _parse)


@cache
def shipped() -> tuple[Playbook, ...]:
    """The playbooks that come with the program, in the order of their files."""
    return document_lists.shipped(shipped_files(), read_all)


def shipped_files() -> tuple[Path, ...]:
    """The documents that come with the program."""
    return document_lists.shipped_files("playbooks")


def rules_of(playbook: Playbook) -> tuple[Rule, ...]:
    """Every rule that a playbook may have to decide."""
    found: list[Rule] = []
    for step in every(playbook.steps):
        told = (step.only_if, step.until, *(arm.rule for arm in step.arms))
        found.extend(rule for rule in told if rule is not None)
    return tuple(found)


def _parse(document: Any, place: str) -> Playbook:  # noqa: ANN401 - any JSON value
    return parse_playbook(document, place, ACTIONS, metrics_named(document), READINGS)
