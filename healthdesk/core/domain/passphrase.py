"""What a passphrase must be, and how hard it would be to guess, in words.

Not here: encrypting (services/handover_packing.py).
"""

from __future__ import annotations

import math
from typing import Final

SHORTEST: Final = 8
_FAIR, _STRONG = 40, 60
"""Bits from which on guessing takes long, and very long."""
_KINDS: Final = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10))
_OTHER: Final = 20
_WIDER: Final = 100
"""Letters beyond ASCII."""


def wrong(told: str) -> str:
    """What keeps a passphrase from being used; "" = nothing, none at all included."""
    return f"At least {SHORTEST} letters." if told and len(told) < SHORTEST else ""


def strength(told: str) -> str:
    """How good a passphrase is, for the line under it."""
    if not told:
        return "None: whoever has the file can read it."
    if len(told) < SHORTEST:
        return f"Too short: {len(told)} of at least {SHORTEST} letters."
    bits = _bits(told)
    if bits < _FAIR:
        return "Weak: soon guessed. Several words make it strong."
    if bits < _STRONG:
        return "Fair. One word more makes it strong."
    return "Strong."


def _bits(told: str) -> float:
    """An upper bound of what guessing it takes: letters that differ count, repeats hardly."""
    alphabet = sum(size for is_kind, size in _KINDS if any(map(is_kind, filter(str.isascii, told))))
    if any(one.isascii() and not one.isalnum() for one in told):
        alphabet += _OTHER
    if any(not one.isascii() for one in told):
        alphabet += _WIDER
    counted = min(len(told), 2 * len(set(told)))
    return counted * math.log2(max(alphabet, 2))
