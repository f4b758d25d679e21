"""Commands that look after the file: check, backup, restore."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from healthdesk.cli import desks
from healthdesk.cli.output import print_json, print_line
from healthdesk.core import desk as store

_DONE, _PROBLEMS = 0, 3


def _check(asked: Namespace) -> int:
    with desks.reading(asked) as desk:
        problems = [str(one) for one in desk.check()]
    if asked.json:
        print_json({"ok": not problems, "problems": problems})
    else:
        for one in problems:
            print_line(one)
        found = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        print_line(f"{found} found." if problems else "The desk is sound.")
    return _PROBLEMS if problems else _DONE


def _backup(asked: Namespace) -> int:
    with desks.reading(asked) as desk:
        made = desk.backup(Path(asked.to) if asked.to else None)
    if asked.json:
        print_json({"file": str(made.file), "bytes": made.bytes})
    else:
        print_line(f"Copied to {made.file}, {made.bytes:,} bytes.")
    return _DONE


def _restore(asked: Namespace) -> int:
    path, backup = desks.desk_path(asked), Path(asked.file)
    kept = store.restore(path, backup)
    if asked.json:
        print_json({"file": str(path), "bytes": path.stat().st_size})
    elif kept is None:
        print_line(f"{path} is now the copy {backup}.")
    else:
        print_line(f"{path} is now the copy {backup}; what was there is kept as {kept}.")
    return _DONE


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "check": _check,
    "backup": _backup,
    "restore": _restore,
}
