"""Runs every journey in a process of its own, as a person starts the program once a process.

`python packaging/journeys.py [pytest options]`, with the Python of the check's environment. Two
go at a time, each on a screen of its own where virtual ones can be had: a screen has one active
window, and shortcuts reach that one alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "tests/journeys"
NONE_CHOSEN = 5
"""What pytest ends with when no test was chosen."""
AT_ONCE = 2
SCREENS = 90
"""The number of the first virtual screen; each journey under way looks for one from its own on."""
APART = 100
KEPT = "HEALTHDESK_TEST_KEPT"
"""Where journeys keep the sample desk that they all start from (tests/ready.py)."""
PYTEST = (sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider")


class Ran(NamedTuple):
    """One journey that ended: its name, all that it printed, and how it went."""

    name: str
    told: str
    well: bool
    seconds: float


def main(options: list[str]) -> int:
    """Run them all; 1 when one failed, each failure told by pytest, whole and by itself."""
    told = subprocess.run(
        [*PYTEST, "--collect-only", *options, FOLDER],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line for line in told.stdout.splitlines() if line.startswith(FOLDER)]
    if told.returncode not in {0, NONE_CHOSEN} or not found:
        print(told.stdout, told.stderr)
        return 1
    failed = []
    with TemporaryDirectory() as kept, ThreadPoolExecutor(AT_ONCE) as at_once:
        free: SimpleQueue[int] = SimpleQueue()
        for number in range(AT_ONCE):
            free.put(SCREENS + APART * number)
        go = partial(_go, options, kept, free)
        for one in as_completed([at_once.submit(go, name) for name in found]):
            ran = one.result()
            print(f"{'ok' if ran.well else 'FAILED'} {ran.seconds:4.0f} s  {ran.name}", flush=True)
            if not ran.well:
                print(ran.told, flush=True)
                failed.append(ran.name)
    print(f"{len(found) - len(failed)} journeys passed, {len(failed)} failed", *failed, sep="\n")
    return 1 if failed else 0


def _go(options: list[str], kept: str, free: SimpleQueue[int], name: str) -> Ran:
    """Run one journey on a screen that no other one is on."""
    screen = free.get()
    began = time.monotonic()
    try:
        done = subprocess.run(
            [*_on_screen(screen), *PYTEST, *options, name],
            cwd=ROOT,
            env={**os.environ, KEPT: kept},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    finally:
        free.put(screen)
    return Ran(name, done.stdout, done.returncode == 0, time.monotonic() - began)


def _on_screen(number: int) -> list[str]:
    """What starts a virtual screen for a command, where there is such a thing."""
    xvfb = shutil.which("xvfb-run")
    return [xvfb, "-a", "-n", str(number), "-s", "-screen 0 1440x900x24"] if xvfb else []


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
