"""Every kind of report and every format has an icon that is there."""

from __future__ import annotations

from healthdesk import paths
from healthdesk.core.exporters import REPORTS
from healthdesk.core.services.reports.catalogue import KINDS


def test_every_icon_is_there():
    named = {one.SPEC.icon for one in (*KINDS.values(), *REPORTS.values())}
    there = {one.stem for one in (paths.resources() / "icons").glob("*.svg")}
    assert named - there == set()
