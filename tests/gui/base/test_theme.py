"""The theme dresses the application, follows a change at once, knows every name in use."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from healthdesk import paths
from healthdesk.gui.base import colors
from healthdesk.gui.base.unseen import FEW

SOURCES = sorted((Path(__file__).parents[3] / "healthdesk").rglob("*.py"))


def test_the_bundled_font_is_used_with_equal_figures(theme):
    font = theme.font("body")
    assert QFontInfo(font).family() == "Inter"
    metrics = QFontMetricsF(font)
    assert metrics.horizontalAdvance("11111") == metrics.horizontalAdvance("88888")
    loose = QFontMetricsF(theme.font("body", tabular=False))
    assert loose.horizontalAdvance("11111") < loose.horizontalAdvance("88888")


@pytest.mark.parametrize(("role", "pixels"), [("small", 11), ("body", 13), ("title", 20)])
def test_sizes_are_those_of_the_look(theme, role, pixels):
    assert theme.font(role).pixelSize() == pixels


def test_a_change_of_mode_changes_colours_palette_and_icons(theme, qtbot):
    button = QPushButton("Go")
    qtbot.addWidget(button)
    theme.bind_icon(button, "check", "text2", 16)
    light = theme.color("surface")
    before = button.icon().pixmap(16, 16).toImage()
    with qtbot.waitSignal(theme.changed):
        theme.choose(mode="dark")
    assert theme.dark
    assert theme.color("surface") != light
    assert QApplication.palette().window().color() == theme.color("canvas")
    assert button.icon().pixmap(16, 16).toImage() != before


def test_the_colour_blind_palette_changes_bands_only(theme):
    strong, accent = theme.band("Strong").shape, theme.color("accent")
    theme.choose(colour_blind=True)
    assert theme.band("Strong").shape != strong
    assert theme.color("accent") == accent


def test_high_contrast_drops_grey_words(theme):
    theme.choose(high_contrast=True)
    assert theme.color("text3") == theme.color("text")


def test_an_icon_on_a_label_is_sharp_at_its_size(theme, qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    theme.bind_icon(label, "alert-triangle", "poor", 24)
    pixmap = label.pixmap()
    assert pixmap.width() == round(24 * label.devicePixelRatioF())


def test_every_icon_named_in_the_code_is_there():
    there = {path.stem for path in (paths.resources() / "icons").glob("*.svg")}
    named = set()
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'icon="([a-z0-9-]+)"', text))
        named |= set(re.findall(r'bind_icon\([^,()]+, "([a-z0-9-]+)"', text))
    assert named - there == set()
    assert len(named) > 10


def test_every_colour_named_in_the_code_is_there():
    known = set(colors.COLORS)
    unknown = {}
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        names = set(re.findall(r'theme\.color\("(\w+)"', text)) - known
        if names:
            unknown[path.name] = names
    assert unknown == {}


def test_series_beyond_the_fifth_share_the_last_colour(theme):
    assert theme.series(0) == theme.color("s1")
    assert theme.series(9) == theme.series(4) == theme.color("s5")


def test_the_words_of_a_box_have_all_room_up_to_its_arrow(theme, qtbot):
    theme.apply(QApplication.instance())
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItem("180 days")
    box.setFixedWidth(112)
    box.show()
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box)
    assert room.width() >= 70


def test_what_nobody_sees_is_dressed_in_turns_of_its_own(theme, qtbot):
    theme.apply(QApplication.instance())
    window = QWidget()
    qtbot.addWidget(window)
    seen, unseen = QPushButton("seen", window), QPushButton("unseen", window)
    for button in (seen, unseen):
        theme.bind_icon(button, "check", "text2", 16)
    window.show()
    unseen.hide()
    ink = QPalette.ColorRole.ButtonText

    def look(button):
        return button.icon().pixmap(16, 16).toImage(), button.palette().color(ink)

    before = look(seen)
    assert look(unseen) == before
    theme.choose(mode="dark")
    assert look(seen)[0] != before[0]
    assert look(seen)[1] != before[1]
    assert look(unseen) == before
    qtbot.waitUntil(partial(_same, look, seen, unseen))


def _same(look, one, other):
    return look(one) == look(other)


def test_a_second_change_forgets_nothing_of_the_first(theme, qtbot):
    theme.apply(QApplication.instance())
    window = QWidget()
    qtbot.addWidget(window)
    seen = QLabel("seen", window)
    unseen = [QLabel(str(number), window) for number in range(FEW + 20)]
    window.show()
    for label in unseen:
        label.hide()
    theme.choose(mode="dark")
    theme.choose(mode="light")
    theme.choose(mode="dark")
    unseen.pop().deleteLater()
    ink = QPalette.ColorRole.WindowText
    told = seen.palette().color(ink)
    assert told == theme.color("text")
    qtbot.waitUntil(lambda: all(one.palette().color(ink) == told for one in unseen))
