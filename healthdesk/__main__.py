"""`healthdesk`, `python -m healthdesk`: the window without a command, the command line with one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from healthdesk import cli

READ_SPREADSHEET = "--read-spreadsheet"
"""What a frozen HealthDesk starts itself with, to be the process that opens spreadsheets."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or open the window when none is given; return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == [READ_SPREADSHEET]:
        from healthdesk.core.importers.spreadsheet import child  # noqa: PLC0415 - only that process

        return child.main(arguments[1:])
    asked = cli.parse(arguments)
    if asked.command is not None:
        return cli.run(asked)
    return _open_window(asked.desk)


def _open_window(desk: str | None) -> int:
    """Start the screen, if there is one and its parts are installed."""
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        return _refuse(
            "There is no display here, so the window cannot open; nothing was changed.",
            "The commands work without one: healthdesk --help",
        )
    try:
        # The screen is imported only here: a command must run where no Qt is installed.
        from healthdesk import app  # noqa: PLC0415
    except ImportError as missing:
        return _refuse(
            f"The window's parts are not installed ({missing}).",
            "The commands work without them: healthdesk --help",
        )
    return app.main(desk)


def _refuse(sentence: str, remedy: str) -> int:
    sys.stderr.write(f"{sentence} {remedy}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
