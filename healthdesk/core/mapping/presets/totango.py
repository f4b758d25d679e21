"""Totango: segment exports and import files; columns are known by name, never by place."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, UsageShape, Where
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

PRESET = Preset(
    "totango",
    "Totango",
    (
        VendorObject(
            "Totango accounts",
            (
                "Account ID|account_id",
                "Name|Account Name|display_name",
                (
                    "Contract Value|Customer Journey Stage|Contract Renewal Date"
                    "|Success manager|Engagement score|ofid|sfid"
                ),
            ),
            (
                Feed(
                    "accounts",
                    {
                        "account_id": "Account ID|account_id",
                        "name": "Account Name|Name|display_name",
                        "parent_id": "parent_id|Parent ID",
                        "owner": "Success manager|CSM",
                        "stage": "Customer Journey Stage|Status",
                        "tier": "Tier|Account Type",
                        "industry": "Industry",
                        "arr": "Contract Value",
                        "domain": "Company Domain",
                        "started_on": "Contract Start Date|Create Date",
                    },
                ),
                Feed(
                    "outcomes",
                    {
                        "account_id": ColumnMap(source="Account ID|account_id", by="id"),
                        "day": "Cancellation Date",
                        "kind": ColumnMap(constant="churned"),
                    },
                    (Where("Cancellation Date", "filled"),),
                ),
            ),
            (
                "Company Size",
                "Last Contract Value Change Date",
                "Last Payment Amount",
                "Last Payment Date",
                "Next Payment Due Date",
                "Outstanding Balance",
                "Health",
                "Payment Method Expiration Date",
                "Cancellation Date",
                "Health profile",
                "Last touch",
                "product_id",
            ),
        ),
        VendorObject(
            "Totango users",
            ("Account ID", "User ID|User Id", "User Name|Key Contact|Contact"),
            (
                Feed(
                    "contacts",
                    {
                        "contact_id": "User ID",
                        "account_id": ColumnMap(source="Account ID", by="id"),
                        "name": "User Name",
                        "advocate": "Key Contact",
                        "email": "Email|User Email",
                    },
                ),
            ),
            ("Contact",),
        ),
        VendorObject(
            "Totango usage",
            ("Account ID|account_id", "User Id|user_id", "Action|activity", "Module"),
            (
                Feed(
                    "usage",
                    {
                        "account_id": ColumnMap(source="Account ID|account_id", by="id"),
                        "metric": "Action|activity",
                        "day": "Timestamp|Date",
                        "value": ColumnMap(constant="1"),
                    },
                    usage=UsageShape(combine="sum"),
                ),
            ),
        ),
        VendorObject(
            "Totango touchpoints",
            (
                "account_id|Account ID",
                "Touchpoint ID|activity_type_id|touchpointType|touchpoint_tags",
                "Subject|subject|Content|content",
            ),
            (
                Feed(
                    "touchpoints",
                    {
                        "touchpoint_id": "Touchpoint ID|id",
                        "account_id": ColumnMap(source="account_id|Account ID", by="id"),
                        "kind": ColumnMap(
                            source="touchpointType|activity_type_id|Touchpoint Type",
                            otherwise="note",
                        ),
                        "day": "create_date|Date|Create Date",
                        "subject": "subject|Subject",
                        "body": "content|Content",
                        "contact_ids": ColumnMap(
                            source="participantList", by="email", split=",", take=-2
                        ),
                    },
                ),
            ),
            ("created_by", "disable_sync", "touchpoint_tags", "participantList"),
        ),
    ),
    ("account_assignment*", "collections*", "foreign_key*", "team*"),
)
