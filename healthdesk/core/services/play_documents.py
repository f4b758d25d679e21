"""Reads successplays out of documents: those a desk keeps, those brought, those shipped."""

from __future__ import annotations

from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.play import Play, dump_play, parse_play
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.core.services import document_lists
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.services.profiles import metrics_named
from healthdesk.core.triggers import CATALOGUE as TRIGGERS


@lru_cache(maxsize=1024)
def parsed(body: str) -> Play:
    """The play of a stored document; a metric that is gone may still be named.

    The same text gives the same play, rules and all.

    Raises:
        BadDocument: This version of the program cannot read it.
    """
    return _parse(decoded(body), "play")


def readable(body: str | None) -> Play | None:
    """The play of a stored document; None where there is none, or none that can be read."""
    with suppress(BadDocument):
        return None if body is None else parsed(body)
    return None


def written(play: Play) -> str:
    """The document of a play as it is stored."""
    return canonical(dump_play(play))


def checked(play: Play) -> str:
    """The document of a play, refused where it would not be read again."""
    body = written(play)
    parsed(body)
    return body


def named(document: Any) -> frozenset[str]:  # noqa: ANN401 - any JSON value
    """The metrics that a document names, in its rules and as its trigger's own."""
    found = set(metrics_named(document))
    trigger = document.get("trigger") if isinstance(document, dict) else None
    options = trigger.get("options") if isinstance(trigger, dict) else None
    for told in options.values() if isinstance(options, dict) else ():
        found |= {one for one in (told if isinstance(told, list) else [told]) if _is_text(one)}
    return frozenset(found)


def read_all(data: bytes | str | Any) -> tuple[Play, ...]:  # noqa: ANN401 - any JSON value
    """The plays of a document: one, or a list of them.

    Raises:
        BadDocument: It holds none, or two of one name; the place is named.
    """
    return document_lists.read_all(data, "play", _parse)


@cache
def shipped() -> tuple[Play, ...]:
    """The plays that come with the program, in the order of their files."""
    return document_lists.shipped(shipped_files(), read_all)


def shipped_files() -> tuple[Path, ...]:
    """The documents that come with the program."""
    return document_lists.shipped_files("plays")


def _parse(document: Any, place: str) -> Play:  # noqa: ANN401 - any JSON value
    return parse_play(document, place, TRIGGERS, named(document), READINGS)


def _is_text(told: object) -> bool:
    return isinstance(told, str)
