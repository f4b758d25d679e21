"""Keeps the draft of the editor in the desk: while it is typed, on leaving, when all is closed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, Signal

from healthdesk.core.domain.errors import DeskError
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

REST, AT_LATEST = 500, 1000
"""Milliseconds without a change after which the draft is kept, and after a change that goes on."""
_VISITS = count()


class Keeping(QObject):
    """Keeps a draft.

    Signals:
        kept: it was, just now.
    """

    kept = Signal()

    def __init__(
        self,
        ui: Ui,
        editor: QObject,
        save: Any,  # noqa: ANN401 - an operation on the name and the draft
        alike: Callable[[Any, Any], bool],
        origin: str,
    ) -> None:
        super().__init__(editor)
        self.ui = ui
        self.words = ""
        self.kept_at = ""
        """When it was kept last: "08:49"."""
        self._save: Any = save
        self._alike = alike
        self._origin = origin
        self._kept: Any = None
        self._waiting: Any = None
        self._writing = 0
        self._visit = next(_VISITS)
        """Stands for all that is kept until the editor is left: one step of undo."""
        self._later = Later(self, REST, self.keep_now)
        self._latest = Later(self, AT_LATEST, self.keep_now)

    @property
    def is_due(self) -> bool:
        """Whether something is not kept yet, or is just being written."""
        return self._waiting is not None or self._writing > 0

    def begin(self, document: object) -> None:
        """Begin with what the desk keeps."""
        self._rest()
        self._kept, self._waiting = document, None
        self._visit = next(_VISITS)
        self.words = self.kept_at = ""

    def _rest(self) -> None:
        self._later.stop()
        self._latest.stop()

    def forget(self) -> None:
        """There is nothing to keep any more."""
        self._rest()
        self._kept = self._waiting = None
        self._writing = 0

    def changed(self, document: object) -> None:
        """Keep it after a rest."""
        if self._kept is not None and self._alike(self._kept, document):
            self._rest()
            self._waiting = None
        else:
            self._waiting = document
            self._later.start()
            if not self._latest.isActive():
                self._latest.start()

    def drop(self) -> None:
        """What is not kept yet is kept by somebody else, or need not be."""
        self._rest()
        self._waiting = None

    def end_visit(self) -> None:
        """Keep what there is; what is kept after this is another step of undo."""
        self.keep_now()
        self._visit = next(_VISITS)

    def keep_now(self) -> None:
        """Keep it, if there is something to keep; at once where the window is being closed."""
        self._rest()
        document, self._waiting = self._waiting, None
        editor, desk = self.parent(), self.ui.desk
        name = str(getattr(editor, "name", ""))
        if document is None or desk is None or not name or self.ui.looking_back:
            return
        self._kept = document
        visit = f"{self._origin} {self._visit}"
        window = getattr(editor, "window", None)
        closing = window is not None and not window().isVisible()
        if closing and not self.ui.jobs.running:
            # The jobs end with the window: what is not written now would be lost.
            desk.do(self._save, name, document, origin=self._origin, together=visit)
        else:
            self._writing += 1
            self.ui.do(
                self._save,
                name,
                document,
                then=self._on_saved,
                failed=self._on_failed,
                together=visit,
            )

    def _on_failed(self, error: Exception) -> None:
        """It stays on the screen; the next change tries again."""
        self._writing = max(0, self._writing - 1)
        told = error.sentence if isinstance(error, DeskError) else str(error)
        self.ui.toast("The draft was not kept", told, kind="error")

    def _on_saved(self, result: object) -> None:
        del result
        self._writing = max(0, self._writing - 1)
        self.say_kept()

    def say_kept(self) -> None:
        """Tell that it is kept as of now."""
        now = self.ui.clock.now().astimezone()
        self.kept_at = f"{now:%H:%M}"
        self.words = f"draft kept {self.kept_at}"
        self.kept.emit()
