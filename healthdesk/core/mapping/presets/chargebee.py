"""Chargebee: its exports (major units) and the tables of connectors (cents)."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, Where
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

_ALIVE = Where("status", "not in", ("future", "transferred"))

PRESET = Preset(
    "chargebee",
    "Chargebee",
    (
        VendorObject(
            "Chargebee subscriptions",
            ("id", "customer_id", "billing_period_unit", "current_term_start|current_term_end"),
            (
                Feed(
                    "subscriptions",
                    {
                        "subscription_id": "id",
                        "account_id": ColumnMap(source="customer_id", by="id"),
                        "product": "plan_id|subscription_items_item_price_id",
                        "seats": "plan_quantity",
                        "arr": ColumnMap(source="mrr", factor=0.12),
                        "start": "started_at|start_date|created_at",
                        "end": "cancelled_at",
                    },
                    (_ALIVE,),
                ),
            ),
            (
                "plan_unit_price",
                "plan_amount",
                "currency_code",
                "billing_period",
                "status",
                "trial_start",
                "trial_end",
                "next_billing_at",
                "remaining_billing_cycles",
                "created_at",
                "activated_at",
                "cancel_reason",
                "cancel_reason_code",
                "auto_collection",
                "mrr",
                "start_date",
                "plan_id",
                "plan_quantity",
                "due_invoices_count",
                "updated_at",
                "deleted",
                "has_scheduled_changes",
                "object",
            ),
        ),
        VendorObject(
            "Chargebee subscriptions",
            (
                "Subscription Id|subscriptions.id",
                "Customer Id|customers.id|subscriptions.customer_id",
                (
                    "Current Term Start|subscriptions.current_term_start|Next Billing At"
                    "|Billing Period Unit"
                ),
            ),
            (
                Feed(
                    "subscriptions",
                    {
                        "subscription_id": "Subscription Id|subscriptions.id",
                        "account_id": ColumnMap(
                            source="Customer Id|customers.id|subscriptions.customer_id", by="id"
                        ),
                        "product": "Plan Name|Plan Id|subscriptions.plan_id",
                        "seats": "Plan Quantity|subscriptions.plan_quantity",
                        "arr": "MRR|subscriptions.mrr",
                        "start": "Started At|Start Date|subscriptions.started_at|Created At",
                        "end": "Cancelled At|subscriptions.cancelled_at",
                    },
                    (_ALIVE,),
                ),
            ),
            (
                "Status",
                "Currency",
                "Trial Start",
                "Trial End",
                "Activated At",
                "Cancel Reason",
                "Auto Collection",
                "Billing Period",
                "Remaining Billing Cycles",
            ),
        ),
        VendorObject(
            "Chargebee customers",
            ("id", "auto_collection", "net_term_days", "company|email|first_name"),
            (
                Feed(
                    "accounts",
                    {
                        "account_id": "id",
                        "name": "company|email",
                        "region": "billing_address_country",
                        "started_on": "created_at",
                        "currency": "preferred_currency_code",
                    },
                ),
            ),
            (
                "first_name",
                "last_name",
                "phone",
                "allow_direct_debit",
                "taxability",
                "created_at",
                "updated_at",
                "pii_cleared",
                "promotional_credits",
                "refundable_credits",
                "excess_payments",
                "unbilled_charges",
                "deleted",
                "object",
                "locale",
            ),
        ),
        VendorObject(
            "Chargebee invoices",
            ("id", "customer_id", "amount_due", "dunning_status|net_term_days|price_type"),
            (
                Feed(
                    "invoices",
                    {
                        "invoice_id": "id",
                        "account_id": ColumnMap(source="customer_id", by="id"),
                        "issued_on": "date",
                        "due_on": "due_date",
                        "paid_on": "paid_at",
                        "amount": ColumnMap(source="total", factor=0.01),
                    },
                    (Where("status", "not in", ("voided", "pending")),),
                ),
            ),
            (
                "po_number",
                "subscription_id",
                "recurring",
                "status",
                "amount_paid",
                "amount_adjusted",
                "write_off_amount",
                "credits_applied",
                "sub_total",
                "tax",
                "currency_code",
                "deleted",
                "first_invoice",
                "has_advance_charges",
                "updated_at",
            ),
        ),
    ),
    (
        "coupon*",
        "plan*",
        "addon*",
        "item*",
        "event*",
        "transaction*",
        "credit_note*",
        "comment*",
        "order*",
        "quote*",
        "payment_source*",
    ),
)
