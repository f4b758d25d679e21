"""Settings of pytest-qt are known where it is not installed: the core's tests run without Qt.

No law is timed: on a busy machine a deadline would say nothing about it. The examples of a law are
the same in each run, so that the same tree is always judged alike; `packaging/check.py --search`
(or `--hypothesis-profile search`) looks for others, and what it finds stays as an `@example`. Desks
that several tests start from are kept in a folder of the run (tests/ready.py).
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings

LAWS = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("laws", derandomize=True, **LAWS)
settings.register_profile("search", derandomize=False, print_blob=True, **LAWS)
settings.load_profile("laws")

QT_SETTINGS = ("qt_api", "qt_log_level_fail", "qt_log_ignore")


def pytest_addoption(parser):
    if find_spec("pytestqt") is None:
        for name in QT_SETTINGS:
            parser.addini(name, "of pytest-qt, which is not installed here")


def pytest_configure(config):
    if "HEALTHDESK_TEST_KEPT" not in os.environ:  # by the first process, for all that it starts
        kept = TemporaryDirectory(prefix="healthdesk-kept-")
        os.environ["HEALTHDESK_TEST_KEPT"] = kept.name
        config.add_cleanup(kept.cleanup)
        config.add_cleanup(lambda: os.environ.pop("HEALTHDESK_TEST_KEPT"))
