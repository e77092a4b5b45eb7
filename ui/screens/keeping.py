"""The name under which a list is kept, asked in place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from clubos_desktop.findings.saved import LONGEST
from ui.tokens import px
from ui.widgets.symbol import Button


class KeepForm(QWidget):
    """One line: a name, Keep, Cancel. Enter keeps."""

    kept = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText("Name of this list, for example: E-mails to check")
        self.name.setAccessibleName("Name of this list")
        self.name.setMaximumWidth(px(420))
        self.name.returnPressed.connect(self._keep)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(Button("Keep").does(self._keep))
        row.addWidget(Button("Cancel", role="quiet").does(self.hide))
        row.addStretch(1)

    def ask(self, name: str) -> None:
        """Ask for a name, beginning with this one."""
        self.name.setText(name)
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        if self.name.text().strip():
            self.kept.emit(self.name.text().strip())
