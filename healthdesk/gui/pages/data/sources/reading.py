"""Reads sources and feeds on a reader thread; brings services, so imported by name only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from healthdesk.core.domain.op import op
from healthdesk.core.domain.source import Feed, SourceView

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx


@dataclass(frozen=True)
class SourcesData:
    """What the section shows."""

    sources: tuple[SourceView, ...] = ()
    feeds: tuple[Feed, ...] = ()
    mappings: tuple[str, ...] = ()


def read_sources(tx: Tx, day: int) -> SourcesData:
    """The sources, the feeds as of a day, the names of mappings that a source may always use."""
    from healthdesk.core.services import feeds, mappings, sources  # noqa: PLC0415 - with the desk

    named = tuple(one.name for one in mappings.all(tx) if not one.kept)
    return SourcesData(sources.all(tx), feeds.feeds(tx, day), named)


@op("Watch folder")
def add_folder(tx: Tx, name: str, path: str) -> int:
    """Watch a folder."""
    from healthdesk.core.services import sources  # noqa: PLC0415

    return sources.add_folder(tx, name, path)


@op("Save query")
def add_query(tx: Tx, name: str, url: str, asks: str) -> int:
    """Save a table or query of a database."""
    from healthdesk.core.services import sources  # noqa: PLC0415

    return sources.add_query(tx, name, url, asks)


@op("Change source")
def change(tx: Tx, source: int, changed: dict[str, Any]) -> None:
    """Change what is given of a source."""
    from healthdesk.core.services import sources  # noqa: PLC0415

    sources.change(tx, source, **changed)


@op("Remove source")
def remove(tx: Tx, source: int) -> None:
    """Forget a source; what it brought stays."""
    from healthdesk.core.services import sources  # noqa: PLC0415

    sources.remove(tx, source)


def place_to_answer(tx: Tx, source: int) -> str:
    """The place of a saved query for the wizard; "" while its password is not known."""
    from healthdesk.core.services import passwords, saved_query, source_state  # noqa: PLC0415

    view = source_state.view_of(source_state.row_of(tx, source))
    if passwords.wants(view.place) and not saved_query.secret_of(tx, view.place):
        return ""
    return saved_query.place_of(view.id, view.name)


def take_password(tx: Tx, source: int, password: str) -> str:
    """Remember a typed password while the desk is open; the place for the wizard."""
    from healthdesk.core.services import saved_query, source_state  # noqa: PLC0415

    view = source_state.view_of(source_state.row_of(tx, source))
    saved_query.remember(tx, view.place, password)
    return saved_query.place_of(view.id, view.name)
