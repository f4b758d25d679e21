"""The look as one object: colours, fonts and icons by name; dresses the whole application.

Not here: colour values (colors.py), shapes of controls (sheet.py), how an icon is drawn (icons.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QObject, QSize, Qt, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from healthdesk.core.domain.views import Band
from healthdesk.gui.base import colors, pictures, sheet
from healthdesk.gui.base.icons import Icons
from healthdesk.gui.base.unseen import Unseen

Mode = Literal["light", "dark", "system"]
MODES: tuple[Mode, ...] = get_args(Mode)
Role = Literal["small", "body", "title", "figure"]
SIZES: dict[str, int] = {"small": 11, "body": 13, "title": 20, "figure": 28}
SPACING: dict[str, float] = {"title": -0.2, "figure": -0.5}
FAMILY = "Inter"
RATIOS = (1.0, 2.0)
MORE = 8
"""Pixels by which a roomy row is higher than a compact one."""
ICON_GAP = 2
"""Added to the 4 px that the style puts between icon and words: the look asks for 6."""
BOUND = "boundIcon"
"""Property of a control whose icon follows the theme: "name|color|size"."""


@dataclass(frozen=True)
class BandColors:
    """The three colours of a band: its shape (and bars), its text, the ground of its badge."""

    shape: QColor
    text: QColor
    ground: QColor


class Theme(QObject):
    """Colours, fonts and icons by name, under the chosen mode.

    Signals:
        changed: colours are different now; painters repaint, cached pens are made anew.
        density_changed: rows of tables are higher or lower now.
    """

    changed = Signal()
    density_changed = Signal()

    def __init__(
        self,
        resources: Path,
        parent: QObject | None = None,
        *,
        mode: Mode = "system",
        colour_blind: bool = False,
        high_contrast: bool = False,
    ) -> None:
        super().__init__(parent)
        self._resources = resources
        self._icons = Icons(resources / "icons")
        self._mode: Mode = mode
        self._colour_blind = colour_blind
        self._high_contrast = high_contrast
        self.zoom = 1.0
        """How much larger than usual faces of widgets are drawn."""
        self.roomy = False
        """Whether rows of tables are higher than they need be."""
        self._pictures = QTemporaryDir()
        self._app: QApplication | None = None
        self._unseen = Unseen(self)
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, int, bool], QFont] = {}
        self._made_icons: dict[tuple[str, str, int], QIcon] = {}
        self._read_colors()

    @property
    def mode(self) -> Mode:
        """The chosen mode; "system" follows the system's own choice."""
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the dark column is shown now."""
        if self._mode != "system":
            return self._mode == "dark"
        return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark

    @property
    def colour_blind(self) -> bool:
        """Whether bands and changes use the Okabe-Ito colours."""
        return self._colour_blind

    @property
    def high_contrast(self) -> bool:
        """Whether lines and second voices take the strongest colour."""
        return self._high_contrast

    def choose(
        self,
        *,
        mode: Mode | None = None,
        colour_blind: bool | None = None,
        high_contrast: bool | None = None,
    ) -> None:
        """Change settings of the look; what is None stays."""
        self._mode = self._mode if mode is None else mode
        self._colour_blind = self._colour_blind if colour_blind is None else colour_blind
        self._high_contrast = self._high_contrast if high_contrast is None else high_contrast
        self._renew()

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """Give the colour of a name of the look, optionally see-through."""
        found = QColor(self._colors[name])
        if alpha < 1.0:
            found.setAlphaF(alpha)
        return found

    def band(self, band: Band) -> BandColors:
        """Give the colours of a band."""
        key = band.lower()
        return BandColors(self.color(f"{key}fill"), self.color(key), self.color(f"{key}soft"))

    def series(self, index: int) -> QColor:
        """Give the colour of the n-th dimension; the fifth stands for all after it."""
        return self.color(colors.SERIES[min(max(index, 0), len(colors.SERIES) - 1)])

    def font(self, role: Role = "body", weight: int = 400, *, tabular: bool = True) -> QFont:
        """Give a font of the look's four sizes; figures of equal width unless told otherwise."""
        key = (role, weight, tabular)
        found = self._fonts.get(key)
        if found is None:
            found = make_font(SIZES[role], weight, tabular=tabular, spacing=SPACING.get(role, 0.0))
            self._fonts[key] = found
        return QFont(found)

    def read_icons(self) -> None:
        """Read the icons' files ahead; may be called on a thread."""
        self._icons.read_all()

    def pixmap(
        self, name: str, color: str = "text2", size: int = 16, ratio: float = 1.0
    ) -> QPixmap:
        """Draw an icon in a colour of the look."""
        return self._icons.pixmap(name, self._colors[color], size, ratio)

    def icon(self, name: str, color: str = "text2", size: int = 16) -> QIcon:
        """Give an icon in a colour of the look, with a faint picture for a control that is off."""
        key = (name, color, size)
        found = self._made_icons.get(key)
        if found is None:
            found = QIcon()
            for ratio in RATIOS:
                found.addPixmap(self.pixmap(name, color, size, ratio))
                found.addPixmap(self.pixmap(name, "edge", size, ratio), QIcon.Mode.Disabled)
            self._made_icons[key] = found
        return found

    def bind_icon(
        self, target: QAbstractButton | QLabel, name: str, color: str = "text2", size: int = 16
    ) -> None:
        """Put an icon on a button or label that is tinted anew when the theme changes."""
        target.setProperty(BOUND, f"{name}|{color}|{size}")
        self._put_icon(target)

    def mark(self, size: int, ratio: float = 1.0) -> QPixmap:
        """Draw HealthDesk's own mark; its colours are its own."""
        return self._icons.pixmap("app", QColor(self._colors["accentfill"]), size, ratio)

    def apply(self, app: QApplication) -> None:
        """Dress the whole application: style, fonts, palette, style sheet; again on each change."""
        first = self._app is None
        self._app = app
        if first:
            load_fonts(self._resources / "fonts")
            app.setStyle("Fusion")
            app.setFont(self.font(tabular=False))
            hints = app.styleHints()
            hints.colorSchemeChanged.connect(self._on_hints_color_scheme_changed)
        self._read_colors()
        app.setPalette(self._palette())
        sheet_now = self._sheet()
        if not first:
            # A sheet over another one has every widget polished one by one: with 1,400 of them
            # 1.2 to 1.5 s where taking it off and putting one on takes 0.35 s, and looks the same.
            self._unseen.set_aside(app)
            app.setStyleSheet("")
        app.setStyleSheet(sheet_now)
        self._unseen.bring_back()

    @Slot()
    def _on_hints_color_scheme_changed(self) -> None:
        if self._mode == "system":
            self._renew()

    def _renew(self) -> None:
        self._read_colors()
        if self._app is not None:
            self.apply(self._app)
            for widget in self._app.allWidgets():
                if not self._unseen.holds(widget):
                    self.dress(widget)
                    widget.update()
        self.changed.emit()

    def settle(self) -> None:
        """Have the last change of the look reach what nobody sees, too, now."""
        self._unseen.finish()

    def dress(self, widget: QWidget) -> None:
        """Tint the icon of a control anew, if it has one that follows the theme."""
        if widget.property(BOUND) is not None:
            self._put_icon(widget)

    def set_zoom(self, zoom: float) -> None:
        """Draw faces of widgets larger, or as usual again."""
        if zoom != self.zoom:
            self.zoom = zoom
            self.redraw()

    @property
    def more(self) -> int:
        """Pixels by which a row of a table is higher than where it is compact."""
        return MORE if self.roomy else 0

    def set_roomy(self, roomy: bool) -> None:
        """Make rows of all tables roomy, or compact again."""
        if roomy != self.roomy:
            self.roomy = roomy
            self.density_changed.emit()

    def redraw(self) -> None:
        """Have everything drawn anew: not a colour, but a word that is drawn is another one."""
        if self._app is not None:
            for widget in self._app.allWidgets():
                widget.update()
        self.changed.emit()

    def _read_colors(self) -> None:
        values = colors.table(
            dark=self.dark,
            colour_blind=self._colour_blind,
            high_contrast=self._high_contrast,
        )
        self._colors = {name: QColor(value) for name, value in values.items()}
        self._made_icons.clear()

    def _put_icon(self, target: QWidget) -> None:
        name, color, size = str(target.property(BOUND)).split("|")
        side = int(size)
        if isinstance(target, QAbstractButton):
            gap = ICON_GAP if target.text() and not target.isRightToLeft() else 0
            target.setIcon(self._icon_for(target, name, color, side, gap))
            target.setIconSize(QSize(side + gap, side))
        elif isinstance(target, QLabel):
            ratio = target.devicePixelRatioF()
            target.setPixmap(self.pixmap(name, color, int(size), ratio))

    def _icon_for(
        self, button: QAbstractButton, name: str, color: str, size: int, gap: int
    ) -> QIcon:
        """Give an icon with clear room at its right: a style sheet cannot set that distance."""
        if not gap:
            return self.icon(name, color, size)
        ratio = button.devicePixelRatioF()
        icon = QIcon()
        for mode, shade in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, "edge")):
            room = QPixmap(round((size + gap) * ratio), round(size * ratio))
            room.fill(Qt.GlobalColor.transparent)
            painter = QPainter(room)
            picture = self.pixmap(name, shade, size, ratio)
            painter.drawPixmap(room.rect().topLeft(), picture.copy(picture.rect()))
            painter.end()
            room.setDevicePixelRatio(ratio)
            icon.addPixmap(room, mode)
        return icon

    def _palette(self) -> QPalette:
        palette = QPalette()
        roles = QPalette.ColorRole
        for role, name in (
            (roles.Window, "canvas"),
            (roles.WindowText, "text"),
            (roles.Base, "field"),
            (roles.AlternateBase, "canvas"),
            (roles.Text, "text"),
            (roles.PlaceholderText, "text3"),
            (roles.Button, "surface"),
            (roles.ButtonText, "text"),
            (roles.ToolTipBase, "raised"),
            (roles.ToolTipText, "text"),
            (roles.Highlight, "accentfill"),
            (roles.HighlightedText, "onaccent"),
            (roles.Accent, "accentfill"),
            (roles.Link, "accent"),
            (roles.LinkVisited, "accent"),
            (roles.Light, "surface"),
            (roles.Midlight, "hover"),
            (roles.Mid, "border"),
            (roles.Dark, "edge"),
            (roles.Shadow, "edge"),
            (roles.BrightText, "poor"),
        ):
            palette.setColor(role, self.color(name))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text3"))
        return palette

    def _sheet(self) -> str:
        values = {name: color.name() for name, color in self._colors.items()}
        shade = 88 if self.dark else 112
        fill = self._colors["accentfill"]
        values["accenthover"] = fill.darker(100 + abs(shade - 100)).name()
        values["accentpress"] = fill.darker(100 + 2 * abs(shade - 100)).name()
        values["chipedge"] = self._colors["accent" if self._high_contrast else "accentsoft"].name()
        values["focusonfill"] = self._colors["text" if self.dark else "accent"].darker(130).name()
        values["scroll"] = self._colors["border"].darker(112).name()
        values["menuhover"] = self._colors["track" if self.dark else "hover"].name()
        values["thumb"] = self._colors["field" if self.dark else "surface"].name()
        values.update(pictures.write(Path(self._pictures.path()), self._colors, self._icons))
        return sheet.fill(self._resources / "themes" / "controls.qss", values)


def make_font(pixels: int, weight: int, *, tabular: bool = True, spacing: float = 0.0) -> QFont:
    """Make a font of our family; `cv05` is the l with a tail, `tnum` figures of equal width."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("cv05"), 1)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    if spacing:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def load_fonts(folder: Path) -> None:
    """Make the bundled fonts known to this program; nothing is installed."""
    for path in sorted(folder.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
