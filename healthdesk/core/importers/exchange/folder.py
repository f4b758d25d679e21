"""Finds the tables and documents of exchange folders, before anything is read from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.exchange import BY_NAME, DOCUMENTS, README, TABLES
from healthdesk.core.importers.exchange.reader import TableFile, count_lines, open_table


@dataclass(frozen=True)
class Document:
    """A JSON document of the folder: `kind` is its name without the suffix."""

    kind: str
    path: Path
    name: str


@dataclass(frozen=True)
class Sources:
    """Everything that one import will read: files in the order of the tables, documents, notes."""

    files: tuple[TableFile, ...]
    documents: tuple[Document, ...]
    notes: tuple[str, ...]
    lines: int
    """About how many records there are in all."""

    @property
    def names(self) -> list[str]:
        """What was read, as kept in the history of imports."""
        return [file.name for file in self.files] + [document.name for document in self.documents]


def discover(paths: Sequence[Path]) -> Sources:
    """Look through folders and single files; refuse what is no exchange folder in a sentence."""
    if not paths:
        raise BadImport("No folder was named; nothing was imported.")
    files: list[TableFile] = []
    documents: list[Document] = []
    notes: list[str] = []
    for path in paths:
        # A folder's name may hold bytes that are no text.
        told = path.name.encode("utf-8", "replace").decode()
        prefix = f"{told}/" if len(paths) > 1 and path.is_dir() else ""
        found = _members(path)
        for member in found:
            name = f"{prefix}{member.name}"
            table = BY_NAME.get(member.stem) if member.suffix == ".csv" else None
            if table is not None:
                files.append(open_table(table, member, name))
            elif member.name == README:
                continue
            elif member.name in DOCUMENTS:
                documents.append(Document(member.stem, member, name))
            else:
                notes.append(f"{name} was left out: it is no table of an exchange folder.")
    order = {table.name: place for place, table in enumerate(TABLES)}
    files.sort(key=lambda file: order[file.table.name])
    lines = sum(count_lines(file.path) for file in files)
    return Sources(tuple(files), tuple(documents), tuple(notes), lines)


def _members(path: Path) -> list[Path]:
    """The files that a path stands for; refuses paths that stand for none."""
    if not path.exists():
        raise BadImport(
            f"{path} is not there; nothing was imported.", "Check the name of the folder."
        )
    if path.is_dir():
        try:
            members = sorted(child for child in path.iterdir() if _counts(child))
        except OSError as error:
            raise BadImport(
                f"{path} cannot be read ({error.strerror}); nothing was imported."
            ) from None
        if not any(_known(member) for member in members):
            raise BadImport(
                f"{path} holds no table of an exchange folder; nothing was imported.",
                f"A folder holds files such as {_some(table.file for table in TABLES)}.",
            )
        return members
    if not _known(path):
        raise BadImport(
            f"{path} is a file, not an exchange folder; nothing was imported.",
            f"Give the folder that holds {_some(table.file for table in TABLES)}.",
        )
    return [path]


def _counts(child: Path) -> bool:
    return child.is_file() and not child.name.startswith((".", "~"))


def _known(path: Path) -> bool:
    return path.name in DOCUMENTS or (path.suffix == ".csv" and path.stem in BY_NAME)


def _some(names: Iterable[str]) -> str:
    return ", ".join(list(names)[:4])
