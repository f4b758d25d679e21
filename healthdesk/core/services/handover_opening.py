"""Opens a handover pack of somebody else, which is never trusted.

Nothing is unpacked to the disk; members are read by name, only those that a pack may have, no more
of each than is allowed; JSON is checked strictly, unknown fields are left aside with a note; rows
of accounts that the pack does not list are left aside as well. Not here: what then happens to the
desk (handover_merging.py).
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from types import GenericAlias
from typing import Any, Final

import msgspec

from healthdesk.core.domain.errors import BadPack, DeskError, DiskTrouble, LockedPack
from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.domain.handover import FORMAT, Fields, Manifest, Rows, State
from healthdesk.core.domain.kept_file import LIMIT as FILE_LIMIT
from healthdesk.core.domain.reading import parse_ref
from healthdesk.core.domain.report import Board, Report
from healthdesk.core.domain.rule import parse_rule
from healthdesk.core.exporters.exchange_folder import Sheet
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.handover_packing import AGE, MANIFEST, README, REPORT, Pack
from healthdesk.core.services.handover_reading import key_of
from healthdesk.core.services.handover_tables import (
    FACTS,
    FILES,
    SEPARATOR,
    USAGE,
    WORK,
    Work,
    shape,
)
from healthdesk.core.services.profiles import metrics_named

MOST_BYTES: Final = 200_000_000
"""Of the file as it comes."""
_MOST_UNPACKED: Final = 300_000_000
_MOST_MEMBERS: Final = 2_000
_MOST_DIRECTORY: Final = 1_000_000
_MOST_RATIO: Final = 200
_SMALL: Final = 1_000_000
"""Bytes of a member below which its ratio says nothing: empty tables shrink well."""
_MOST_ROWS: Final = 5_000_000
_MOST_COLUMNS: Final = 300
_MOST_COLUMN: Final = 200
_ATTRIBUTE: Final = re.compile(r"[^\x00-\x1f]{1,200}\Z")
_END: Final = b"PK\x05\x06"
_LONG: Final = b"PK\x06\x07"
"""Says that the true directory is another one, for archives larger than any pack."""
_LINK: Final = 0o120000
_KIND: Final = 0o170000
_FILE: Final = re.compile(r"files/[0-9a-f]{64}\Z", re.ASCII)
_KNOWN: Final = frozenset(
    (
        MANIFEST,
        README,
        REPORT,
        *(f"facts/{name}.csv" for name in (*FACTS, *USAGE)),
        *(f"work/{one.name}.json" for one in WORK),
    )
)
_UNTOUCHED: Final = "nothing was taken from it"


def is_pack(data: bytes) -> bool:
    """Whether a file begins as a pack does."""
    return data.startswith((AGE, b"PK\x03\x04"))


def read(path: Path, passphrase: str = "") -> Pack:
    """Open the pack in a file.

    Raises:
        LockedPack: It is under a passphrase, and this is not it.
        BadPack: It is none, or holds what no pack holds; the sentence says what.
        DiskTrouble: The file cannot be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadPack(f"{path.name} is too large for a handover pack; {_UNTOUCHED}.")
        data = path.read_bytes()
    except OSError as error:
        raise DiskTrouble(f"{path} cannot be read ({error.strerror}).") from None
    return opened(data, passphrase)


def opened(data: bytes, passphrase: str = "") -> Pack:
    """The same of bytes."""
    if data.startswith(AGE):
        data = _unlocked(data, passphrase)
    if not data.startswith(b"PK\x03\x04"):
        raise BadPack(f"This is no handover pack of HealthDesk; {_UNTOUCHED}.")
    return _Opening(_members(data)).pack()


def _unlocked(data: bytes, passphrase: str) -> bytes:
    if not passphrase:
        raise LockedPack("This pack is under a passphrase.", "Ask whoever made it.")
    from pyrage import DecryptError  # noqa: PLC0415 - wanted for encrypted packs alone
    from pyrage import passphrase as age  # noqa: PLC0415 - the same

    try:
        return bytes(age.decrypt(data, passphrase))
    except DecryptError:
        raise LockedPack(
            "The passphrase does not open this pack, or the pack was changed on its way.",
            "Try again, or have it sent again.",
        ) from None


def _members(data: bytes) -> dict[str, bytes]:
    """The members by name, every one looked at before any is read."""
    _require_small_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            listed = packed.infolist()
            _require_sound(listed)
            return {one.filename: _member(packed, one) for one in listed if _wanted(one.filename)}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        struct.error,
        ValueError,
        OverflowError,
    ):
        raise BadPack(f"The pack is damaged; {_UNTOUCHED}.", "Have it sent again.") from None


def _wanted(name: str) -> bool:
    return name in _KNOWN or _FILE.match(name) is not None


def _require_small_directory(data: bytes) -> None:
    """Look at the end of the file, before a directory of millions would be read."""
    at = data.rfind(_END)
    if at < 0 or at + 22 > len(data):
        raise BadPack(f"The pack is cut off; {_UNTOUCHED}.", "Have it sent again.")
    _, here, total, size, _ = struct.unpack("<4xHHHHII", data[at : at + 20])[1:]
    if (
        data[max(at - 20, 0) : at].startswith(_LONG)
        or max(here, total) > _MOST_MEMBERS
        or size > _MOST_DIRECTORY
    ):
        raise BadPack(f"The pack holds more files than a pack can; {_UNTOUCHED}.")


def _require_sound(listed: Iterable[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    total = 0
    for one in listed:
        name = one.orig_filename
        if name != one.filename or not _wanted(name):
            raise BadPack(f"The pack holds a file that no pack holds; {_UNTOUCHED}.")
        if name in seen:
            raise BadPack(f"The pack holds {name} twice; {_UNTOUCHED}.")
        seen.add(name)
        if (one.external_attr >> 16) & _KIND == _LINK or one.flag_bits & 1:
            raise BadPack(f"{name} in the pack is no plain file; {_UNTOUCHED}.")
        if one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BadPack(f"{name} is packed in a way that packs are not; {_UNTOUCHED}.")
        total += one.file_size
        _require_size(one, total)


def _require_size(one: zipfile.ZipInfo, total: int) -> None:
    bomb = one.file_size > _SMALL and one.file_size > _MOST_RATIO * max(one.compress_size, 1)
    large = one.filename.startswith("files/") and one.file_size > FILE_LIMIT
    if bomb or large or total > _MOST_UNPACKED:
        raise BadPack(f"{one.filename} in the pack is too large; {_UNTOUCHED}.")


def _member(packed: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """A member's bytes, never more than it said it has."""
    with packed.open(one) as stream:
        data = stream.read(one.file_size + 1)
    if len(data) != one.file_size:
        raise BadPack(f"{one.filename} in the pack is not as long as it says; {_UNTOUCHED}.")
    return data


class _Opening:
    """Turns members into a pack, and collects what was left aside."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self._members = members
        self._notes: Counter[str] = Counter()
        self._rows = 0

    def pack(self) -> Pack:
        manifest = self._manifest()
        state = self._facts(manifest)
        for work in WORK:
            state[work.name] = self._work(work, state)
        usage = tuple(self._usage(manifest, state))
        files = self._files(state)
        return Pack(manifest, state, usage, files, self._report(), tuple(self._told()))

    def _told(self) -> Iterable[str]:
        for note, count in self._notes.items():
            yield f"{note} ({count})" if count > 1 else note

    def _note(self, words: str) -> None:
        self._notes[words] += 1

    def _decoded(self, name: str, decode: Callable[[bytes], Any]) -> Any:  # noqa: ANN401 - JSON
        try:
            return decode(self._members[name])
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, ValueError) as error:
            told = str(error) if isinstance(error, msgspec.ValidationError) else "it is no JSON"
            raise BadPack(
                f"{name} in the pack cannot be read ({told[:200]}); {_UNTOUCHED}."
            ) from None

    def _manifest(self) -> Manifest:
        if MANIFEST not in self._members:
            raise BadPack(f"This is no handover pack of HealthDesk; {_UNTOUCHED}.")
        raw = self._decoded(MANIFEST, msgspec.json.decode)
        if isinstance(raw, dict):
            version = raw.get("format")
            if isinstance(version, int) and version > FORMAT:
                raise BadPack(
                    f"The pack was made by a newer HealthDesk; {_UNTOUCHED}.",
                    "Update HealthDesk, then open it again.",
                )
            self._unknown(raw, Manifest.__struct_fields__, MANIFEST)
        manifest: Manifest = self._decoded(
            MANIFEST, lambda data: msgspec.json.decode(data, type=Manifest)
        )
        ids = [one.id for one in manifest.accounts]
        if len(set(ids)) != len(ids) or not all(ids):
            raise BadPack(f"The pack lists an account twice; {_UNTOUCHED}.")
        return manifest

    def _unknown(self, row: dict[str, Any], known: Iterable[str], name: str) -> None:
        for one in sorted(row.keys() - set(known)):
            self._note(f"{name}: unknown field {one[:60]!r} left aside")

    def _facts(self, manifest: Manifest) -> State:
        listed = {one.id for one in manifest.accounts}
        out: State = {}
        for name in FACTS:
            table, rows = BY_NAME[name], {}
            for row in self._table(name):
                if row["account_id"] not in listed:
                    self._note(f"{name}: a row of an account that the pack does not list")
                    continue
                key = key_of(table, row)
                if key in rows:
                    raise BadPack(f"{name} in the pack holds a row twice; {_UNTOUCHED}.")
                rows[key] = row
            out[name] = rows
        missing = listed - set(out["accounts"])
        if missing:
            raise BadPack(f"The pack lists an account that it does not hold; {_UNTOUCHED}.")
        self._without_strangers(out)
        return out

    def _without_strangers(self, out: State) -> None:
        """References that lead out of the pack lead nowhere."""
        contacts, accounts = out["contacts"], out["accounts"]
        for row in accounts.values():
            if row.get("parent_id", "") not in accounts:
                row["parent_id"] = ""
        for row in out["touchpoints"].values():
            told = row.get("contact_ids", "").split(";")
            row["contact_ids"] = ";".join(one for one in told if one in contacts)
        for name in ("surveys", "tickets"):
            for row in out[name].values():
                if row.get("contact_id", "") not in contacts:
                    row["contact_id"] = ""

    def _table(self, name: str) -> Iterable[Fields]:
        """The rows of a CSV file, as texts."""
        member = f"facts/{name}.csv"
        if member not in self._members:
            return
        try:
            text = self._members[member].decode("utf-8")
            lines = csv.reader(io.StringIO(text, newline=""), strict=True)
            header = self._header(name, next(lines, []))
            for cells in lines:
                self._rows += 1
                if len(cells) != len(header) or self._rows > _MOST_ROWS:
                    raise BadPack(f"{member} in the pack is no table; {_UNTOUCHED}.")
                yield {
                    column: cell
                    for column, cell in zip(header, cells, strict=True)
                    if column is not None
                }
        except (UnicodeDecodeError, csv.Error):
            raise BadPack(f"{member} in the pack is no table; {_UNTOUCHED}.") from None

    def _header(self, name: str, told: list[str]) -> list[str | None]:
        """The columns that are known; None for one that is left aside."""
        table = BY_NAME[name]
        known = {one.name for one in table.columns if one.cell is not Cell.IGNORED}
        needed = {one.name for one in table.columns if one.required} | set(table.key)
        if len(set(told)) != len(told) or len(told) > _MOST_COLUMNS or needed - set(told):
            raise BadPack(f"{name} in the pack has other columns than it must; {_UNTOUCHED}.")
        out: list[str | None] = []
        for column in told:
            custom = name == "accounts" and _ATTRIBUTE.match(column) is not None
            fits = column in known or custom
            if not fits:
                self._note(f"{name}: unknown column {column[:60]!r} left aside")
            out.append(column if fits else None)
        return out

    def _work(self, work: Work, state: State) -> Rows:
        member = f"work/{work.name}.json"
        if member not in self._members:
            return {}
        raw = self._decoded(member, msgspec.json.decode)
        wanted = shape(work.name)
        if isinstance(raw, list):
            for row in raw:
                if isinstance(row, dict):
                    self._unknown(row, wanted.__struct_fields__, member)
        rows: Any = GenericAlias(list, (wanted,))
        listed = self._decoded(member, lambda data: msgspec.json.decode(data, type=rows))
        out: Rows = {}
        for one in listed:
            told: Fields = msgspec.to_builtins(one)
            row = told
            key = row.pop("id")
            if not self._holds(work, row, state):
                self._note(f"{work.name}: a row of something that the pack does not hold")
                continue
            if work.key:
                key = SEPARATOR.join(str(row[name]) for name in work.key)
            if key in out:
                raise BadPack(f"{member} in the pack holds a row twice; {_UNTOUCHED}.")
            out[key] = row
        return out

    def _holds(self, work: Work, row: Fields, state: State) -> bool:
        """Whether what a row needs is there; what it may do without is emptied otherwise."""
        for one in work.fields:
            if one.kind == "ref":
                there = state.get(_PLURAL.get(one.of, one.of), {})
                if row[one.name] is not None and row[one.name] not in there:
                    row[one.name] = None
            if one.kind == "rule" and row[one.name] is not None and not _is_rule(row[one.name]):
                self._note(f"{work.name}: a rule that cannot be read")
                row[one.name] = None
            if one.kind == "signs":
                self._signs(row.get(one.name, ()))
            if one.wanted and row[one.name] in {None, ""}:
                return False
        return True

    def _signs(self, signs: Iterable[Fields]) -> None:
        """Signs before a loss lose a reading that is none."""
        for one in signs:
            if one["reading"] is not None and not _is_reading(one["reading"]):
                self._note("retro: the reading of a sign that cannot be read")
                one["reading"] = None

    def _usage(self, manifest: Manifest, state: State) -> Iterable[Sheet]:
        listed = {one.id for one in manifest.accounts}
        for name in USAGE:
            rows = []
            header = [one.name for one in BY_NAME[name].columns if one.cell is not Cell.IGNORED]
            for row in self._table(name):
                if name == "usage" and row["account_id"] not in listed:
                    self._note("usage: a value of an account that the pack does not list")
                elif name == "contact_usage" and row["contact_id"] not in state["contacts"]:
                    self._note("contact_usage: a value of somebody whom the pack does not hold")
                else:
                    rows.append([row.get(one, "") for one in header])
            yield Sheet(name, header, rows)

    def _files(self, state: State) -> dict[str, bytes]:
        out = {}
        for name, data in self._members.items():
            if _FILE.match(name):
                digest = name.removeprefix("files/")
                if hashlib.sha256(data).hexdigest() != digest:
                    raise BadPack(f"A file in the pack is not what it says; {_UNTOUCHED}.")
                out[digest] = data
        files = state.get(FILES, {})
        for key in [key for key, row in files.items() if row["content"] not in out]:
            self._note("attachment: a file that is not in the pack")
            del files[key]
        return out

    def _report(self) -> Report | None:
        """The report; one that cannot be shown is left aside."""
        if REPORT not in self._members:
            return None
        try:
            report = msgspec.json.decode(self._members[REPORT], type=Report)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, ValueError):
            self._note("the report cannot be read and is left aside")
            return None
        boards = any(
            isinstance(block, Board)
            for section in report.sections
            for line in section.lines
            for block in line.blocks
        )
        if boards or report.brand.logo:
            self._note("the report holds drawings of others and is left aside")
            return None
        return report


def _is_rule(told: str) -> bool:
    """Whether a text is a rule's document."""
    try:
        document = msgspec.json.decode(told)
        parse_rule(document, "rule", metrics_named(document), CATALOGUE)
    except (msgspec.MsgspecError, DeskError, RecursionError, ValueError):
        return False
    return True


def _is_reading(told: str) -> bool:
    """Whether a text is the document of a reading."""
    try:
        document = msgspec.json.decode(told)
        parse_ref(document, metrics_named(document), CATALOGUE, "reading")
    except (msgspec.MsgspecError, DeskError, RecursionError, ValueError):
        return False
    return True


_PLURAL: Final = {
    "account": "accounts",
    "contact": "contacts",
    "touchpoint": "touchpoints",
    "survey": "surveys",
    "mention": "mentions",
    "ticket": "tickets",
}
