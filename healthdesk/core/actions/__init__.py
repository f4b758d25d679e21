"""The catalogue of what a step of a playbook can do, in the order in which they are offered."""

from __future__ import annotations

from types import ModuleType
from typing import Final, cast

from healthdesk.core.actions import (
    ask,
    branch,
    call,
    end,
    message,
    note,
    notify,
    outcome,
    set_field,
    start_playbook,
    stop_playbook,
    tag,
    task,
    wait,
)
from healthdesk.core.domain.action import Action, Actions

_MODULES: Final[tuple[ModuleType, ...]] = (
    task,
    message,
    call,
    ask,
    wait,
    branch,
    set_field,
    tag,
    note,
    notify,
    start_playbook,
    stop_playbook,
    outcome,
    end,
)

CATALOGUE: Final[Actions] = {module.SPEC.key: cast("Action", module) for module in _MODULES}
