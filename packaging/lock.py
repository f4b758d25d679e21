"""Makes the lock files anew: every dependency, its version and hashes, and no host names.

    python3 packaging/lock.py

check.txt holds everything, app.txt what the window needs, core.txt the core alone with what its
tests need. The two smaller ones are held to the versions of the first. Needs `uv` on the path
(`pip install uv`).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "lock"

READERS = ("--extra", "parquet", "--extra", "postgresql")
"""Extras that every environment made here has: the people who use it should not meet them."""
CORE_TESTS = (
    *("aiosmtpd", "apsw", "hypothesis", "pypdf", "pytest", "pytest-socket", "pytest-xdist"),
    "time-machine",
)


def compile_lock(uv: str, target: Path, *arguments: str, stdin: str | None = None) -> None:
    """Resolve one lock file; host names are never emitted."""
    subprocess.run(
        [
            uv,
            "pip",
            "compile",
            "--universal",
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--no-header",
            "--no-annotate",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--quiet",
            "--upgrade",
            "--output-file",
            str(target),
            *arguments,
        ],
        cwd=ROOT,
        check=True,
        text=True,
        input=stdin,
        stdout=subprocess.DEVNULL,
    )


def main() -> int:
    """Write the three files."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is not on the path: pip install uv, then run this again.", file=sys.stderr)
        return 1
    LOCK.mkdir(exist_ok=True)
    whole = LOCK / "check.txt"
    compile_lock(uv, whole, "--extra", "gui", "--extra", "dev", *READERS, "pyproject.toml")
    held = ("--constraint", str(whole))
    compile_lock(uv, LOCK / "app.txt", *held, "--extra", "gui", *READERS, "pyproject.toml")
    tests = "\n".join(CORE_TESTS)
    compile_lock(uv, LOCK / "core.txt", *held, *READERS, "pyproject.toml", "-", stdin=tests)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
