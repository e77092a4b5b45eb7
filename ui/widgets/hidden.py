"""A field for what nobody beside should read: dots, with a button that shows the letters."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.widgets.symbol import Button


class Hidden(QWidget):
    """A passphrase or PIN as it is typed; ``seen`` tells whether it is shown in letters now."""

    changed = Signal(str)
    returnPressed = Signal()  # noqa: N815 - as Qt's own fields call it

    def __init__(self, name: str, hint: str = "", *, what: str = "passphrase") -> None:
        super().__init__()
        self._what = what
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(hint)
        self.line.textChanged.connect(self.changed)
        self.line.returnPressed.connect(self.returnPressed)
        self.show_button = Button("", role="symbol", icon="eye")
        self.show_button.clicked.connect(self._toggle)
        self.setAccessibleName(name)
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.show_button)
        self._name_button()

    @property
    def seen(self) -> bool:
        """Whether the letters are shown."""
        return self.line.echoMode() is QLineEdit.EchoMode.Normal

    def text(self) -> str:
        """What was typed, as it was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Forget what was typed, and show dots again."""
        self.line.clear()
        if self.seen:
            self._toggle()

    def setAccessibleDescription(self, text: str) -> None:
        """What is said below the field belongs to the line."""
        super().setAccessibleDescription(text)
        self.line.setAccessibleDescription(text)

    def _toggle(self) -> None:
        echo = QLineEdit.EchoMode
        self.line.setEchoMode(echo.Password if self.seen else echo.Normal)
        self._name_button()

    def _name_button(self) -> None:
        said = f"{'Hide' if self.seen else 'Show'} the {self._what}"
        self.show_button.show_icon("eye-off" if self.seen else "eye")
        self.show_button.setAccessibleName(said)
        self.show_button.setToolTip(said)
