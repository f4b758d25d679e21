"""The catalogue of presets: one module for each vendor whose exports are known beforehand."""

from __future__ import annotations

from healthdesk.core.mapping.presets import (
    amplitude,
    chargebee,
    delighted,
    gainsight,
    hubspot,
    intercom,
    mixpanel,
    pendo,
    qualtrics,
    recurly,
    salesforce,
    segment,
    stripe,
    totango,
    zendesk,
)
from healthdesk.core.mapping.presets.model import Preset

PRESETS: tuple[Preset, ...] = (
    salesforce.PRESET,
    hubspot.PRESET,
    zendesk.PRESET,
    intercom.PRESET,
    stripe.PRESET,
    recurly.PRESET,
    chargebee.PRESET,
    mixpanel.PRESET,
    amplitude.PRESET,
    segment.PRESET,
    pendo.PRESET,
    delighted.PRESET,
    qualtrics.PRESET,
    totango.PRESET,
    gainsight.PRESET,
)
"""Each is data; a vendor that is not here maps by names and values alone."""
