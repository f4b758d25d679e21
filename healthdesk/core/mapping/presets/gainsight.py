"""Gainsight: companies, timeline and calls to action, with object names or a report's labels."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

PRESET = Preset(
    "gainsight",
    "Gainsight",
    (
        VendorObject(
            "Gainsight companies",
            (
                "Gsid|gsid",
                "Name|name",
                (
                    "CurrScoreId|SfdcAccountId|OriginalContractDate|LifecycleStage"
                    "|original_contract_date|CSMName|sfdc_account_id"
                ),
            ),
            (
                Feed(
                    "accounts",
                    {
                        "account_id": "Gsid",
                        "name": "Name",
                        "parent_id": "ParentCompanyId|parent_company",
                        "owner": "CSMName|csm_name|CSM",
                        "stage": "Stage|LifecycleStage|lifecycle_stage|Status",
                        "industry": "Industry",
                        "arr": "ARR",
                        "started_on": "OriginalContractDate|original_contract_date",
                    },
                ),
            ),
            (
                "MRR",
                "Employees",
                "RenewalDate",
                "OverallScore",
                "CurrScoreId",
                "SfdcAccountId",
                "CreatedDate",
                "ModifiedDate",
                "LifecycleStage",
                "Status",
                "Stage",
            ),
        ),
        VendorObject(
            "Gainsight companies",
            ("Name", "Current Score|Scorecard Id|Previous Score", "CSM|ARR|Renewal Date"),
            (
                Feed(
                    "accounts",
                    {
                        "account_id": "Gsid|Company Id|Name",
                        "name": "Name",
                        "owner": "CSM",
                        "stage": "Stage",
                        "arr": "ARR",
                        "started_on": "Original Contract Date",
                    },
                ),
            ),
            (
                "MRR",
                "Status",
                "NPS®",
                "Lifetime in Months",
                "Renewal Date",
                "Onetime Revenue",
                "Managed As",
            ),
        ),
        VendorObject(
            "Gainsight timeline",
            (
                "id|gsid",
                "company_id|CompanyId|GsCompanyId",
                "activity_date|ActivityDate",
                "subject|Subject",
            ),
            (
                Feed(
                    "touchpoints",
                    {
                        "touchpoint_id": "id|gsid",
                        "account_id": ColumnMap(source="company_id|CompanyId|GsCompanyId", by="id"),
                        "kind": ColumnMap(
                            source="type|TypeName|type_name|ActivityType", otherwise="note"
                        ),
                        "day": "activity_date|ActivityDate",
                        "subject": "subject|Subject",
                        "body": "notes|NotesPlainText|notes_plain_text",
                    },
                ),
            ),
            ("author_id", "AuthorId", "_fivetran_synced", "type"),
        ),
        VendorObject(
            "Gainsight calls to action",
            (
                "Gsid|gsid",
                "CompanyId|company_id",
                "ReasonId|ReasonName|reason_id",
                "DueDate|due_date",
            ),
            useless="tasks of your own team: no contact with a customer",
        ),
    ),
    ("call_to_action*", "cta*", "user*", "person*", "scorecard*", "success_plan*"),
)
