"""Stripe: exports of its dashboard, and the tables that warehouse connectors write."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, Where
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

_CUSTOMER = ColumnMap(source="customer_id|customer", by="id")
_NEVER_PAID = Where("status", "not in", ("incomplete", "incomplete_expired", "draft", "void", "deleted"))

PRESET = Preset(
    "stripe",
    "Stripe",
    (
        VendorObject(
            "Stripe subscriptions",
            ("id", "Customer ID", "Plan", "Current Period End (UTC)|Current Period Start (UTC)"),
            (
                Feed("subscriptions", {
                    "subscription_id": "id", "account_id": ColumnMap(source="Customer ID", by="id"),
                    "product": "Product|Plan", "seats": "Quantity",
                    "arr": "Amount", "start": "Start Date (UTC)|Start (UTC)|Created (UTC)",
                    "end": "Ended At (UTC)|Canceled At (UTC)",
                }, (_NEVER_PAID,)),
            ),
            ("Customer Description", "Customer Email", "Customer Name", "Product", "Currency",
             "Interval", "Status", "Created (UTC)", "Trial Start (UTC)", "Trial End (UTC)",
             "Cancel At Period End?", "Cancellation Reason", "Quantity", "Amount"),
        ),
        VendorObject(
            "Stripe customers", ("id", "delinquent", "invoice_prefix|Description|tax_exempt|Card ID"),
            (
                Feed("accounts", {
                    "account_id": "id", "name": "name|Description|Email", "currency": "currency",
                    "region": "address_country",
                }),
            ),
            ("account_balance", "address_city", "address_country", "balance", "created",
             "default_card_id", "description", "email", "is_deleted", "livemode", "phone",
             "source_id", "metadata", "_fivetran_synced", "name", "currency"),
        ),
        VendorObject(
            "Stripe subscriptions",
            ("id", "customer_id", "billing_cycle_anchor", "current_period_start"),
            (
                Feed("subscriptions", {
                    "subscription_id": "id", "account_id": _CUSTOMER, "seats": "quantity",
                    "product": "plan_id", "start": "start_date|start|created", "end": "ended_at|canceled_at",
                }, (_NEVER_PAID,)),
            ),
            ("_fivetran_synced", "_fivetran_active", "application_fee_percent", "billing",
             "billing_threshold_amount_gte", "billing_threshold_reset_billing_cycle_anchor",
             "cancel_at", "cancel_at_period_end", "canceled_at", "created", "current_period_end",
             "days_until_due", "default_source_id", "ended_at", "livemode", "metadata", "quantity",
             "start_date", "status", "tax_percent", "trial_end", "trial_start"),
        ),
        VendorObject(
            "Stripe invoices", ("id", "customer_id|Customer", "amount_due|Amount Due", "amount_paid|Amount Paid|total|Total"),
            (
                Feed("invoices", {
                    "invoice_id": "id", "account_id": ColumnMap(source="customer_id|Customer ID|Customer", by="id"),
                    "issued_on": "created|Date (UTC)|Created (UTC)|finalized_at|period_end",
                    "due_on": "due_date|Due Date (UTC)",
                    "paid_on": "status_transitions_paid_at|Paid At (UTC)",
                    "amount": ColumnMap(source="amount_due|total", factor=0.01),
                }, (_NEVER_PAID,)),
            ),
            ("_fivetran_synced", "amount", "amount_remaining", "attempt_count", "auto_advance",
             "billing_reason", "currency", "default_payment_method_id", "description",
             "discountable", "invoice_id", "is_deleted", "livemode", "metadata", "number", "paid",
             "period_end", "period_start", "post_payment_credit_notes_amount",
             "pre_payment_credit_notes_amount", "proration", "quantity", "receipt_number",
             "source_relation", "status", "subscription_id", "subscription_item_id", "subtotal",
             "tax", "total", "unit_amount", "due_date"),
        ),
        VendorObject("Stripe lines of invoices", ("invoice_id", "subscription_item_id", "unique_id|proration"),
                     useless="lines of invoices: the invoices themselves are imported"),
        VendorObject("Stripe items", ("plan_id", "subscription_id", "current_period_end"),
                     links="subscriptions to plans"),
        VendorObject("Stripe plans", ("aggregate_usage", "interval", "product_id"),
                     links="plans to products"),
        VendorObject("Stripe account", ("id", "business_profile_name|charges_enabled"),
                     useless="your own account at the vendor", files=("*account*",)),
    ),
    ("balance_transaction*", "card*", "charge*", "coupon*", "credit_note*", "discount*",
     "dispute*", "fee*", "payment_*", "payout*", "price*", "product*", "refund*",
     "subscription_discount*", "subscription_item*", "transfer*", "tax_*", "invoice_line*",
     "checkout_session*"),
)  # fmt: skip
