"""Reports as files: written whole or not at all, named safely, one for each account if wanted.

Not here: what stands in them (building.py), the formats (core/exporters).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, cast

from healthdesk.core.domain.errors import DiskTrouble, UsageError
from healthdesk.core.domain.kept_file import LONGEST_NAME, safe_name
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_spec import Exporter, ExporterSpec, Written
from healthdesk.core.exporters import REPORTS

_ENDLESS: Final = 10_000
_ZIP: Final = ".zip"


@dataclass(frozen=True)
class Saved:
    """A file that was written: where, how many pages, slides or sheets, and bytes."""

    path: Path
    pages: int
    size: int


def exporter(key: str) -> Exporter:
    """The format of a key.

    Raises:
        UsageError: There is none; those there are are named.
    """
    found = REPORTS.get(key)
    if found is None:
        raise UsageError(
            f"Reports are not written as {key!r}.", f"There are: {', '.join(REPORTS)}."
        )
    return found


def formats(kind_formats: Container[str]) -> tuple[ExporterSpec, ...]:
    """The formats there are of those a kind is written in, in the order of menus."""
    return tuple(one.SPEC for one in REPORTS.values() if one.SPEC.key in kind_formats)


def as_bytes(report: Report, key: str, progress: Progress = NOBODY) -> tuple[bytes, Written]:
    """A prepared report in a format, in memory."""
    out = io.BytesIO()
    told = exporter(key).write(report, out, progress)
    return out.getvalue(), told


def save(
    report: Report,
    key: str,
    path: Path,
    progress: Progress = NOBODY,
    template: bytes | None = None,
) -> Saved:
    """Write a prepared report where it was wanted; what was there is replaced as a whole.

    A format of many files that came out packed is named as the ZIP it is, beside the name given.

    Raises:
        DiskTrouble: It could not be written; what was there is untouched.
        Cancelled: Somebody stopped it; nothing was written.
    """
    found = exporter(key)
    write = found.write
    if template is not None:
        write = partial(cast("Callable[..., Written]", write), template=template)
    beside = path.with_name(f".{path.name[:80]}.part")
    try:
        with beside.open("wb") as out:
            told = write(report, out, progress)
        if found.SPEC.many and path.suffix.lower() != _ZIP and _is_packed(beside):
            path = _free(path.with_name(f"{path.stem} {key}{_ZIP}"))
        beside.replace(path)
    except OSError as error:
        raise _trouble(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return Saved(path, told.pages, told.size)


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _free(path: Path) -> Path:
    """The path, or with a number where something is there: nobody was asked about that."""
    tried = (path if n == 1 else path.with_stem(f"{path.stem} ({n})") for n in range(1, _ENDLESS))
    return next(one for one in tried if not one.exists())


def put(path: Path, data: bytes) -> None:
    """Write bytes to a file, whole or not at all.

    Raises:
        DiskTrouble: They could not be written; what was there is untouched.
    """
    beside = path.with_name(f".{path.name[:80]}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise _trouble(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _trouble(path: Path, error: OSError) -> DiskTrouble:
    return DiskTrouble(
        f"{path.name} could not be written: {error.strerror or error}; what was there is"
        " untouched.",
        "Choose another folder, or make room.",
    )


def file_name(report: Report, suffix: str) -> str:
    """A name for the file of a report: what it is, of whom, of when."""
    parts = (report.subject, report.title, report.period)
    stem = " - ".join(one.strip().replace("/", "-").replace("\\", "-") for one in parts if one)
    return safe_name(f"{stem[: LONGEST_NAME - len(suffix)].strip() or 'Report'}{suffix}")


def free_name(name: str, taken: set[str]) -> str:
    """The name, or with a number where it is taken whatever its letters' size; then it is taken."""
    stem, dot, ending = name.rpartition(".")
    for number in range(1, _ENDLESS):
        cut = stem[: LONGEST_NAME - len(ending) - 8] if number > 1 else stem
        told = name if number == 1 else f"{cut} ({number}){dot}{ending}"
        if told.casefold() not in taken:
            taken.add(told.casefold())
            return told
    raise UsageError(f"Too many reports would be called {name}.")
