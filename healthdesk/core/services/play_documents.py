"""Reads successplays out of documents: those a desk keeps, those brought, those shipped."""

from __future__ import annotations

from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from healthdesk import paths
from healthdesk.core.domain.document import as_list, decode
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.play import Play, dump_play, parse_play
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.services.profiles import metrics_named
from healthdesk.core.triggers import CATALOGUE as TRIGGERS

MOST: Final = 1_000
"""Plays that a document may hold."""


@lru_cache(maxsize=1024)
def parsed(body: str) -> Play:
    """The play of a stored document; a metric that is gone may still be named.

    The same text gives the same play, rules and all.

    Raises:
        BadDocument: This version of the program cannot read it.
    """
    document = decoded(body)
    return parse_play(document, "play", TRIGGERS, named(document), READINGS)


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
    document = decode(data, "plays") if isinstance(data, bytes | str) else data
    listed = [document] if isinstance(document, dict) else document
    found: list[Play] = []
    taken: set[str] = set()
    for at, one in enumerate(as_list(listed, "plays", MOST)):
        told = one.get("name") if isinstance(one, dict) else None
        place = told if isinstance(told, str) and told.strip() else f"play {at + 1}"
        play = parse_play(one, place, TRIGGERS, named(one), READINGS)
        if play.name.casefold() in taken:
            raise BadDocument(place, "stands twice in the list")
        taken.add(play.name.casefold())
        found.append(play)
    if not found:
        raise BadDocument("plays", "holds no play")
    return tuple(found)


@cache
def shipped() -> tuple[Play, ...]:
    """The plays that come with the program, in the order of their files.

    A file that cannot be read keeps nobody from making a desk; a test reads them all.
    """
    found: list[Play] = []
    for file in shipped_files():
        with suppress(BadDocument):
            found.extend(read_all(file.read_bytes()))
    return tuple(found)


def shipped_files() -> tuple[Path, ...]:
    """The documents that come with the program."""
    folder = paths.resources() / "plays"
    return tuple(sorted(folder.glob("*.json"))) if folder.is_dir() else ()


def _is_text(told: object) -> bool:
    return isinstance(told, str)
