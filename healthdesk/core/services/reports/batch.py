"""One report for each account of a segment, into a folder or into one ZIP.

Every file is whole or not there: a batch that is stopped leaves the finished ones in a folder, and
no ZIP. Not here: how a report is made (building.py) and written (writing.py).
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from healthdesk.core.domain.errors import DeskError, DiskTrouble, UsageError
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import warned
from healthdesk.core.services.reports import building, kept, writing
from healthdesk.core.store.db import Tx

ZIP: Final = ".zip"
_BEGAN: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every member: the same reports give the same ZIP."""
Write = Callable[[str, bytes], None]


@dataclass(frozen=True)
class BatchWish:
    """What is wanted: a report of these options for each account, as of a day, in a format.

    `place` is a folder, or the ZIP of that name.
    """

    options: ReportOptions
    accounts: tuple[str, ...]
    day: int
    key: str
    place: Path


@dataclass(frozen=True)
class LeftOut:
    """An account without a report, and why."""

    account_id: str
    why: str


@dataclass(frozen=True)
class BatchResult:
    """What was written: names of files in their order, where, and what was left out.

    `warned` are accounts whose report still shows something of the inside.
    """

    place: Path
    names: tuple[str, ...]
    size: int
    left_out: tuple[LeftOut, ...]
    warned: tuple[str, ...]


def make(tx: Tx, wish: BatchWish, *, progress: Progress = NOBODY) -> BatchResult:
    """Write a report for each account.

    What was asked of one account alone (own words, edits, hidden parts) is that account's own: each
    gets what the desk keeps of it.

    Raises:
        UsageError: There is no account, or the kind is not of one.
        DiskTrouble: The place cannot be written to.
        Cancelled: Somebody stopped it; finished files stay in a folder.
    """
    accounts, place = wish.accounts, wish.place
    if not accounts:
        raise UsageError("No account is in it; nothing was written.")
    suffix = writing.exporter(wish.key).SPEC.suffix
    taken: set[str] = set()
    names: list[str] = []
    left: list[LeftOut] = []
    risky: list[str] = []
    size = 0
    with _target(place) as write:
        for at, account in enumerate(accounts):
            progress.step(at, len(accounts), f"report {at + 1} of {len(accounts)}")
            try:
                report = building.make(tx, of_account(tx, wish.options, account), wish.day)
                data, _ = writing.as_bytes(report, wish.key, _Stop(progress, at, len(accounts)))
            except DiskTrouble:
                raise
            except DeskError as error:
                left.append(LeftOut(account, error.sentence))
                continue
            name = _free(report, suffix, place, taken)
            write(name, data)
            names.append(name)
            size += len(data)
            risky += [account] if warned(report) else []
        progress.step(len(accounts), len(accounts), "")
        if not names:
            why = left[0].why if left else ""
            raise UsageError(f"No report could be made; nothing was written. {why}".strip())
    return BatchResult(place, tuple(names), size, tuple(left), tuple(risky))


def of_account(tx: Tx, options: ReportOptions, account: str) -> ReportOptions:
    """The options for one of many accounts: what was asked, with what is kept of it alone."""
    own = kept.read(tx, options.kind, f"account:{account}")
    bare = msgspec.structs.replace(
        options, account=account, segment="", board="", own={}, edits={}, written={}, hidden=()
    )
    if own is None:
        return bare
    return msgspec.structs.replace(
        bare, own=own.own, edits=own.edits, written=own.written, hidden=own.hidden
    )


@dataclass(frozen=True)
class _Stop:
    """Passes on that somebody stopped it, not how far one report is."""

    progress: Progress
    at: int
    count: int

    def step(self, done: int, total: int, text: str) -> None:
        del done, total, text
        self.progress.step(self.at, self.count, f"report {self.at + 1} of {self.count}")


def _free(report: Report, suffix: str, place: Path, taken: set[str]) -> str:
    """A name that no other report of the batch has, and in a folder no other file."""
    while True:
        name = writing.free_name(writing.file_name(report, suffix), taken)
        if place.suffix.lower() == ZIP or not (place / name).exists():
            return name


@contextmanager
def _target(place: Path) -> Iterator[Write]:
    if place.suffix.lower() == ZIP:
        with _zipped(place) as write:
            yield write
        return
    with _troubles(place):
        place.mkdir(parents=True, exist_ok=True)

    def put(name: str, data: bytes) -> None:
        writing.put(place / name, data)

    yield put


@contextmanager
def _zipped(place: Path) -> Iterator[Write]:
    """A ZIP beside its place, put there once all of it is written."""
    beside = place.with_name(f".{place.name[:80]}.part")
    try:
        with _troubles(place):
            archive = zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED)
        with archive:

            def put(name: str, data: bytes) -> None:
                told = zipfile.ZipInfo(name, _BEGAN)
                told.compress_type = zipfile.ZIP_DEFLATED
                told.create_system = 3
                told.external_attr = 0o644 << 16
                with _troubles(place):
                    archive.writestr(told, data)

            yield put
        with _troubles(place):
            beside.replace(place)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


@contextmanager
def _troubles(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DiskTrouble(
            f"{path.name} could not be written: {error.strerror or error}; no half file was left.",
            "Choose another folder, or make room.",
        ) from error
