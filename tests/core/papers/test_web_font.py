"""The font of a page holds the letters it uses, as the whole font has them, and no others."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import ImageFont

from healthdesk import paths
from healthdesk.core.papers.web_font import faces, woff

FILES = {400: "Inter-Regular.ttf", 600: "Inter-SemiBold.ttf"}
WORDS = "Ärger mit “Łódź”: ½ of €1,234.50 \u2212 ok…"


def opened(content: bytes) -> bytes:
    """A WOFF as the font that it packs."""
    signature, flavour, size, count = struct.unpack_from(">4sLLH", content)
    assert (signature, flavour, size) == (b"wOFF", 0x10000, len(content))
    entries, bodies = b"", b""
    place = 12 + 16 * count
    for at in range(count):
        name, where, small, large, total = struct.unpack_from(">4sLLLL", content, 44 + 20 * at)
        body = content[where : where + small]
        body = zlib.decompress(body) if small < large else body
        assert len(body) == large
        assert where % 4 == 0
        entries += struct.pack(">4sLLL", name, total, place + len(bodies), large)
        bodies += body + b"\0" * (-large % 4)
    assert place + len(bodies) == struct.unpack_from(">L", content, 16)[0]
    return struct.pack(">LHHHH", flavour, count, 0, 0, 0) + entries + bodies


@pytest.mark.parametrize("weight", FILES)
def test_letters_are_those_of_the_whole_font(weight):
    small = woff(weight, frozenset(map(ord, WORDS)))
    assert len(small) < 12_000
    basic = ImageFont.Layout.BASIC
    mine = ImageFont.truetype(io.BytesIO(opened(small)), 300, layout_engine=basic)
    whole = ImageFont.truetype(
        str(paths.resources() / "fonts" / FILES[weight]), 300, layout_engine=basic
    )
    for letter in sorted(set(WORDS) - set("0123456789")):
        assert abs(mine.getlength(letter) - whole.getlength(letter)) <= 1, letter
        pairs = zip(mine.getbbox(letter), whole.getbbox(letter), strict=True)
        assert max(abs(one - other) for one, other in pairs) <= 3, letter
    assert mine.getmask("Q").getbbox() == mine.getmask("\u4e00").getbbox()


def test_figures_are_all_as_wide():
    font = ImageFont.truetype(io.BytesIO(opened(woff(400, frozenset(range(48, 58))))), 100)
    assert len({font.getlength(one) for one in "0123456789"}) == 1
    assert len({bytes(font.getmask(one)) for one in "0123456789"}) == 10


def test_a_text_brings_both_weights_always_the_same_way():
    told = faces("Abc \U0001f600 株")
    assert told.count("@font-face") == 2
    assert told == faces("cbA 株 \U0001f600bb")
    assert "<" not in told
    assert faces("").count("data:font/woff;base64,") == 2
