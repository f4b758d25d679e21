"""The tone model says what it is sure of, "unknown" otherwise, and the same on every machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk import paths
from healthdesk.core.tone.features import BITS, buckets, clean, word_buckets, words
from healthdesk.core.tone.many import grams, word_grams
from healthdesk.core.tone.model import Estimate, Model, estimate, estimates, load

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
MODEL = load(paths.resources() / "tone" / "tone.npz")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("This is terrible, the export is broken again and nobody answers.", -1),
        ("Thank you so much, the team was fantastic and solved it quickly!", 1),
        ("Die Rechnung ist schon wieder falsch, das ist wirklich schlecht", -1),
        ("Merci beaucoup, le service est excellent et très rapide", 1),
        ("Grazie mille, un servizio bellissimo e persone davvero fantastiche", 1),
    ],
)
def test_plain_words_of_praise_and_complaint_are_told_apart(text, sign):
    value = estimate(MODEL, text).value
    assert value is not None
    assert value * sign > 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "too few words"),
        ("not good", "too few words"),
        ("12345 https://example.com/x", "too few words"),
        ("De factuur klopt weer niet en niemand reageert op onze mails", "language"),
        ("Fakturan är fel igen och ingen svarar", "language"),
        ("Lasku on taas väärin eikä kukaan vastaa", "language"),
        ("Please send the invoice for May.", "unsure"),
    ],
)
def test_what_it_cannot_tell_is_unknown_with_the_reason(text, why):
    found = estimate(MODEL, text)
    assert found.value is None
    assert why in found.why


def test_the_file_is_small_and_of_whole_numbers():
    path = paths.resources() / "tone" / "tone.npz"
    assert path.stat().st_size < 3_000_000
    assert MODEL.weights.dtype == np.int8
    assert MODEL.weights.shape == (3, 1 << BITS)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_an_estimate_between_the_ends_or_none(text):
    found = estimate(MODEL, text)
    assert found == estimate(MODEL, text)
    assert found.value is None or 0.35 <= abs(found.value) <= 1
    assert (found.value is None) == bool(found.why)


@given(st.text(max_size=120))
def test_buckets_are_of_the_text_alone(text):
    found = buckets(clean(text))
    assert ((found >= 0) & (found < 1 << BITS)).all()
    assert (np.diff(found) > 0).all()


PHRASES = st.lists(
    st.sampled_from(
        ["thank you ", "terrible ", "@ada ", "https://a.example ", "\ud800", "ß ", "&amp; "]
    )
    | st.text(max_size=12),
    max_size=12,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(PHRASES, max_size=8))
def test_many_texts_at_once_are_estimated_as_each_alone(texts):
    assert estimates(MODEL, texts) == [estimate(MODEL, one) for one in texts]


@settings(max_examples=60, deadline=None)
@given(st.lists(PHRASES.map(clean), min_size=1, max_size=6))
def test_buckets_of_many_texts_are_those_of_each(cleaned):
    found, starts = grams(cleaned)
    parts = np.split(found, starts[1:])
    assert all(np.array_equal(part, buckets(one)) for part, one in zip(parts, cleaned, strict=True))
    heard, text = word_grams(cleaned)
    for at, one in enumerate(cleaned):
        assert np.array_equal(heard[text == at], word_buckets(words(one)))


def test_more_texts_than_are_gone_through_at_once():
    texts = [f"The export is terrible and slow {'again ' * at}" for at in range(300)]
    assert sum(map(len, texts)) > 100_000
    assert estimates(MODEL, texts) == [estimate(MODEL, one) for one in texts]


def test_case_links_names_and_figures_do_not_matter():
    told = clean("The EXPORT of @ada fails: https://a.example/b 42 times!!!!!")
    assert told == " the export of fails: 0 times!! "
    assert words(told) == ("the", "export", "of", "fails", "times")


def test_half_a_letter_does_no_harm():
    assert isinstance(estimate(MODEL, "a \ud800 broken text here now"), Estimate)


def _held(language: str) -> list[tuple[str, int]]:
    place = SHARED / "multilingual_sentiment" / language
    if not place.exists():
        return []
    texts = (place / "val_text.txt").read_text("utf-8").split("\n")
    labels = (place / "val_labels.txt").read_text("utf-8").split()
    return list(zip(texts, map(int, labels), strict=False))


LANGUAGES = ("english", "french", "german", "italian", "portuguese", "spanish")


@pytest.mark.parametrize("language", [one for one in LANGUAGES if _held(one)])
def test_it_is_worth_what_its_card_says(language):
    held = _held(language)
    said = [(estimate(MODEL, text).value, label) for text, label in held]
    sided = [(value, label) for value, label in said if value is not None and label != 1]
    right = sum((value > 0) == (label == 2) for value, label in sided)
    assert len(sided) > 50
    assert right / len(sided) > 0.84


def test_a_model_of_zeros_knows_nothing():
    empty = Model(
        np.zeros((3, 1 << BITS), np.int8),
        np.ones(3),
        np.zeros(3),
        np.ones(1 << BITS, np.bool_),
    )
    assert estimate(empty, "a text that could be anything").why == "unsure"
