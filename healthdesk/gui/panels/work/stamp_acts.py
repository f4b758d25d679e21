"""What is done with milestones: stamped, corrected, added, planned for new accounts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.source_ref import Ref
from healthdesk.core.domain.stamp import Stamp, StampPlan
from healthdesk.core.services import milestones
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.panels.stamp_form import ask_stamp, ask_template
from healthdesk.gui.panels.work.acts_base import Acts
from healthdesk.gui.panels.work.reading import read_metrics


class StampActs(Acts):
    """Acts on milestones."""

    def __init__(self, ui: Ui, tab: QWidget) -> None:
        super().__init__(ui, tab)
        self._stamp: Stamp | None = None
        self._template: tuple[StampPlan, ...] = ()
        self._sources: SourcePopover | None = None

    @Slot(object, object)
    def press_stamp(self, stamp: Stamp, under: QWidget) -> None:
        """Ask for a milestone's days, or show its row where other facts tell it."""
        self._stamp = stamp
        if stamp.fixed:
            self.show_rows(stamp, under)
            return
        menu = self.new_menu(stamp.name[:60])
        may = not self.ui.looking_back
        if stamp.state != "done":
            menu.add("Done today", self._stamp_today_chosen, icon="check", enabled=may)
        days = "Correct its days…" if stamp.by_rule else "Set its days…"
        menu.add(days, self._stamp_days_chosen, icon="calendar", enabled=may)
        if stamp.done_on is not None:
            menu.add("Take the stamp away", self._unstamp_chosen, icon="x", enabled=may)
        if stamp.ref is not None:
            menu.add("Where it comes from", self._stamp_rows_chosen, icon="file-text")
        if stamp.own and stamp.ref is not None:
            menu.add("Remove milestone", self._remove_stamp_chosen, icon="trash", enabled=may)
        menu.popup_under(under)

    @Slot()
    def _stamp_today_chosen(self) -> None:
        self._stamp_on(self.ui.today)

    @Slot()
    def _unstamp_chosen(self) -> None:
        self._stamp_on(None)

    @Slot()
    def _stamp_rows_chosen(self) -> None:
        if self._stamp is not None:
            self.show_rows(self._stamp, self.tab())

    @Slot()
    def _remove_stamp_chosen(self) -> None:
        if self._stamp is not None and self.work is not None and not self.off:
            self.ui.do(milestones.remove, self.work.account_id, self._stamp.name)

    def _stamp_on(self, day: int | None) -> None:
        if self._stamp is not None and self.work is not None and not self.off:
            self.ui.do(milestones.mark, self.work.account_id, self._stamp.name, day)

    @Slot()
    def _stamp_days_chosen(self) -> None:
        work, stamp = self.work, self._stamp
        if self.off or work is None or stamp is None:
            return
        told = ask_stamp(self.ui, stamp)
        if told is None:
            return
        if (told.due, told.done_on) != (stamp.due, stamp.done_on):
            self.ui.do(milestones.set_days, work.account_id, stamp.name, told.due, told.done_on)

    @Slot(object)
    def accept_stamp(self, stamp: Stamp) -> None:
        """Stamp a milestone with the day that usage says."""
        if not self.off and self.work is not None and stamp.suggestion is not None:
            day = stamp.suggestion.day
            self.ui.do(milestones.mark, self.work.account_id, stamp.name, day)

    @Slot(object)
    def correct_stamp(self, stamp: Stamp) -> None:
        """Ask for the days of a milestone that usage stamped: they are a person's then."""
        self._stamp = stamp
        self._stamp_days_chosen()

    @Slot()
    def plan_stamps(self) -> None:
        """Give the account the milestones of the template, due after its start."""
        if not self.off and self.work is not None:
            self.ui.do(milestones.plan, self.work.account_id)

    @Slot()
    def new_stamp(self) -> None:
        """Ask for one more milestone."""
        if self.off or self.work is None:
            return
        told = ask_stamp(self.ui, None)
        if told is not None:
            self.ui.do(milestones.add, self.work.account_id, told.name, told.due, told.done_on)

    @Slot()
    def ask_template(self) -> None:
        """Ask for the milestones of new accounts, once they are read."""
        if not self.off:
            self.ui.read(milestones.template, then=self._on_template, key="template")

    @Slot(object)
    def _on_template(self, template: tuple[StampPlan, ...]) -> None:
        self._template = template
        self.ui.read(read_metrics, then=self._on_metrics, key="metrics")

    @Slot(object)
    def _on_metrics(self, metrics: Sequence[tuple[str, str]]) -> None:
        wanted = ask_template(self.ui, self._template, metrics)
        if wanted is not None and wanted != self._template:
            self.ui.do(milestones.set_template, wanted)

    @Slot(object, object)
    def show_usage(self, stamp: Stamp, under: QWidget) -> None:
        """Show the stored value that stamps a milestone, or would."""
        said = stamp.suggestion or stamp.rule
        self._show(stamp, [] if said is None else [said.ref], under)

    @Slot(object, object)
    def show_rows(self, stamp: Stamp, under: QWidget) -> None:
        """Show the stored rows behind a stamp, or behind what usage says of it."""
        said = stamp.suggestion
        refs: list[Ref] = [said.ref] if said is not None else [stamp.ref] if stamp.ref else []
        self._show(stamp, refs, under)

    def _show(self, stamp: Stamp, refs: list[Ref], under: QWidget) -> None:
        if not refs:
            return
        if self._sources is None:
            self._sources = SourcePopover(self.ui, self.tab())
        point = under.mapToGlobal(QPoint(under.width(), under.height() + 4))
        self._sources.open_refs(stamp.name, refs, point)
