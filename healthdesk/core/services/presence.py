"""The name under which an open desk's window is found; light, for it is asked before all else."""

from __future__ import annotations

from healthdesk.core.store.lock import instance_name

__all__ = ["instance_name"]
