"""The parts of the window that F6 goes through: page, strip, band, sidebar, help, and round again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.frame.whole import Paged, Whole


def next_region(window: Whole, step: int) -> None:
    """Take the focus to the next part that is shown, or to the one before."""
    regions: list[QWidget] = [window.pages, window.strip, window.band, window.sidebar]
    if window.help is not None:
        regions.append(window.help)
    shown = [region for region in regions if region.isVisible()]
    focus = QApplication.focusWidget()
    inside = [number for number, region in enumerate(shown) if focus is not None and region.isAncestorOf(focus)]
    nearest = shown[((inside[0] if inside else -1) + step) % len(shown)]
    if nearest is window.pages:
        focus_page(window)
    elif nearest is window.sidebar:
        window.sidebar.focus_current()
    elif nearest is window.help:
        window.help.close_button.setFocus(Qt.FocusReason.TabFocusReason)
    else:
        first = window.strip.stop if nearest is window.strip else window.band.stop
        first.setFocus(Qt.FocusReason.TabFocusReason)


def focus_page(window: Paged) -> None:
    """Take the focus to the page, where it is wanted first."""
    screen = window.here()
    if screen is not None:
        screen.focus_first()
    elif (page := window.pages.currentWidget()) is not None:
        page.setFocus(Qt.FocusReason.TabFocusReason)
