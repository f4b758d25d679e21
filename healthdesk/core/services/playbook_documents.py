"""Reads playbooks out of documents: those a desk keeps, those that are brought, those shipped."""

from __future__ import annotations

from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from healthdesk import paths
from healthdesk.core.actions import CATALOGUE as ACTIONS
from healthdesk.core.domain.document import as_list, decode
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.playbook import Playbook, dump_playbook, every, parse_playbook
from healthdesk.core.domain.rule import Rule
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.services.profiles import metrics_named

MOST: Final = 1_000
"""Playbooks that a document may hold."""


@lru_cache(maxsize=512)
def parsed(body: str) -> Playbook:
    """The playbook of a stored document; a metric that is gone may still be named.

    The same text gives the same playbook, rules and all.

    Raises:
        BadDocument: This version of the program cannot read it.
    """
    document = decoded(body)
    return parse_playbook(document, "playbook", ACTIONS, metrics_named(document), READINGS)


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
    document = decode(data, "playbooks") if isinstance(data, bytes | str) else data
    listed = [document] if isinstance(document, dict) else document
    found: list[Playbook] = []
    taken: set[str] = set()
    for at, one in enumerate(as_list(listed, "playbooks", MOST)):
        named = one.get("name") if isinstance(one, dict) else None
        place = named if isinstance(named, str) and named.strip() else f"playbook {at + 1}"
        playbook = parse_playbook(one, place, ACTIONS, metrics_named(one), READINGS)
        if playbook.name.casefold() in taken:
            raise BadDocument(place, "stands twice in the list")
        taken.add(playbook.name.casefold())
        found.append(playbook)
    if not found:
        raise BadDocument("playbooks", "holds no playbook")
    return tuple(found)


@cache
def shipped() -> tuple[Playbook, ...]:
    """The playbooks that come with the program, in the order of their files.

    A file that cannot be read keeps nobody from making a desk; a test reads them all.
    """
    found: list[Playbook] = []
    for file in shipped_files():
        with suppress(BadDocument):
            found.extend(read_all(file.read_bytes()))
    return tuple(found)


def shipped_files() -> tuple[Path, ...]:
    """The documents that come with the program."""
    folder = paths.resources() / "playbooks"
    return tuple(sorted(folder.glob("*.json"))) if folder.is_dir() else ()


def rules_of(playbook: Playbook) -> tuple[Rule, ...]:
    """Every rule that a playbook may have to decide."""
    found: list[Rule] = []
    for step in every(playbook.steps):
        told = (step.only_if, step.until, *(arm.rule for arm in step.arms))
        found.extend(rule for rule in told if rule is not None)
    return tuple(found)
