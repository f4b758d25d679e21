"""The catalogue of health readings: an import line and an entry each, in the order shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from healthdesk.core.domain.reading import ReadingModule
from healthdesk.core.readings import (
    angry_tickets,
    attribute,
    contacts_engaged,
    csat,
    days_since_touch,
    days_to_renewal,
    milestones,
    nps,
    nps_rating,
    open_tickets,
    overdue_days,
    seat_growth,
    seat_use,
    sentiment,
    ticket_age,
    tickets_opened,
    touches,
    two_way,
    usage_breadth,
    usage_frequency,
    usage_level,
    usage_trend,
)

READINGS: tuple[ReadingModule, ...] = (
    usage_level,
    usage_trend,
    usage_frequency,
    usage_breadth,
    seat_use,
    nps,
    nps_rating,
    csat,
    sentiment,
    days_since_touch,
    touches,
    two_way,
    contacts_engaged,
    open_tickets,
    ticket_age,
    tickets_opened,
    angry_tickets,
    days_to_renewal,
    overdue_days,
    seat_growth,
    milestones,
    attribute,
)

CATALOGUE: Mapping[str, ReadingModule] = MappingProxyType(
    {module.SPEC.key: module for module in READINGS}
)
"""Readings by kind, in display order."""
READY: Final = tuple(
    key
    for key, module in CATALOGUE.items()
    if all(one.default is not None or one.kind == "metric" for one in module.SPEC.options)
)
"""Readings that need to be told nothing, or only which metric."""
