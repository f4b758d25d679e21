"""Runs code in another process: to be killed, to hold a lock, or to have fewer rights."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

UNPRIVILEGED = """
import os
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
"""
"""Goes between the imports of a child and its work: file rights mean nothing to the superuser."""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start Python on a piece of code; its output is read by whoever waits for it."""
    return subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(code: str, *arguments: object) -> str:
    """Run a piece of code to its end; returns what it printed, fails with its complaints."""
    with start(code, *arguments) as process:
        out, complaints = process.communicate(timeout=120)
        assert process.returncode == 0, complaints
        return out


def line(process: subprocess.Popen[str]) -> str:
    """The next line a child prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a child at once, as a power cut would, and wait until it is gone."""
    process.kill()
    process.communicate(timeout=60)
