"""The desk without a screen: arguments in, services called, words or JSON out.

One file per group of commands; each is imported only when one of its commands runs, so that
`--help` and a wrong call answer at once.
"""

from __future__ import annotations

import importlib
import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from healthdesk.cli.output import speak_plainly
from healthdesk.cli.parser import build
from healthdesk.core.domain.errors import Cancelled, DeskError, UsageError

DONE, FAILED, WRONG_USE, PROBLEMS = 0, 1, 2, 3
"""Exit statuses: done; could not be done; wrong usage; done, and problems found."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    parser = build()
    asked = parser.parse_args(argv)
    if asked.command is None:
        parser.error("which command? Without one, `healthdesk` opens the window")
    return run(asked)


def parse(argv: Sequence[str]) -> Namespace:
    """Read the arguments; `command` is None when the window is meant. Wrong usage exits with 2."""
    return build().parse_args(argv)


def run(asked: Namespace) -> int:
    """Do what was asked; a failure is one sentence on standard error."""
    speak_plainly()
    try:
        group = importlib.import_module(f"healthdesk.cli.{asked.group}")
        status: int = group.COMMANDS[asked.command](asked)
        sys.stdout.flush()
    except UsageError as error:
        return _tell(str(error), WRONG_USE)
    except DeskError as error:
        return _tell(str(error), FAILED)
    except (Cancelled, KeyboardInterrupt):
        return _tell("Stopped; what was begun is rolled back.", FAILED)
    except BrokenPipeError:
        # Whoever read our output went away (`| head`): no more to say, nothing to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        return _tell(f"{error.strerror or error}: {error.filename or 'a file'}.", FAILED)
    return status


def _tell(sentence: str, status: int) -> int:
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    return status
