"""Tests on other people's files are collected where those lie beside the project."""

from __future__ import annotations

from tests.core.mapping.drops import SHARED

collect_ignore = [] if SHARED.is_dir() else ["test_recognise_real_sets.py"]
