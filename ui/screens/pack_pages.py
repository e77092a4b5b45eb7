"""The parts of Board: the form for a new pack, and the pages of the chosen one."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from clubos_desktop.errors import ClubOSError
from ui.models.packs import Pack
from ui.tokens import px
from ui.tone import Tone
from ui.widgets.cards import Card, Notice
from ui.widgets.pages import Document, Pages
from ui.widgets.symbol import Button
from ui.widgets.text import Words

PURPOSE = "Board meeting"


class Making(Card):
    """What a new pack is for, and whether it shows names."""

    def __init__(self) -> None:
        super().__init__("Make a pack")
        self.purpose = QLineEdit(PURPOSE)
        self.purpose.setAccessibleName("What the pack is for")
        self.purpose.setMaxLength(120)
        self.purpose.setMaximumWidth(px(480))
        self.names = QCheckBox("Show names")
        self.hint = Words("Names are hidden unless you ask: board papers are copied and forwarded.", "secondary")
        self.make = Button("Make the pack", role="main", icon="file-check")
        self.cancel = Button("Not now", role="quiet")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.make)
        row.addWidget(self.cancel)
        row.addStretch(1)
        self.body.addWidget(Words("For", "secondary"))
        self.body.addWidget(self.purpose)
        self.body.addWidget(self.names)
        self.body.addWidget(self.hint)
        self.body.addLayout(row)
        self.purpose.returnPressed.connect(self.make.click)


class Preview(Card):
    """The chosen pack page by page, and what can be done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = Pages()
        self.missing = Notice(Tone.PROBLEM)
        self.missing.hide()
        self.print = Button("Print", icon="printer", tip="Ctrl+P")
        self.open = Button("Open", icon="external-link", tip="In your own program for PDF files")
        self.keep = Button("Save a copy…", icon="save")
        self._before = Button("", role="symbol", icon="chevron-left", name="The page before", tip="PgUp")
        self._after = Button("", role="symbol", icon="chevron-right", name="The next page", tip="PgDn")
        self._place = Words("", "secondary", wrap=False)
        self._before.clicked.connect(partial(self.pages.turn, -1))
        self._after.clicked.connect(partial(self.pages.turn, 1))
        self.pages.turned.connect(self._turned)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.print, self.open, self.keep):
            row.addWidget(button)
        row.addStretch(1)
        turning = QHBoxLayout()
        turning.setSpacing(4)
        turning.addStretch(1)
        for widget in (self._before, self._place, self._after):
            turning.addWidget(widget)
        turning.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.missing)
        self.body.addWidget(self.pages, 1)
        self.body.addLayout(turning)

    def show_pack(self, pack: Pack | None) -> None:
        """Show its first page, or that its file is gone."""
        document = None
        self.missing.hide()
        try:
            document = Document(pack.path) if pack is not None else None
        except ClubOSError as error:
            self.missing.say_error(error)
            self.missing.show()
        self.pages.show_document(document)
        for button in (self.print, self.open, self.keep, self._before, self._after):
            button.setEnabled(document is not None)

    def _turned(self, number: int, total: int) -> None:
        self._place.setText(f"Page {number + 1} of {total}" if total else "")
        self._before.setEnabled(number > 0)
        self._after.setEnabled(number + 1 < total)
