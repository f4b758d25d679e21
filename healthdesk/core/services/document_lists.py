"""Reads named documents out of files: one or a list of them, brought or shipped with the program.

Not here: what they mean (playbook_documents.py, play_documents.py), how a desk keeps them
(drafted.py).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from healthdesk import paths
from healthdesk.core.domain.document import as_list, decode
from healthdesk.core.domain.errors import BadDocument

MOST: Final = 1_000
"""Documents that a file may hold."""


class Named(Protocol):
    """A document with a name."""

    @property
    def name(self) -> str:
        """By which it is known, letter case aside."""


Document = TypeVar("Document", bound=Named)


def read_all(
    data: bytes | str | Any,  # noqa: ANN401 - any JSON value
    word: str,
    parse: Callable[[Any, str], Document],
) -> tuple[Document, ...]:
    """The documents of a file: one, or a list of them.

    Args:
        data: the file, or what was read of it.
        word: what one is called: "play".
        parse: reads one; told its place as well.

    Raises:
        BadDocument: It holds none, or two of one name; the place is named.
    """
    document = decode(data, f"{word}s") if isinstance(data, bytes | str) else data
    listed = [document] if isinstance(document, dict) else document
    found: dict[str, Document] = {}
    for at, one in enumerate(as_list(listed, f"{word}s", MOST)):
        told = one.get("name") if isinstance(one, dict) else None
        place = told if isinstance(told, str) and told.strip() else f"{word} {at + 1}"
        made = parse(one, place)
        if made.name.casefold() in found:
            raise BadDocument(place, "stands twice in the list")
        found[made.name.casefold()] = made
    if not found:
        raise BadDocument(f"{word}s", f"holds no {word}")
    return tuple(found.values())


def shipped(
    files: tuple[Path, ...], read: Callable[[bytes], tuple[Document, ...]]
) -> tuple[Document, ...]:
    """The documents that come with the program, in the order of their files.

    A file that cannot be read keeps nobody from making a desk; a test reads them all.
    """
    found: list[Document] = []
    for file in files:
        with suppress(BadDocument):
            found.extend(read(file.read_bytes()))
    return tuple(found)


def shipped_files(folder: str) -> tuple[Path, ...]:
    """The documents that come with the program in a folder of its resources."""
    place = paths.resources() / folder
    return tuple(sorted(place.glob("*.json"))) if place.is_dir() else ()
