"""What is known of one line of a list of Ready to switch?, with what can be recorded about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import wall
from clubos_desktop.verification import reasons
from clubos_desktop.verification.lists.sheet import Form, Row, Sheet, View
from ui.tone import Tone
from ui.widgets.cards import Card
from ui.widgets.spark import Spark
from ui.widgets.symbol import Button
from ui.widgets.text import KeyValues, Words
from ui.widgets.wrapping import WrappingLine

CHECKS = frozenset({"signals", "checks"})
"""Lists whose lines are checks: their detail has a picture of the last values."""


class Detail(Card):
    """All that is known of a line, its history, and what can be recorded about it."""

    def __init__(self) -> None:
        super().__init__("")
        self._facts = KeyValues()
        self._picture = QHBoxLayout()
        self._history = Words("", "secondary")
        self._acts = QWidget()
        self._line = WrappingLine(self._acts, spacing=8)
        self.body.addLayout(self._picture)
        self.body.addWidget(self._acts)  # first what can be done: below long facts nobody finds it
        self.body.addWidget(self._facts)
        self.body.addWidget(self._history)
        self.body.addStretch(1)
        self.buttons: dict[str, Button] = {}

    def show_row(self, view: View, sheet: Sheet, row: Row, ask: Callable[[Form, Row], None]) -> None:
        """Show a line."""
        key = sheet.columns[0].key
        self.title.setText(row.cells[key])
        self.title.setVisible(True)
        said = {column.title: row.cells[column.key] for column in sheet.columns[1:]}
        more = {name: value for name, value in row.more if name not in said}
        self._facts.say({name: value for name, value in {**said, **more}.items() if value})
        self._history.setText("\n".join(_said(view, entry) for entry in reversed(row.history[-8:])))
        self._history.setVisible(bool(row.history))
        clear(self._picture)
        picture = spark(view, row.item, Tone(row.tone)) if sheet.id in CHECKS else None
        if picture is not None:
            self._picture.addWidget(picture)
            self._picture.addStretch(1)
        for old in self.buttons.values():
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = {}
        for form in sheet.forms:
            if form.on_row and form.shown(row):
                button = Button(form.label)
                button.does(partial(ask, form, row))
                self._line.addWidget(button)
                self.buttons[form.id] = button
        self._acts.setVisible(bool(self.buttons))


def _said(view: View, entry: Entry) -> str:
    second = f" with {view.name(entry.second)}" if entry.second else ""
    return f"{wall(entry.at, view.zone)}: {entry.act}, {view.name(entry.actor)}{second}"


def spark(view: View, check: str, tone: Tone) -> Spark | None:
    """The last 30 values of a check as a line; None where there are not two figures to draw one between."""
    kept = reasons.values(check, view.sealed)
    figures = [figure for _, value, _ in kept if (figure := reasons.figure(value)) is not None]
    if len(figures) < 2:
        return None
    said = f"Last {len(figures)} values: " + ", ".join(value for _, value, _ in kept if value)
    return Spark(figures, tone, said)


def clear(layout: QHBoxLayout | QVBoxLayout) -> None:
    """Take everything out of a row or column."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
