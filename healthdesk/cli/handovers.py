"""The command of handover packs: handover make, open, merge, return."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Final

from healthdesk.cli import desks
from healthdesk.cli.output import Bar, Json, print_json, print_line, say
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.handover import SUFFIX, PackOptions
from healthdesk.core.services import handover_making as making
from healthdesk.core.services import handover_merging as merging
from healthdesk.core.services import handover_opening as opening
from healthdesk.core.services import settings
from healthdesk.core.services.handover_making import Giving, Written
from healthdesk.core.services.wording import count_of

_DONE, _LEFT = 0, 3


def _handover(asked: Namespace) -> int:
    path = Path(asked.file)
    if path.suffix != SUFFIX:
        raise UsageError(f"A handover pack is named *{SUFFIX}.")
    return _WAYS[asked.what](asked, path, _passphrase(asked))


def _passphrase(asked: Namespace) -> str:
    """The passphrase, out of a file: what stands in a command is seen by others."""
    if asked.passphrase_file is None:
        return ""
    found = Path(asked.passphrase_file)
    if not found.is_file():
        raise UsageError(f"There is no file {found} with a passphrase.")
    return found.read_text(encoding="utf-8").strip()


def _make(asked: Namespace, path: Path, passphrase: str) -> int:
    if not asked.accounts:
        raise UsageError("Name the accounts to hand over: --account A, once for each.")
    with desks.changing(asked) as desk, Bar() as bar:
        giving = Giving(
            tuple(asked.accounts),
            to=asked.to or "",
            by=asked.by or desk.read(settings.read).person,
            until=None if asked.until is None else to_day(asked.until),
            lasting=asked.for_good,
            options=PackOptions(
                notes=asked.notes,
                addresses=not asked.no_addresses,
                attachments=asked.attachments,
            ),
        )
        made = desk.read(making.make, giving, bar)
        written = making.write(made, path, passphrase, page=not passphrase, progress=bar)
        desk.do(making.record, made)
    return _told(asked, written)


def _return(asked: Namespace, path: Path, passphrase: str) -> int:
    if asked.pack is None:
        raise UsageError("Name the pack whose changes go back: --pack FILE, as it came.")
    pack = opening.read(Path(asked.pack), passphrase).manifest.pack
    with desks.reading(asked) as desk, Bar() as bar:
        made = desk.read(making.make_return, pack, asked.by or "", bar)
        written = making.write(made, path, passphrase, page=False, progress=bar)
    return _told(asked, written)


def _told(asked: Namespace, written: Written) -> int:
    if asked.json:
        page = None if written.page is None else str(written.page)
        print_json({"file": str(written.path), "bytes": written.size, "page": page})
    else:
        print_line(f"Wrote {written.path}, {written.size:,} bytes.")
    return _DONE


def _open(asked: Namespace, path: Path, passphrase: str) -> int:
    pack = opening.read(path, passphrase)
    with desks.reading(asked) as desk:
        coming = desk.read(merging.preview, pack)
    manifest = coming.manifest
    document: dict[str, Json] = {
        "pack": manifest.pack,
        "way": manifest.way,
        "by": manifest.by,
        "day": to_date(manifest.day).isoformat(),
        "accounts": [one.id for one in manifest.accounts],
        "new": list(coming.new),
        "changes": len(coming.changes),
        "values": coming.values,
        "conflicts": [
            {"table": one.table, "key": one.key, "field": one.field, "was": one.was,
             "mine": one.mine, "theirs": one.theirs}
            for one in coming.conflicts
        ],
        "left_out": list(manifest.left_out),
        "notes": list(coming.notes),
    }  # fmt: skip
    if asked.json:
        print_json(document)
        return _DONE
    counted = count_of(len(manifest.accounts), "account")
    print_line(f"{manifest.by or 'Somebody'}, {document['day']}: {counted}.")
    print_line(f"{len(coming.changes):,} rows would change, {len(coming.conflicts):,} conflicts.")
    for note in coming.notes:
        say(note)
    return _DONE


def _merge(asked: Namespace, path: Path, passphrase: str) -> int:
    pack = opening.read(path, passphrase)
    with desks.changing(asked) as desk, Bar() as bar:
        met = desk.read(merging.preview, pack).conflicts
        side = {one.where: asked.side for one in met}
        me = desk.read(settings.read).person
        result = desk.do(merging.take, pack, side, by=me, progress=bar)
    if asked.json:
        print_json(
            {
                "added": result.added,
                "changed": result.changed,
                "removed": result.removed,
                "values": result.values,
                "kept": result.kept,
                "rejected": result.rejected,
                "notes": list(result.notes),
            }
        )
    else:
        print_line(
            f"{result.added:,} rows new, {result.changed:,} changed, {result.removed:,} removed,"
            f" {result.kept:,} conflicts kept as here."
        )
        for note in result.notes:
            say(note)
    return _LEFT if result.rejected else _DONE


_WAYS: Final[dict[str, Callable[[Namespace, Path, str], int]]] = {
    "make": _make,
    "open": _open,
    "merge": _merge,
    "return": _return,
}
COMMANDS: dict[str, Callable[[Namespace], int]] = {"handover": _handover}
