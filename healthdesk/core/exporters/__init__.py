"""The catalogue of formats that a desk and its reports are written in, in the order of menus.

Each module has a SPEC and a function `write`.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final, cast

from healthdesk.core.domain.report_spec import Exporter, ExporterSpec
from healthdesk.core.exporters import (
    csv,
    exchange_folder,
    html,
    markdown,
    pdf,
    png,
    pptx,
    svg,
    xlsx,
)

CATALOGUE: Final[tuple[ModuleType, ...]] = (
    exchange_folder,
    pdf,
    html,
    pptx,
    xlsx,
    csv,
    png,
    svg,
    markdown,
)
REPORTS: Final[dict[str, Exporter]] = {
    module.SPEC.key: cast("Exporter", module)
    for module in CATALOGUE
    if isinstance(module.SPEC, ExporterSpec)
}
"""Those that write reports."""
