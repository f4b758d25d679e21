"""The catalogue of presets: one module for each vendor whose exports are known beforehand."""

from __future__ import annotations

from healthdesk.core.mapping.presets import hubspot, stripe, zendesk
from healthdesk.core.mapping.presets.model import Preset

PRESETS: tuple[Preset, ...] = (hubspot.PRESET, stripe.PRESET, zendesk.PRESET)
"""Each is data; a vendor that is not here maps by names and values alone."""
