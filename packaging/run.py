"""Starts HealthDesk where there is nothing but Python: `python3 packaging/run.py [arguments]`.

Makes the environment at the first start, then opens the window; with a command (`run.py demo`,
`run.py scores --json`) it runs that and needs no display. All arguments are HealthDesk's own.
"""

from __future__ import annotations

import os
import sys
from typing import Sequence  # noqa: UP035 - read by old Pythons too

import environment

NO_DISPLAY = (
    "There is no display here, so the window cannot open (neither DISPLAY nor WAYLAND_DISPLAY is "
    "set). Commands work all the same, for example: python3 packaging/run.py demo --to "
    "sample.healthdesk, then python3 packaging/run.py --desk sample.healthdesk scores"
)


def wants_window(arguments: Sequence[str]) -> bool:
    """Tell whether the arguments name no command: then the window opens."""
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--desk":
            next(waiting, None)
        elif argument in ("-h", "--help", "--version") or not argument.startswith("-"):
            return False
    return True


def has_display() -> bool:
    """Tell whether a window can appear; Qt's own choice of platform counts as one."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def main(arguments: Sequence[str]) -> int:
    """Set up what is missing, then become HealthDesk."""
    try:
        environment.require_python()
        python = environment.ensure(".venv", "app.txt")
        if wants_window(arguments):
            if not has_display():
                environment.say(NO_DISPLAY)
                return 1
            offscreen = os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal"))
            environment.require_libraries(screen=not offscreen)
    except environment.Trouble as trouble:
        environment.fail(trouble)
    os.environ.update(environment.project_environment())
    return environment.replace_process([str(python), "-m", "healthdesk", *arguments])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
