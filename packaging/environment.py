"""Makes the Python environments of run.py and check.py, from the lock files.

Standard library only. An environment is a folder beside the project (`.venv`, `.venv-check`,
`.venv-core`). It is made whole or not at all: a stamp written last says which lock and which Python
it holds, so the second start costs a few milliseconds.

This file is read by any Python 3.7 or newer, so that an old one gets a sentence, not a traceback.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn, Sequence  # noqa: UP035 - read by old Pythons too

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "packaging" / "lock"
OLDEST, NEWEST = (3, 11), (3, 13)
STAMP = "healthdesk-stamp"

# What Qt needs of a Linux system: library, Debian's package.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class Trouble(Exception):  # noqa: N818 - it is told to a person as it stands
    """Set-up cannot go on: what happened, and the line that mends it."""


def say(text: str) -> None:
    """Tell how set-up goes, on standard error: standard output stays the command's own."""
    print(text, file=sys.stderr, flush=True)


def fail(trouble: Trouble) -> NoReturn:
    """End with the sentence of a trouble."""
    say(f"HealthDesk could not be set up. {trouble}")
    raise SystemExit(1)


def require_python() -> None:
    """Go on in a Python that HealthDesk runs on: this one, or a newer one found on the path."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other and os.environ.get("HEALTHDESK_PYTHON_TRIED") != other:
            os.environ["HEALTHDESK_PYTHON_TRIED"] = other
            raise SystemExit(replace_process([other, *sys.argv]))
    raise Trouble(
        f"It needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]} and this is {platform.python_version()}. "
        "Install one and start again with it, on Debian and Ubuntu: "
        "apt-get install python3.11 python3.11-venv"
    )


def replace_process(command: Sequence[str]) -> int:
    """Become another program, or on Windows run it; its exit status is ours."""
    if os.name == "nt":  # os.exec* there returns to the shell before the program ends
        return subprocess.run(list(command), check=False).returncode
    sys.stdout.flush()
    sys.stderr.flush()
    return os.execv(command[0], list(command))  # noqa: S606 - a shell is what is avoided here


def project_environment() -> dict[str, str]:
    """The variables under which an environment's Python finds this checkout."""
    variables = dict(os.environ)
    older = variables.get("PYTHONPATH")
    variables["PYTHONPATH"] = str(ROOT) + (os.pathsep + older if older else "")
    return variables


def ensure(name: str, lock: str) -> Path:
    """Make the environment if it is not there as the lock says, and return its Python."""
    lock_file = LOCKS / lock
    folder = home_of_environments() / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / STAMP
    wanted = hashlib.sha256(lock_file.read_bytes() + sys.version.encode()).hexdigest()
    try:
        if stamp.is_file() and stamp.read_text() == wanted and python.exists():
            return python
        if folder.exists():
            shutil.rmtree(str(folder))
        say(f"Setting up HealthDesk, once ({folder.name}, from {lock}) ...")
        make_venv(folder)
        install(python, lock_file)
        stamp.write_text(wanted)
    except OSError as error:
        raise Trouble(
            f"{folder} cannot be written ({error.strerror or error}). Nothing else was changed. "
            "Make room or make the folder writable, then start again."
        ) from error
    return python


def home_of_environments() -> Path:
    """The checkout, or a folder of the user's own where the checkout is read-only."""
    if os.access(str(ROOT), os.W_OK):
        return ROOT
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    folder = Path(base or Path.home() / ".cache") / "healthdesk" / checkout
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def make_venv(folder: Path) -> None:
    """Make an empty environment with pip in it."""
    command = [sys.executable, "-m", "venv", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    shutil.rmtree(str(folder), ignore_errors=True)
    words = done.stdout + done.stderr
    if "ensurepip" not in words and "No module named venv" not in words:
        raise Trouble(f"Python could not make an environment: {words.strip()[-300:]}")
    package = f"python3.{sys.version_info[1]}-venv"
    if not install_packages([package]):
        raise Trouble(
            "This Python comes without pip and venv. Install them and start again: "
            f"apt-get install {package}"
        )
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"Python could not make an environment: {done.stderr.strip()[-300:]}")


def install(python: Path, lock_file: Path) -> None:
    """Install exactly what the lock holds, hashes checked, counting the packages on the way."""
    total = sum(1 for line in lock_file.read_text().splitlines() if "==" in line)
    command = [str(python), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--only-binary", ":all:", "--disable-pip-version-check", "--no-input"]
    command += ["--retries", "2", "--timeout", "30", "--requirement", str(lock_file)]
    seen = 0
    words = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for line in pip.stdout or ():
            words.append(line)
            if line.startswith("Collecting"):
                seen += 1
                say(f"  {min(seen, total):2} of {total}  {line.split()[1].split('==')[0]}")
            elif line.startswith("Installing collected"):
                say("  installing ...")
    if pip.returncode:
        raise Trouble(reason_of_pip("".join(words)))


def reason_of_pip(words: str) -> str:
    """What pip's words mean for the person at the keyboard."""
    unreachable = ("NewConnection", "Temporary failure", "ConnectTimeout", "Max retries", "Proxy")
    if any(sign in words for sign in unreachable):
        return (
            "The package index could not be reached; packages are fetched once, at the first "
            "start. Connect to the network (or set pip's index to one that you reach) and start "
            "again."
        )
    if "No space left" in words:
        return "The disk is full; about 600 MB are needed. Make room and start again."
    if "No matching distribution" in words or "Could not find a version" in words:
        system = f"{platform.platform()}, Python {platform.python_version()}"
        return f"A package has no ready build for this system ({system}):\n{last_lines(words)}"
    if "HASHES" in words or "hashes" in words:
        return f"A package is not the one the lock names; it was left out:\n{last_lines(words)}"
    return f"pip ended with:\n{last_lines(words)}"


def last_lines(words: str) -> str:
    """The end of a long output."""
    return "\n".join(words.strip().splitlines()[-4:])


def missing_libraries(wanted: dict[str, str]) -> dict[str, str]:
    """Those of the system libraries that cannot be loaded (none, but on Linux)."""
    if not sys.platform.startswith("linux"):
        return {}
    missing = {}
    for library, package in wanted.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def require_libraries(*, screen: bool) -> None:
    """See that Qt's system libraries are there; as root on Debian, install them."""
    wanted = dict(QT_LIBRARIES, **SCREEN_LIBRARIES) if screen else QT_LIBRARIES
    missing = missing_libraries(wanted)
    if missing and install_packages(sorted(set(missing.values()))):
        missing = missing_libraries(wanted)
    if missing:
        packages = " ".join(sorted(set(missing.values())))
        raise Trouble(
            "The window needs system libraries that are missing here: "
            f"{', '.join(sorted(missing))}. Install them and start again, on Debian and Ubuntu: "
            f"apt-get install {packages}"
        )


def install_packages(packages: Sequence[str]) -> bool:
    """Install Debian packages, if this is root on Debian or Ubuntu; say whether that was done."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    say(f"Installing system packages: {' '.join(packages)}")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    wanted = [apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
    complaint = ""
    for command in (wanted, [apt, "update", "-qq"], wanted):  # an old list first finds nothing
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if command is wanted and done.returncode == 0:
            return True
        complaint = done.stderr
    say(complaint.strip()[-300:])
    return False
