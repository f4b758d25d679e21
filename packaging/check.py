"""The whole check of the project: `python3 packaging/check.py`. Green is what may land.

    --long        the long tests too (hundreds of kills, power cuts)
    --search      laws are tried on other random examples than those of every run
    --only NAME   one step: format, lint, types, layers, core, screen, journeys

Makes its environments itself: one with everything, and one without Qt for the core's tests. The
quick steps come first; the slowest of those that use one core goes on beside the tests.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import environment

MEMORY = Path("/dev/shm")  # noqa: S108 - a file system that lies in memory, where there is one
ROOM = 6 << 30
"""As much of it must be free for the tests to use it; they need about a third."""
BESIDE = frozenset({"types"})
"""Steps that go on beside those after them, and are told when they end."""


class Step(NamedTuple):
    """One part of the check: its name, the command, and variables of its own."""

    name: str
    command: list[str]
    variables: dict[str, str]


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """Variables that have tests write to memory: they make thousands of desks, each synced to disk.

    Tests pull no plug; what they do to a desk's file is the same on any file system.
    """
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        yield {}
        return
    with TemporaryDirectory(prefix="healthdesk-check-", dir=MEMORY) as folder:
        Path(folder).chmod(0o1777)  # like any such folder: some tests run with fewer rights
        yield {"TMPDIR": folder}


def steps(python: Path, core: Path, *, long: bool, search: bool) -> list[Step]:
    """All steps in order, the quick ones first."""
    tool = str(python.parent)
    marked = [] if long else ["-m", "not long"]
    examples = ["--hypothesis-profile", "search"] if search else []
    # By worksteal, tests of a file stay together: what they share is made once.
    pytest = [
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "worksteal",
        "--no-header",
        *marked,
        *examples,
    ]
    offscreen = {"QT_QPA_PLATFORM": "offscreen"}
    window = {"QT_QPA_PLATFORM": "xcb"} if shutil.which("xvfb-run") else offscreen
    return [
        Step("format", [f"{tool}/ruff", "format", "--check", "."], {}),
        Step("lint", [f"{tool}/ruff", "check", "."], {}),
        Step("types", [f"{tool}/mypy"], {}),
        Step("layers", [f"{tool}/lint-imports"], {}),
        Step("core", [str(core), *pytest, "tests/core", "-p", "no:pytest-qt"], {}),
        Step("screen", [str(python), *pytest, "tests/gui", "tests/house"], offscreen),
        Step("journeys", [str(python), "packaging/journeys.py", *marked], window),
    ]


def run(step: Step, more: dict[str, str], *, beside: bool = False) -> bool:
    """Run one step, its output as it comes, or all at its end if it goes on `beside` others."""
    if not beside:
        print(f"\n== {step.name}", flush=True)
    began = time.monotonic()
    variables = environment.project_environment()
    variables.update(more)
    variables.update(step.variables)
    done = subprocess.run(
        step.command,
        cwd=environment.ROOT,
        env=variables,
        stdout=subprocess.PIPE if beside else None,
        stderr=subprocess.STDOUT if beside else None,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    well = done.returncode == 0
    told = f"\n== {step.name}\n{done.stdout}" if beside else ""
    print(
        f"{told}== {step.name}: {'ok' if well else 'FAILED'}, {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return well


def run_all(wanted: list[Step]) -> list[str]:
    """Run steps, even after a failed one; returns the names of those that failed."""
    went: dict[str, bool | Future[bool]] = {}
    with scratch() as more, ThreadPoolExecutor(1) as beside:
        for step in wanted:
            if step.name in BESIDE:
                went[step.name] = beside.submit(run, step, more, beside=True)
            else:
                went[step.name] = run(step, more)
        for name, how in went.items():
            went[name] = how.result() if isinstance(how, Future) else how
    return [name for name, how in went.items() if not how]


def main() -> int:
    """Run every step, even after a failed one, and say which failed."""
    parser = argparse.ArgumentParser(description="Check the whole project.")
    parser.add_argument("--long", action="store_true", help="the long tests too")
    parser.add_argument("--search", action="store_true", help="other examples for the laws")
    parser.add_argument(
        "--only", metavar="NAME", action="append", help="one step (may be repeated)"
    )
    chosen = parser.parse_args()
    try:
        environment.require_python()
        python = environment.ensure(".venv-check", "check.txt")
        core = environment.ensure(".venv-core", "core.txt")
        if sys.platform.startswith("linux") and not shutil.which("xvfb-run"):
            environment.install_packages(["xvfb", "xauth"])
        environment.require_libraries(screen=bool(shutil.which("xvfb-run")))
    except environment.Trouble as trouble:
        environment.fail(trouble)
    os.chdir(environment.ROOT)
    wanted = [
        step
        for step in steps(python, core, long=chosen.long, search=chosen.search)
        if not chosen.only or step.name in chosen.only
    ]
    failed = run_all(wanted)
    print("\nFAILED: " + ", ".join(failed) if failed else "\nAll checks passed.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
