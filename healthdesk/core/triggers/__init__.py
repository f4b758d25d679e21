"""The catalogue of what starts a successplay, in the order in which they are offered."""

from __future__ import annotations

from types import ModuleType
from typing import Final, cast

from healthdesk.core.domain.trigger import Trigger, Triggers
from healthdesk.core.triggers import (
    band,
    by_hand,
    condition,
    created,
    dip,
    imported,
    moment,
    reading,
    schedule,
    score_change,
    segment,
    segment_left,
    silence,
    source_stopped,
    survey,
    ticket,
    tickets_open,
)

_MODULES: Final[tuple[ModuleType, ...]] = (
    condition,
    segment,
    segment_left,
    band,
    score_change,
    reading,
    dip,
    survey,
    silence,
    moment,
    ticket,
    tickets_open,
    source_stopped,
    imported,
    created,
    schedule,
    by_hand,
)

CATALOGUE: Final[Triggers] = {module.SPEC.key: cast("Trigger", module) for module in _MODULES}
