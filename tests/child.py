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


KILLING = """
import os, signal, threading

def struck(work, delay):
    '''Run work in a fork and kill it after a delay; it must not have ended by itself.'''
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(3)
    threading.Event().wait(delay)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), status

def delays(kills, step, enough):
    '''Longer and shorter ones; and after the kills asked for, ever longer until enough happened.'''
    for number in range(kills):
        yield step * (1 + number % 20)
    while not enough():
        step *= 2
        yield step * 20
"""
"""Goes before a child's work: many kills for one start of Python."""


FORKS = """
import os, signal, sys

def forks(work):
    '''For a line that comes in, do work with it in a fork; for the next one, kill that.'''
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                work(line[:-1])
            finally:
                os._exit(0)
        sys.stdin.readline()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        print("gone", flush=True)
"""
"""Goes before a child's work, for `Forks`."""


class Forks:
    """A child that starts Python once and does its work in forks, each of them to be killed."""

    def __init__(self, code: str, *arguments: object) -> None:
        """The code ends with `forks(work)`; what `work` prints is read with `line`."""
        self._process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-c", FORKS + code, *map(str, arguments)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Forks:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def begin(self, told: object) -> None:
        """Start the work in a fork of its own."""
        self._say(f"{told}\n")

    def line(self) -> str:
        """The next line that is printed."""
        return line(self._process)

    def kill(self) -> None:
        """Kill the work at once, as a power cut would, and wait until it is gone."""
        self._say("\n")
        while not (told := self.line()).endswith("gone"):  # after half a line, maybe
            assert told, "the child has ended"

    def _say(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text)
        self._process.stdin.flush()


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
