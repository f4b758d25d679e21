"""The whole check of the project: `python3 packaging/check.py`. Green is what may land.

    --long        the long tests too (hundreds of kills, power cuts)
    --only NAME   one step: format, lint, types, layers, core, screen, journeys

Makes its environments itself: one with everything, and one without Qt for the core's tests.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import environment


class Step(NamedTuple):
    """One part of the check: its name, the command, and variables of its own."""

    name: str
    command: list[str]
    variables: dict[str, str]


def steps(python: Path, core: Path, *, long: bool) -> list[Step]:
    """All steps in order, the quick ones first."""
    tool = str(python.parent)
    marked = [] if long else ["-m", "not long"]
    pytest = ["-m", "pytest", "-q", "-n", "2", "--no-header", *marked]
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


def run(step: Step) -> bool:
    """Run one step, its output as it comes."""
    print(f"\n== {step.name}", flush=True)
    began = time.monotonic()
    variables = environment.project_environment()
    variables.update(step.variables)
    done = subprocess.run(step.command, cwd=environment.ROOT, env=variables, check=False)
    well = done.returncode == 0
    print(
        f"== {step.name}: {'ok' if well else 'FAILED'}, {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return well


def main() -> int:
    """Run every step, even after a failed one, and say which failed."""
    parser = argparse.ArgumentParser(description="Check the whole project.")
    parser.add_argument("--long", action="store_true", help="the long tests too")
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
        for step in steps(python, core, long=chosen.long)
        if not chosen.only or step.name in chosen.only
    ]
    failed = [step.name for step in wanted if not run(step)]
    print("\nFAILED: " + ", ".join(failed) if failed else "\nAll checks passed.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
