"""Readings of one desk's facts, each read once for some days however many rules ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Options, ReadingModule, ReadingSpec, Texts
from healthdesk.core.domain.views import EvidenceRow

_MOST: Final = 40
"""Readings (of some days) that are held, the latest ones."""


class Once(Mapping[str, ReadingModule]):
    """The catalogue of readings for one state of the facts, with what was read of them lately."""

    def __init__(self, readings: Mapping[str, ReadingModule]) -> None:
        self._readings = {kind: _Once(module) for kind, module in readings.items()}

    def __getitem__(self, kind: str) -> ReadingModule:
        return self._readings[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._readings)

    def __len__(self) -> int:
        return len(self._readings)


class _Once:
    """One reading; what it gave is not to be written to."""

    def __init__(self, module: ReadingModule) -> None:
        self.SPEC: ReadingSpec = module.SPEC
        self._module = module
        self._read: dict[tuple[object, ...], FloatArray] = {}

    def read(self, facts: Facts, days: IntArray, options: Options) -> FloatArray:
        """The reading, which was read before or is read now."""
        key = (id(facts), days.tobytes(), *sorted(options.items()))
        if key not in self._read:
            while len(self._read) >= _MOST:
                del self._read[next(iter(self._read))]
            self._read[key] = self._module.read(facts, days, options)
        return self._read[key]

    def evidence(
        self, facts: Facts, account: int, day: int, options: Options
    ) -> tuple[EvidenceRow, ...]:
        """The facts behind it."""
        return self._module.evidence(facts, account, day, options)

    def texts(self, facts: Facts, days: IntArray, options: Options) -> Texts:
        """The reading as text; asked only of one that can be."""
        found: Texts = self._module.texts(facts, days, options)  # type: ignore[attr-defined]
        return found
