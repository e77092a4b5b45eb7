"""Walks a window as a screen reader does, and reads all words that people see."""

import re

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

SPOKEN = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.Table,
    QAccessible.Role.ProgressBar,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
}
"""Roles that must have a name."""

FORBIDDEN = re.compile(r"\b(legacy|cursor|outbox|attestation|mirror|tombstone|anchor|pseudonymised)", re.IGNORECASE)
"""Words of the engine; the screen has its own (ui.md sections 1 and 7)."""


def unnamed(widget: QWidget) -> list[str]:
    """Controls without an accessible name."""
    found = []
    for each in (widget, *widget.findChildren(QWidget)):
        interface = QAccessible.queryAccessibleInterface(each)
        if interface is None or interface.role() not in SPOKEN or hidden_part(each):
            continue
        if not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(each).__name__} {each.objectName()}")
    return found


def hidden_part(widget: QWidget) -> bool:
    """Parts that Qt makes inside its own controls and that no reader visits by themselves."""
    return widget.objectName().startswith("qt_") or not widget.isVisible()


def words(widget: QWidget) -> list[str]:
    """Every visible text, accessible name, description and tooltip."""
    said = []
    for each in (widget, *widget.findChildren(QWidget)):
        said += [each.accessibleName(), each.accessibleDescription(), each.toolTip(), each.windowTitle()]
        if isinstance(each, QLabel | QAbstractButton):
            said.append(each.text())
        if isinstance(each, QLineEdit):
            said.append(each.placeholderText())
    return [text for text in said if text]


def forbidden(widget: QWidget) -> list[str]:
    """Texts with a word that belongs to the engine alone."""
    return [text for text in words(widget) if FORBIDDEN.search(text)]
