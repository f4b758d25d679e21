"""Mixpanel: raw events as JSON lines or CSV, and the table of a warehouse connector."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, UsageShape
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

_COUNTED = UsageShape(combine="sum")
_WHO = (
    "company_id|properties.company_id|properties.account_id|properties.$group_id"
    "|account_id|distinct_id"
    "|properties.distinct_id"
)

PRESET = Preset(
    "mixpanel",
    "Mixpanel",
    (
        VendorObject(
            "Mixpanel events",
            (
                "event|name",
                "properties.time|time",
                "properties.distinct_id|distinct_id",
                (
                    "properties.$insert_id|insert_id|properties.mp_processing_time_ms"
                    "|mp_processing_time_ms|$insert_id"
                ),
            ),
            (
                Feed(
                    "usage",
                    {
                        "account_id": _WHO,
                        "metric": "event|name",
                        "day": "properties.time|time",
                        "value": ColumnMap(constant="1"),
                    },
                    usage=_COUNTED,
                ),
            ),
            (
                "_file",
                "_line",
                "_fivetran_id",
                "event_id",
                "properties",
                "_fivetran_synced",
                "screen_width",
                "screen_height",
                "wifi",
                "app_release",
                "app_version",
                "os",
                "mp_device_model",
                "city",
                "os_version",
                "mp_country_code",
                "lib_version",
                "manufacturer",
                "radio",
                "carrier",
                "app_build_number",
                "model",
                "region",
                "app_version_string",
                "mp_lib",
                "initial_referring_domain",
                "device_id",
                "referrer",
                "current_url",
                "browser",
                "browser_version",
                "initial_referrer",
                "search_engine",
                "referring_domain",
                "bluetooth_version",
                "has_nfc",
                "brand",
                "has_telephone",
                "screen_dpi",
                "google_play_services",
                "had_persisted_distinct_id",
                "bluetooth_enabled",
                "ios_ifa",
                "device",
                "mp_keyword",
                "distinct_id_before_identity",
                "ae_session_length",
            ),
        ),
    ),
    ("people*", "engage*", "cohort*", "funnel*"),
)
