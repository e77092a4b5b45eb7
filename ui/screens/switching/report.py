"""The report of a return: five questions, answered on the page, written as a PDF that is the step's proof."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit

from clubos_desktop.evidence.day import QUESTIONS
from ui.screens.switching.around import save_as
from ui.widgets.cards import Card
from ui.widgets.fields import Labelled
from ui.widgets.symbol import Button
from ui.widgets.text import Words


class ReportCard(Card):
    """``wanted`` when it is to be written: the path and the answers."""

    wanted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__("The report")
        self.body.addWidget(
            Words(
                "The times and steps are in it already. What is not answered yet can follow within a week.", "secondary"
            )
        )
        self.answers = [_field(question) for question in QUESTIONS]
        for question, field in zip(QUESTIONS, self.answers, strict=True):
            self.body.addWidget(Labelled(question, field))
        self.write = Button("Make the report…", icon="file-text")
        self.write.does(self._write)
        self.body.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)

    def _write(self) -> None:
        path = save_as(self, "Save the report", "What happened.pdf", "PDF (*.pdf)")
        if path is not None:
            self.wanted.emit(path, tuple(field.toPlainText() for field in self.answers))


def _field(question: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setAccessibleName(question)
    field.setTabChangesFocus(True)
    field.setMaximumHeight(64)
    return field
