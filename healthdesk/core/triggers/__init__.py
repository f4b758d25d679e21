"""The catalogue of what starts a successplay, in the order in which they are offered."""

from __future__ import annotations

from types import ModuleType
from typing import Final, cast

from healthdesk.core.domain.trigger import Trigger, Triggers
from healthdesk.core.triggers import condition

_MODULES: Final[tuple[ModuleType, ...]] = (condition,)

CATALOGUE: Final[Triggers] = {module.SPEC.key: cast("Trigger", module) for module in _MODULES}
