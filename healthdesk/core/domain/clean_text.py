"""Texts of strangers as formats can hold them: without control characters, on one line.

Not here: what a format itself would read as an order (papers/texts.py, cell_guard.py).
"""

from __future__ import annotations

import re
from typing import Final

_CUT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, or programs read as orders to a screen."""
_ENDS: Final = re.compile("\r\n?|[\u2028\u2029]")


def plain(text: str) -> str:
    r"""The text without control characters that formats cannot hold; line ends are one sign each.

    >>> plain("a\x00b\r\nc\td")
    'ab\nc\td'
    """
    return _CUT.sub("", _ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The text on one line, every run of white space one blank."""
    return " ".join(plain(text).split())
