"""Trains the tone model and writes what it is worth: python packaging/train_tone.py FOLDER.

FOLDER holds `multilingual_sentiment` (six languages, train and val; Apache-2.0) and
`uci_sentences` (CC BY 4.0). Of the latter every fifth sentence is kept out of the training. A
multinomial logistic regression with an L2 penalty, fitted by Adam over all texts at once (Kingma
and Ba, 2015), in whole numbers afterwards. The same input gives the same file.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from healthdesk.core.tone.features import BITS, buckets, clean, word_buckets, words
from healthdesk.core.tone.model import SURE, Model, estimate, familiar, shares

LANGUAGES = ("english", "french", "german", "italian", "portuguese", "spanish")
REVIEWS = "English reviews"
SIZE = 1 << BITS
PENALTY, STEPS, RATE = 3e-5, 60, 0.3
HELD_OUT = 5
HERE = Path(__file__).resolve().parents[1] / "resources" / "tone"


@dataclass(frozen=True)
class Sample:
    """A text, its class (0 negative, 1 neutral, 2 positive), where it is from."""

    text: str
    label: int
    origin: str


def read(folder: Path, part: str) -> list[Sample]:
    """Every labelled text of a part, "train" or "val"."""
    out = []
    for language in LANGUAGES:
        place = folder / "multilingual_sentiment" / language
        texts = (place / f"{part}_text.txt").read_text("utf-8").split("\n")
        labels = (place / f"{part}_labels.txt").read_text("utf-8").split()
        out += [
            Sample(_unescaped(text), int(label), language)
            for text, label in zip(texts, labels, strict=False)
        ]
    for path in sorted((folder / "uci_sentences").glob("*_labelled.txt")):
        for number, line in enumerate(path.read_text("utf-8").split("\n")):
            text, _, label = line.rpartition("\t")
            held = number % HELD_OUT == HELD_OUT - 1
            if label.strip() in {"0", "1"} and held == (part == "val"):
                out.append(Sample(text, 2 * int(label), REVIEWS))
    return out


def _unescaped(text: str) -> str:
    """Some English lines spell characters as escapes of JSON."""
    return text.encode().decode("unicode_escape", "ignore") if "\\u" in text else text


def train(samples: list[Sample]) -> Model:
    """Fit the model to samples."""
    found = [buckets(clean(one.text)) for one in samples]
    sizes = np.array([len(one) for one in found])
    places = np.concatenate(found)
    rows = np.repeat(np.arange(len(found)), sizes)
    worth = np.repeat(1 / np.sqrt(sizes), sizes)
    wanted = np.eye(3)[[one.label for one in samples]].T
    weights, biases = _fit(places, rows, worth, wanted)
    scales = np.abs(weights).max(axis=1) / 127
    small = np.rint(weights / scales[:, None]).astype(np.int8)
    known = np.zeros(SIZE, np.bool_)
    for one in samples:
        known[word_buckets(words(clean(one.text)))] = True
    return Model(small, scales, biases, known)


def _fit(
    places: np.ndarray[Any, Any],
    rows: np.ndarray[Any, Any],
    worth: np.ndarray[Any, Any],
    wanted: np.ndarray[Any, Any],
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Adam over weights and biases in one array: the last column is the bias."""
    count = wanted.shape[1]
    state = np.zeros((3, SIZE + 1))
    first, second = np.zeros_like(state), np.zeros_like(state)
    for step in range(1, STEPS + 1):
        scores = np.stack(
            [np.bincount(rows, one[places] * worth, minlength=count) + one[-1] for one in state]
        )
        raised = np.exp(scores - scores.max(axis=0))
        miss = (raised / raised.sum(axis=0) - wanted) / count
        slope = np.empty_like(state)
        for at in range(3):
            slope[at, :-1] = np.bincount(places, miss[at][rows] * worth, minlength=SIZE)
            slope[at, :-1] += PENALTY * state[at, :-1]
            slope[at, -1] = miss[at].sum()
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope * slope
        rate = RATE * (1 - step / STEPS)
        state -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-5)
    return state[:, :-1], state[:, -1]


@dataclass(frozen=True)
class Quality:
    """What the model made of the texts of one origin that it had not seen."""

    origin: str
    texts: int
    accuracy: float
    """Of the likeliest class; reviews have two classes, the others three."""
    said: float
    """Share of the texts of which a tone is said at all."""
    right_side: float
    """Of those said that are positive or negative: share on the right side."""
    neutral: float
    """Of those said: share that people called neutral."""


def quality(model: Model, samples: list[Sample], origin: str) -> Quality:
    """Measure on the samples of one origin."""
    chosen = [one for one in samples if one.origin == origin or not origin]
    hits, said, sided, right, neutral = 0, 0, 0, 0, 0
    for one in chosen:
        mass = shares(model, buckets(clean(one.text)))
        best = int(mass.argmax())
        if one.origin == REVIEWS:
            best = 2 if mass[2] > mass[0] else 0
        hits += best == one.label
        value = estimate(model, one.text).value
        if value is None:
            continue
        said += 1
        neutral += one.label == 1
        sided += one.label != 1
        right += one.label != 1 and (value > 0) == (one.label == 2)
    return Quality(
        origin or "all",
        len(chosen),
        hits / len(chosen),
        said / len(chosen),
        right / max(sided, 1),
        neutral / max(said, 1),
    )


def strangers(model: Model, samples: list[Sample]) -> float:
    """Share of held-out texts taken for a language the model does not know."""
    from healthdesk.core.tone.model import FAMILIAR, FEWEST  # noqa: PLC0415 - only told here

    told = [words(clean(one.text)) for one in samples]
    long = [one for one in told if len(one) >= FEWEST]
    return sum(familiar(model, one) < FAMILIAR for one in long) / len(long)


def table(model: Model, samples: list[Sample]) -> str:
    """The measured quality as lines of a Markdown table."""
    lines = [
        "| held-out texts | n | accuracy | a tone is said | right side | neutral to people |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for origin in (*LANGUAGES, REVIEWS, ""):
        one = quality(model, samples, origin)
        lines.append(
            f"| {one.origin} | {one.texts:,} | {one.accuracy:.3f} | {one.said * 100:.0f} % |"
            f" {one.right_side * 100:.1f} % | {one.neutral * 100:.0f} % |"
        )
    return "\n".join(lines)


def main(folder: Path) -> None:
    """Train, measure, write model and card."""
    model = train(read(folder, "train"))
    HERE.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        HERE / "tone.npz",
        weights=model.weights,
        scales=model.scales,
        biases=model.biases,
        known=np.packbits(model.known),
    )
    held = read(folder, "val")
    card = HERE.parent / "help" / "tone.md"
    told = table(model, held)
    if card.exists():
        before, _, rest = card.read_text("utf-8").partition("| held-out texts |")
        after = rest.partition("\n\n")[2]
        card.write_text(f"{before}{told}\n\n{after}", "utf-8")
    print(told)
    print(f"sure from {SURE}; taken for another language: {strangers(model, held):.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
