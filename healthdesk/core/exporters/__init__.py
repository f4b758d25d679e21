"""The catalogue of formats that a desk is written to: one module each, in the order of menus."""

from __future__ import annotations

from healthdesk.core.exporters import exchange_folder

CATALOGUE = (exchange_folder,)
"""Each module has a SPEC and a function `write`."""
