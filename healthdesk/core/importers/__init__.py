"""The catalogue of source formats that a desk can read: one module each, in the order tried."""

from __future__ import annotations

from healthdesk.core.importers import exchange

CATALOGUE = (exchange,)
"""Each module has a SPEC."""
