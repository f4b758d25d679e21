"""Amplitude: exported events, as JSON lines, CSV or a connector's table."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, UsageShape
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

PRESET = Preset(
    "amplitude",
    "Amplitude",
    (
        VendorObject(
            "Amplitude events",
            (
                "event_type",
                "event_time|client_event_time",
                "user_id|amplitude_id",
                "amplitude_id|session_id|server_upload_time|$insert_id",
            ),
            (
                Feed(
                    "usage",
                    {
                        "account_id": (
                            "groups.company_id|groups.account_id|groups.company"
                            "|groups.org id|"
                            "group_properties.account_id|user_properties.account_id|"
                            "user_properties.company|user_id"
                        ),
                        "metric": "event_type",
                        "day": "event_time|client_event_time",
                        "value": ColumnMap(constant="1"),
                    },
                    usage=UsageShape(combine="sum"),
                ),
            ),
            (
                "server_upload_time",
                "device_id",
                "session_id",
                "uuid",
                "$insert_id",
                "event_properties",
                "user_properties",
                "groups",
                "group_properties",
                "platform",
                "country",
                "app",
                "city",
                "region",
                "language",
                "library",
                "os_name",
                "os_version",
                "ip_address",
                "event_id",
                "processed_time",
                "client_upload_time",
                "server_received_time",
                "version_name",
                "device_family",
                "device_type",
                "dma",
                "data",
                "schema",
                "location_lat",
                "location_lng",
                "_fivetran_synced",
            ),
        ),
        VendorObject(
            "Amplitude kinds of events",
            ("event_type_id", "project_name", "totals|name"),
            useless="kinds of events: the events themselves are counted",
        ),
    ),
    ("event_type*",),
)
