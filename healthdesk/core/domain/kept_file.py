"""A file kept in the desk with an account: what it is called, and what is safe to do with it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

LIMIT: Final = 25_000_000
"""Bytes of the largest file that is kept."""
LONGEST_NAME: Final = 120
_PROGRAMS: Final = frozenset(
    (
        *("app", "apk", "appimage", "bat", "bin", "cmd", "com", "cpl", "desktop", "dll", "dmg"),
        *("exe", "gadget", "hta", "inf", "jar", "js", "jse", "lnk", "msi", "msp", "pif", "pkg"),
        *("ps1", "psm1", "py", "pyw", "reg", "rpm", "run", "scf", "scr", "sh", "shb", "sys"),
        *("url", "vb", "vbe", "vbs", "ws", "wsf", "wsh", "xpi"),
    )
)
"""Endings of files that can do something when they are opened."""
_MACROS: Final = frozenset(
    (
        *("docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppam", "ppsm", "sldm"),
        "xll",
    )
)
_STARTS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in range(1, 10))]
)
_UNSAFE: Final = frozenset('<>:"/\\|?*')


@dataclass(frozen=True)
class KeptFile:
    """A file of an account, without its bytes."""

    row: int
    name: str
    note: str
    day: int
    size: int
    touchpoint: int | None = None


@dataclass(frozen=True)
class FileBytes:
    """A file with its bytes, to open or to save."""

    name: str
    content: bytes

    @property
    def runs(self) -> bool:
        """Whether opening it could run something, by its ending or its first bytes."""
        return can_run(self.name) or self.content.startswith(_STARTS)


def can_run(name: str) -> bool:
    """Whether a file of this name could run something when it is opened.

    >>> can_run("offer.pdf"), can_run("offer.pdf.EXE"), can_run("plan.xlsm")
    (False, True, True)
    """
    ending = name.rstrip(". ").rpartition(".")[2].casefold()
    return ending in _PROGRAMS or ending in _MACROS


def safe_name(name: str) -> str:
    """A name that every system can write and that shows its true ending; never empty.

    Marks that turn the direction of writing go: with them "exe.pdf" can be made to look like
    "fdp.exe" and the other way round.

    >>> safe_name("../a:b.pdf"), safe_name("con.txt"), safe_name("..")
    ('a_b.pdf', '_con.txt', 'file')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    told = "".join(
        "_" if letter in _UNSAFE else letter
        for letter in unicodedata.normalize("NFC", last)
        if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    ).strip(". ")
    if not told:
        return "file"
    stem, dot, ending = told.rpartition(".")
    if dot and len(ending) <= 16:
        told = f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip('. ')}.{ending}"
    else:
        told = told[:LONGEST_NAME]
    return f"_{told}" if told.partition(".")[0].casefold() in _RESERVED else told
