"""What a desk calls its bands: which names may be, how they are kept, what reads as them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.band_names import (
    LONGEST,
    USUAL,
    BandNames,
    checked,
    kept_as,
    parsed,
)
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.views import BANDS

OWN = BandNames("Thriving", "Steady", "At risk", "No signal")
NAMES = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=LONGEST
)


def test_each_band_has_its_name_and_other_words_stay() -> None:
    assert [OWN.of(band) for band in BANDS] == ["Thriving", "Steady", "At risk", "No signal"]
    assert [USUAL.of(band) for band in BANDS] == list(BANDS)
    assert [OWN.of(word) for word in ("", "62", "all", "of", "Thriving")] == [
        "", "62", "all", "of", "Thriving",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (BandNames(strong=" "), "needs a name"),
        (BandNames(poor="p" * (LONGEST + 1)), "longer than 24"),
        (BandNames(poor="strong"), "the same name"),
        (BandNames("A", "B", "b", "C"), "the same name"),
        (BandNames(unknown="No\u202esignal"), "letters that show"),
    ],
)
def test_names_that_nobody_could_tell_apart_are_refused(names: BandNames, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        checked(names)


def test_blanks_around_and_within_are_tidied() -> None:
    assert checked(BandNames(poor="  At \n risk ")).poor == "At risk"
    assert len(checked(BandNames(poor="p" * LONGEST)).poor) == LONGEST


@given(st.lists(NAMES, min_size=4, max_size=4, unique_by=str.casefold))
def test_what_is_kept_reads_as_it_was(some: list[str]) -> None:
    try:
        names = checked(BandNames(*some))
    except UsageError:
        return
    assert parsed(kept_as(names)) == names


@pytest.mark.parametrize("kept", [None, "", "[]", '{"strong": ""}', '{"poor": "Strong"}', "{"])
def test_what_does_not_hold_reads_as_the_usual_names(kept: str | None) -> None:
    assert parsed(kept) == USUAL
