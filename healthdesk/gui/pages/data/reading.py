"""Reads the history of imports, what the desk holds, rejected rows; on reader threads, no Qt."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from healthdesk.core.domain.cell_guard import guarded, unguarded
from healthdesk.core.domain.errors import DiskTrouble
from healthdesk.core.domain.intake import KeptMapping
from healthdesk.core.domain.mapping import MappingDocument
from healthdesk.core.domain.views import BatchView, Reject, TableContents

if TYPE_CHECKING:  # the desk brings SQLAlchemy, which the first paint does not wait for
    from healthdesk.core.desk import Tx

REJECTS = 200
"""Rejected rows that are listed; the file has all of them."""


@dataclass(frozen=True)
class DeskData:
    """Everything the page shows of a desk at rest."""

    batches: tuple[BatchView, ...]
    tables: tuple[TableContents, ...]


def read_data(tx: Tx) -> DeskData:
    """Read the history and count the rows."""
    from healthdesk.core.services import contents, imports  # noqa: PLC0415 - brings SQLAlchemy

    return DeskData(imports.history(tx), contents.contents(tx))


def read_rejects(tx: Tx, file: str) -> tuple[Reject, ...]:
    """Read the first rejected rows of an import back from their file; none where it is gone."""
    del tx
    path = Path(file)
    if not path.is_file():
        return ()
    found: list[Reject] = []
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        next(rows, None)
        for row in rows:
            if len(row) >= 5 and row[1].isdigit():
                file, column, value, reason = map(unguarded, (row[0], *row[2:5]))
                found.append(Reject(file, int(row[1]), column, value, reason))
            if len(found) == REJECTS:
                break
    return tuple(found)


def read_mappings(tx: Tx) -> tuple[KeptMapping, ...]:
    """Read the mappings: recipes and saved ones first, then those that were remembered."""
    from healthdesk.core.services import mappings  # noqa: PLC0415 - brings SQLAlchemy

    return tuple(sorted(mappings.all(tx), key=lambda one: (one.kept, one.name.casefold())))


def read_accounts(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Read id and name of every account, by name."""
    from healthdesk.core.services import matching  # noqa: PLC0415 - brings SQLAlchemy

    return matching.accounts(tx)


def load_mapping(path: Path) -> MappingDocument:
    """Read a mapping from a file."""
    from healthdesk.core.services import mappings  # noqa: PLC0415 - brings SQLAlchemy

    return mappings.load(path)


def save_mapping(document: MappingDocument, target: Path) -> Path:
    """Write a mapping where the user chose."""
    from healthdesk.core.services import mappings  # noqa: PLC0415 - brings SQLAlchemy

    try:
        target.write_bytes(mappings.dump(document))
    except OSError as error:
        raise DiskTrouble(
            f"The mapping could not be saved to {target} ({error.strerror}).",
            "It is still in your desk.",
        ) from None
    return target


def write_rejects(rejects: Sequence[Reject], target: Path) -> Path:
    """Write rejected rows of a preview where the user chose, the reason beside each."""
    try:
        with target.open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(("file", "line", "column", "value", "reason"))
            for one in rejects:
                texts = map(guarded, (one.file, str(one.line), one.column, one.value, one.reason))
                rows.writerow(texts)
    except OSError as error:
        raise DiskTrouble(
            f"The rejected rows could not be saved to {target} ({error.strerror}).",
            "Nothing else was changed.",
        ) from None
    return target


def copy_file(source: Path, target: Path) -> Path:
    """Copy the file of rejected rows to a place the user chose."""
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise DiskTrouble(
            f"The rejected rows could not be saved to {target} ({error.strerror}).",
            f"They are still in {source}.",
        ) from None
    return target
