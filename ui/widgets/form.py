"""A form made from its description: labels, fields, who signs, who else, and where it went wrong."""

from collections.abc import Callable, Collection
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from clubos_desktop.errors import SignInError
from clubos_desktop.model.people import Person
from clubos_desktop.model.time import spell
from clubos_desktop.model.written import Writing
from clubos_desktop.verification.lists.sheet import Field, Kind
from ui.tokens import px
from ui.widgets.cards import Card, Notice
from ui.widgets.days import DayEntry
from ui.widgets.fields import Choice, Labelled
from ui.widgets.hidden import Hidden
from ui.widgets.symbol import Button
from ui.widgets.text import Words

_CHOOSE = "Choose …"


class FileField(QWidget):
    """A file by its name, or chosen in the system's own dialogue."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.setAccessibleName(name)
        self.setFocusProxy(self.line)
        choose = Button("Choose a file…", icon="folder-open")
        choose.does(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(choose)

    def _ask(self) -> None:
        dialog = QFileDialog(self, "Choose a file", str(Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.line.setText)
        dialog.open()


class Long(QPlainTextEdit):
    """A text of several lines; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setMinimumHeight(px(120))


def _made(field: Field, writing: Writing) -> tuple[QWidget, Callable[[], str]]:
    """The widget of a field with what stands there at first, and how it is read."""
    if field.kind is Kind.CHOICE:
        offered = [(label, value) for value, label in field.options]
        choice = Choice(field.label, offered if field.value else [(_CHOOSE, ""), *offered])
        choice.choose(field.value)
        return choice, lambda: str(choice.currentData() or "")
    if field.kind is Kind.LONG:
        text = Long()
        text.setPlainText(field.value)
        return text, text.toPlainText
    if field.kind is Kind.FILE:
        file = FileField(field.label)
        return file, file.line.text
    if field.kind in (Kind.DAY, Kind.MOMENT):
        day = DayEntry(field.label, writing, field.value, clock=field.kind is Kind.MOMENT)
        return day, day.stored
    line = QLineEdit(field.value)
    line.setMaximumWidth(px(160) if field.kind is Kind.NUMBER else 16_777_215)
    return line, line.text


def _hint(field: Field, writing: Writing) -> str:
    """What helps below a field: how a day may be written, where it is one."""
    if field.kind not in (Kind.DAY, Kind.MOMENT) or not writing.today:
        return field.hint
    example = writing.example(writing.today)
    like = f"Like {spell(writing.today)}, 14:30." if field.kind is Kind.MOMENT else f"Like {example}."
    return f"{like} {field.hint}".strip()


def in_turn(*widgets: QWidget) -> None:
    """Let the Tab key go through these one after the other: what is made later would else come last of all."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


class Signer(QWidget):
    """A person with the PIN that they type here."""

    def __init__(self, label: str, people: Collection[Person], chosen: str = "") -> None:
        super().__init__()
        self._people = {str(each.id): each for each in people if each.active and each.has_pin}
        offered = [(f"{each.name}, {each.role}", key) for key, each in self._people.items()]
        self.who = Choice(label, [(_CHOOSE, ""), *offered])
        self.who.choose(chosen)
        self.pin = Hidden(f"PIN, {label.lower()}", what="PIN")
        self.below = Labelled(label, self.who, "" if offered else "Nobody has a PIN yet. Settings, People sets one.")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.below, 2)
        row.addWidget(Labelled("PIN", self.pin), 1)

    def typed(self) -> tuple[Person, str] | None:
        """Who signs, with what was typed; None when nobody was chosen."""
        person = self._people.get(str(self.who.currentData() or ""))
        return None if person is None else (person, self.pin.text())


class Absent(Card):
    """Whom to ask by mail, who asks, and where the request file goes."""

    def __init__(self, people: Collection[Person], me: str) -> None:
        super().__init__("Send a request")
        self._people = {str(each.id): each for each in people if each.active and str(each.id) != me}
        about = "They need a key file of theirs (Lists, Requests by mail). Their reply comes back as a file too."
        self.body.addWidget(Words(about, "secondary"))
        offered = [(f"{each.name}, {each.role}", key) for key, each in self._people.items()]
        self.who = Choice("Whom to ask", [(_CHOOSE, ""), *offered])
        self.own = Signer("Who asks", people, me)
        self.file = QLineEdit(str(Path.home() / "request.clubos-request"))
        self.write = Button("Write the request")
        self.body.addWidget(Labelled("Whom to ask", self.who))
        self.body.addWidget(self.own)
        self.body.addWidget(Labelled("Save it as", self.file))
        self.body.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)

    def asked(self) -> Person | None:
        """Who is asked; None while nobody is chosen."""
        return self._people.get(str(self.who.currentData() or ""))


class FormCard(Card):
    """``filled`` when it was sent, ``left`` when it was not wanted. It keeps what was typed until it is done."""

    filled = Signal()
    left = Signal()
    requested = Signal()

    def __init__(self, title: str, about: str, send: str) -> None:
        super().__init__(title)
        self.about = Words(about, "secondary")
        self.about.setVisible(bool(about))
        self.body.addWidget(self.about)
        self.trouble = Notice()
        self.trouble.hide()
        self.send = Button(send, role="main")
        self.cancel = Button("Not now", role="quiet")
        self.send.does(self._send)
        self.cancel.does(self.left.emit)
        self._reads: dict[str, Callable[[], str]] = {}
        self.fields: dict[str, QWidget] = {}
        self.signer: Signer | None = None
        self.second: Signer | None = None
        self.absent: Absent | None = None
        self._left_last: QWidget | None = None
        self._turn: list[QWidget] = []
        """What takes the keys, in the order of the form."""

    def ask(self, fields: tuple[Field, ...], writing: Writing) -> None:
        """Put these fields below each other; days are written as the club writes them."""
        for field in fields:
            widget, read = _made(field, writing)
            optional = "" if field.needed else " (may stay empty)"
            labelled = Labelled(field.label + optional, widget, _hint(field, writing))
            self.body.addWidget(labelled)
            if isinstance(widget, DayEntry):
                widget.told.connect(partial(labelled.say, tone="problem"))
            self.fields[field.key], self._reads[field.key] = widget, read
            self._follow(widget)

    def ask_signer(self, people: Collection[Person], chosen: str) -> None:
        """Somebody signs with a PIN."""
        self.signer = self._signing(Signer("Who signs", people, chosen))

    def ask_second(self, people: Collection[Person], me: str = "") -> None:
        """A second person, where the act needs one; ``me`` acts and types the own PIN then too."""
        if me:
            self.signer = self._signing(Signer("Who acts, where a second person is needed", people, me))
        self.second = self._signing(Signer("Second person, where one is needed", people))

    def _signing(self, signer: Signer) -> Signer:
        self._follow(signer.who)
        signer.pin.returnPressed.connect(self._send)
        self._turn.append(signer.pin.line)
        self.body.addWidget(signer)
        return signer

    def _follow(self, widget: QWidget) -> None:
        """Hear the keys of a field, and know which comes after it."""
        line = widget.focusProxy() or widget
        line.installEventFilter(self)
        self._turn.append(line)

    def offer_request(self, people: Collection[Person], me: str) -> None:
        """Where somebody signs or confirms who is not here: a request by mail."""
        absent = self.absent = Absent(people, me)
        absent.hide()
        absent.write.does(self.requested.emit)
        ask = Button("Somebody is not here: send a request…", role="quiet", icon="mail")
        ask.does(partial(self._show_absent, ask))
        self.body.addWidget(ask, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(absent)

    def _show_absent(self, ask: Button) -> None:
        ask.hide()
        if self.absent is not None:
            self.absent.show()
            self.absent.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """The buttons come last."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.send)
        row.addWidget(self.cancel)
        row.addStretch(1)
        self.body.addWidget(self.trouble)
        self.body.addLayout(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field, and sends the form from its last line; with Ctrl it sends from anywhere."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.key() not in _ENTER:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._send()
            return True
        if isinstance(watched, QPlainTextEdit):
            return False
        after = self._turn[next(n for n, each in enumerate(self._turn) if each is watched) + 1 :]
        if after:
            after[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif isinstance(watched, QLineEdit):
            self._send()
        else:
            self.send.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {key: read() for key, read in self._reads.items()}

    def refuse(self, error: Exception) -> None:
        """Say what is wrong; PINs are forgotten, all else stays."""
        own = self.absent.own if self.absent is not None else None
        for signer in (self.signer, self.second, own):
            if signer is not None:
                signer.pin.clear()
        self.send.setEnabled(True)
        self.trouble.say_error(error)
        self.trouble.show()
        self._focus_wrong(error)

    def _focus_wrong(self, error: Exception) -> None:
        """The field that is meant, the PIN where it was wrong, or the field that was filled in last."""
        field = self.fields.get(getattr(error, "field", ""))
        if field is None and isinstance(error, SignInError):
            asked = [signer for signer in (self.signer, self.second) if signer is not None and signer.typed()]
            field = asked[0].pin if asked else None
        if field is None:
            field = self._left_last
        if field is None:
            self.focus_first()
            return
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(line := field.focusProxy() or field, QLineEdit):
            line.selectAll()

    def focus_first(self) -> None:
        """The first field."""
        first = next(iter(self.fields.values()), self.signer.who if self.signer is not None else self.send)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self) -> None:
        if self.send.isEnabled():
            focus = QApplication.focusWidget()
            self._left_last = (
                focus if focus is not None and focus is not self.send and self.isAncestorOf(focus) else None
            )
            self.send.setEnabled(False)
            self.trouble.hide()
            self.filled.emit()


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
