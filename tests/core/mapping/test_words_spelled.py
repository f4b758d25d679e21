"""Words for yes, no and unknown."""

from __future__ import annotations

import pytest

from healthdesk.core.mapping.cell_error import CellError
from healthdesk.core.mapping.words import MISSING, NO, YES, flag, is_missing, parse_flag


@pytest.mark.parametrize(
    "text", ["Ja", "oui", "SÍ", "si", "sim", "Yes", "TRUE", "1", "wahr", " x "]
)
def test_yes(text: str) -> None:
    assert flag(text) is True


@pytest.mark.parametrize("text", ["Nein", "non", "NO", "não", "false", "0", "falsch", "nee"])
def test_no(text: str) -> None:
    assert flag(text) is False


def test_other_words_say_neither() -> None:
    assert flag("maybe") is None
    with pytest.raises(CellError, match="neither"):
        parse_flag("maybe")


def test_no_word_says_two_things() -> None:
    assert not YES & NO
    assert not (YES | NO) & MISSING
    assert {word.casefold() for word in YES | NO | MISSING} == YES | NO | MISSING


@pytest.mark.parametrize("text", ["", "  ", "N/A", "null", "-", "NaN", "#N/A", "\\N", "None"])
def test_unknown(text: str) -> None:
    assert is_missing(text)
