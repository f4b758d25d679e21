"""Recurly: its exports, and the tables that warehouse connectors write."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, Where
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

_STARTED = Where("state", "not in", ("future", "failed"))

PRESET = Preset(
    "recurly",
    "Recurly",
    (
        VendorObject(
            "Recurly subscriptions",
            (
                "subscription_id|uuid|id",
                "account_code|account_id",
                "plan_code|plan_id",
                "current_period_started_at|current_period_ends_at",
            ),
            (
                Feed(
                    "subscriptions",
                    {
                        "subscription_id": "subscription_id|uuid|id",
                        "account_id": ColumnMap(source="account_code|account_id", by="id"),
                        "product": "plan_name|plan_code|plan_id",
                        "seats": "quantity",
                        "arr": "unit_amount|subtotal|total_recurring_amount",
                        "start": "activated_at|started_at|created_at",
                        "end": "expires_at|expired_at|canceled_at|expiration_at",
                    },
                    (_STARTED,),
                ),
            ),
            (
                "state",
                "currency",
                "trial_started_at",
                "trial_ends_at",
                "current_term_started_at",
                "current_term_ends_at",
                "total_billing_cycles",
                "auto_renew",
                "collection_method",
                "coupon_code",
                "po_number",
                "net_terms",
                "unit_amount",
                "plan_interval_unit",
            ),
        ),
        VendorObject(
            "Recurly accounts",
            (
                "account_code|code|id",
                "account_company_name|company",
                "account_created_at|hosted_login_token|bill_to|account_balance|vat_number",
            ),
            (
                Feed(
                    "accounts",
                    {
                        "account_id": "account_code|id|code",
                        "name": "account_company_name|company",
                        "region": "account_country|address_country|country",
                        "started_on": "account_created_at|created_at",
                    },
                ),
            ),
            (
                "account_first_name",
                "account_last_name",
                "account_email",
                "account_username",
                "email",
                "first_name",
                "last_name",
                "state",
                "updated_at",
                "tax_exempt",
                "cc_emails",
            ),
        ),
        VendorObject(
            "Recurly invoices",
            (
                "invoice_number|number",
                "account_code|account_id",
                "due_on|due_at|invoice_date|net_terms",
            ),
            (
                Feed(
                    "invoices",
                    {
                        "invoice_id": "invoice_number|number|id",
                        "account_id": ColumnMap(source="account_code|account_id", by="id"),
                        "issued_on": "invoice_date|created_at|invoice_created_at",
                        "due_on": "due_on|due_at|invoice_due_on",
                        "paid_on": "paid_at|closed_at|invoice_closed_at",
                        "amount": "invoice_total|total",
                    },
                    (Where("state", "not in", ("voided", "failed")),),
                ),
            ),
            (
                "status",
                "state",
                "subtotal",
                "tax",
                "currency",
                "balance",
                "paid",
                "discount",
                "collection_method",
                "po_number",
                "type",
                "origin",
                "refundable_amount",
            ),
        ),
    ),
    (
        "account_note*",
        "billing_info*",
        "coupon*",
        "credit_payment*",
        "line_item*",
        "plan*",
        "transaction*",
        "*_history*",
        "add_on*",
        "measured_unit*",
    ),
)
