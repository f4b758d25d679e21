"""Runs every journey in a process of its own, as a person starts the program once a process.

`python packaging/journeys.py [pytest options]`, with the Python of the check's environment.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "tests/journeys"
NONE_CHOSEN = 5
"""What pytest ends with when no test was chosen."""


def main(options: list[str]) -> int:
    """Run them one after the other; 1 when one failed, each failure told by pytest."""
    pytest = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider"]
    told = subprocess.run(
        [*pytest, "--collect-only", *options, FOLDER],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line for line in told.stdout.splitlines() if line.startswith(FOLDER)]
    if told.returncode not in {0, NONE_CHOSEN} or not found:
        print(told.stdout, told.stderr)
        return 1
    failed = [one for one in found if _fails([*pytest, *options, one])]
    print(f"{len(found) - len(failed)} journeys passed, {len(failed)} failed", *failed, sep="\n")
    return 1 if failed else 0


def _fails(command: list[str]) -> bool:
    return subprocess.run(command, cwd=ROOT, check=False).returncode != 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
