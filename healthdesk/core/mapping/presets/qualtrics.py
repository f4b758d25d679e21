"""Qualtrics: downloads of responses, and the tables of warehouse connectors."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, Where
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

_DONE = Where("Finished", "not in", ("false", "0"))

PRESET = Preset(
    "qualtrics",
    "Qualtrics",
    (
        VendorObject(
            "Qualtrics responses",
            (
                "ResponseId|Response ID",
                "RecordedDate|Recorded Date",
                "Finished|Progress",
                "RecipientEmail|Recipient Email|DistributionChannel|ExternalReference",
            ),
            (
                Feed(
                    "surveys",
                    {
                        "response_id": "ResponseId|Response ID",
                        "account_id": (
                            "ExternalReference|External Data Reference|AccountID"
                            "|Company|RecipientEmail|Recipient Email"
                        ),
                        "contact_id": ColumnMap(
                            source="RecipientEmail|Recipient Email", by="email"
                        ),
                        "rating": "NPS|Q1_NPS|QID1_NPS|Q1_1|NPS_1|Q1|CSAT|Score",
                        "comment": "NPS_comment|Q2|Q2_TEXT|Comment|Q1_TEXT",
                        "day": "RecordedDate|Recorded Date|EndDate|End Date",
                    },
                    (_DONE,),
                ),
            ),
            (
                "StartDate",
                "EndDate",
                "Status",
                "IPAddress",
                "Progress",
                "Duration (in seconds)",
                "RecipientLastName",
                "RecipientFirstName",
                "LocationLatitude",
                "LocationLongitude",
                "DistributionChannel",
                "UserLanguage",
                "Q1_NPS_GROUP",
                "NPS_NPS_GROUP",
            ),
        ),
        VendorObject(
            "Qualtrics contacts",
            (
                "id|contact_id",
                "directory_id|mailing_list_id",
                "email",
                "unsubscribed|ext_ref|external_data_reference",
            ),
            (
                Feed(
                    "contacts",
                    {
                        "contact_id": "id|contact_id",
                        "account_id": ColumnMap(source="ext_ref|external_data_reference|email"),
                        "name": ColumnMap(text="{first_name} {last_name}"),
                        "email": "email",
                        "phone": "phone",
                        "do_not_contact": "unsubscribed|directory_unsubscribed",
                    },
                ),
            ),
            (
                "_fivetran_deleted",
                "_fivetran_synced",
                "creation_date",
                "last_modified_date",
                "language",
                "first_name",
                "last_name",
            ),
        ),
    ),
    (
        "block*",
        "core_*",
        "directory*",
        "distribution*",
        "question*",
        "sub_question*",
        "survey.csv",
        "survey_embedded*",
        "survey_version*",
        "user*",
        "survey_flow*",
    ),
)
