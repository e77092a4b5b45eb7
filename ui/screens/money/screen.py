"""Money: is every cent explained, do both systems come to the same, and has the treasurer signed."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.people import Person, Role
from ui.models import money_words as words
from ui.places import Fold, Place
from ui.screens.base import Desk, Screen, filling_page, keep_height
from ui.screens.money.balances import Balances
from ui.screens.money.entered import Entered
from ui.screens.money.lines import Lines
from ui.screens.money.totals import Totals
from ui.tone import Tone
from ui.treasury import Money
from ui.widgets.cards import Card, Empty, Notice
from ui.widgets.parts import PartsBar
from ui.widgets.signing import SignHere
from ui.widgets.symbol import Button, Symbol
from ui.widgets.text import Answer, Words
from ui.words import tip

LINES, TOTALS, BALANCES, ENTERED = "What explains it", "Totals", "Balances", "Totals of ClubOS"


class MoneyScreen(Screen):
    """Four parts and the sign-off above them."""

    title = "Money"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.money: Money | None = None
        self._heading = Answer("Payments")
        self._back = Button("Records", role="quiet", icon="arrow-left", tip="Esc")
        self._back.does(self._leave)
        self.parts = PartsBar([LINES, TOTALS, BALANCES, ENTERED], "Parts of Money")
        self.parts.chosen.connect(self.show_part)
        self.lines, self.totals, self.balances, self.entered = Lines(desk), Totals(), Balances(desk), Entered(desk)
        self.lines.noted.connect(self._note)
        self.entered.filled.connect(self._enter)
        self.entered.file_chosen.connect(self.take)
        self._problem = Notice()
        self._problem.hide()
        self._empty = Empty("circle-dashed")
        self._empty.button.does(partial(desk.copy_now, everything=True))
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {
            LINES: self.lines,
            TOTALS: self.totals,
            BALANCES: self.balances,
            ENTERED: self.entered,
        }
        for page in (*self._pages.values(), self._empty):
            self._stack.addWidget(page)
        self._arrange(self._signing())

    def _signing(self) -> QWidget:
        """The sign-off: how it stands, and the PIN where it is asked for."""
        self._symbol, self.state = Symbol("circle-dashed", 18, Tone.UNMEASURED), Words("", "strong")
        self.void = Notice()
        self.void.hide()
        self.sign = Button("Sign these figures", icon="check").does(partial(self._ask, "Sign"))
        self.withdraw = Button("Take the signature back", role="quiet").does(partial(self._ask, "Take it back"))
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._symbol)
        line.addWidget(self.state, 1)
        line.addWidget(self.withdraw)
        line.addWidget(self.sign)
        self.pin_card = Card("The treasurer signs here")
        self.pin_card.body.addWidget(
            Words("By this signature I confirm that I looked at these figures and at every line.", "secondary")
        )
        self.pin = SignHere("Treasurer", "Sign")
        self.pin.signed.connect(self._signed)
        self.pin.left.connect(self._close_pin)
        self.pin.people_wanted.connect(partial(self.desk.go, Place.SETTINGS))
        self.pin_card.body.addWidget(self.pin)
        self.pin_card.hide()
        self._taking_back = False
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._line, self.void, self.pin_card):
            column.addWidget(widget)
        return box

    def _arrange(self, signing: QWidget) -> None:
        column = filling_page(self, self._stack)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self._signing_box = signing
        for widget in (self._heading, self._problem, signing, self.parts):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)

    # --- what is shown

    def refresh(self) -> None:
        """Read again on the worker: the whole chain is added up anew."""
        if self.money is None:
            self._heading.say("Adding up …")
            for widget in (self.parts, self._signing_box):
                widget.hide()  # nothing can be signed before it is known
            self._stack.setCurrentWidget(self._empty)
            self._empty.say("Every invoice, payment and refund is added up.", "This takes a second.")
        club = self.desk.club
        show = partial(self.show_money, zone=club.zone, now=club.now())
        self.desk.jobs.act(club.treasury.read, succeeded=show, failed=self._failed)

    def show_money(self, money: Money, *, zone: str, now: datetime) -> None:
        """Show what was read. The window may be closing: the club is not asked any more."""
        self.money = money
        self._problem.hide()
        self._heading.say(*words.heading(money))
        found = money.found
        for widget in (self.parts, self._signing_box):
            widget.setVisible(found is not None)
        if found is None:
            self._stack.setCurrentWidget(self._empty)
            self._empty.say("No money was copied yet.", "Copying only reads.", "Make the first copy", icon="refresh-cw")
            return
        tone, sentence, more = words.sign_off(found.signoff, dict(money.names))
        void = tone is Tone.PROBLEM
        self._symbol.show_symbol(tone.icon, tone)
        self._symbol.setVisible(not void)
        self.state.setText("" if void else sentence)
        self.state.set_tone("" if void else tone)
        self.state.setToolTip(tip(more))
        self.void.say(sentence, more)
        self.void.setVisible(void)
        self.withdraw.setVisible(found.signoff is not None)
        signed = found.signoff is not None and found.signoff.holds
        self.sign.setVisible(not signed)
        self.lines.show_found(found, zone)
        self.totals.show_found(found)
        self.balances.show_found(found)
        self.entered.show_money(money, zone, now)
        if self._stack.currentWidget() is self._empty:
            self.show_part(LINES if found.books.chain.lines else TOTALS)

    def show_part(self, part: str) -> None:
        """Lines, totals, or ClubOS's totals."""
        self.parts.choose(part)
        self._stack.setCurrentWidget(self._pages[part])
        self.focus_first()

    def want(self, wanted: object) -> None:
        """Show a part by its name."""
        if isinstance(wanted, str) and wanted in self._pages and self.money is not None:
            self.show_part(wanted)

    # --- acts

    def _act(self, work: Callable[[], None], said: str, failed: Callable[[Exception], None]) -> None:
        def done(_nothing: None) -> None:
            self.desk.say(said)
            self.desk.outdate()

        self.desk.jobs.act(work, succeeded=done, failed=failed)

    def _note(self, line: str, text: str) -> None:
        said = "The note is kept beside the line." if text.strip() else "The note is taken back."
        work = partial(self.desk.club.treasury.note, line, text)
        self._act(work, said, self._not_noted)

    def _not_noted(self, error: Exception) -> None:
        self.lines.pane.trouble.say_error(error)
        self.lines.pane.trouble.show()

    def _enter(self, values: dict[str, str]) -> None:
        row = {key: values[key] for key in ("what", "amount", "currency", "month")}
        proof = Path(values["file"]) if values["file"].strip() else None

        def work() -> None:
            self.desk.club.treasury.enter(row, values["until"].strip(), proof)

        def done(_nothing: None) -> None:
            self.entered.leave()
            self.desk.say("The total is kept, with the proof's check number.")
            self.desk.outdate()

        self.desk.jobs.act(work, succeeded=done, failed=self.entered.refuse)

    def take(self, file: Path) -> None:
        """Read all totals of a CSV file."""
        self.entered.trouble.hide()
        said = f"The totals of {file.name} are kept, with the file's check number."
        self._act(partial(self.desk.club.treasury.take, file), said, self.entered.refuse)

    def _ask(self, act: str) -> None:
        self._taking_back = act != "Sign"
        people = () if self.money is None else self.money.people
        treasurers = [each for each in people if each.role is Role.TREASURER and each.active]
        self.pin.sign.setText(act)
        self.pin.ask(treasurers, "No treasurer with a PIN is known here yet.")
        self.pin_card.show()
        alone = sum(each.has_pin for each in treasurers) == 1
        self.pin.pin.setFocus(Qt.FocusReason.OtherFocusReason) if alone else self.pin.focus_first()

    def _close_pin(self) -> bool:
        was = self.pin_card.isVisible()
        self.pin_card.hide()
        self.pin.wait(waiting=False)
        if was:
            self.sign.setFocus(Qt.FocusReason.OtherFocusReason)
        return was

    def _signed(self, person: Person, typed: str) -> None:
        treasury = self.desk.club.treasury
        act = treasury.withdraw if self._taking_back else treasury.sign
        said = "The signature is taken back." if self._taking_back else "Signed. It is void when one figure changes."

        def done(_nothing: None) -> None:
            self._close_pin()
            self.desk.say(said)
            self.desk.outdate()

        self.desk.jobs.act(partial(act, person, typed), succeeded=done, failed=self.pin.refuse)

    def _failed(self, error: Exception) -> None:
        self._problem.say_error(error)
        self._problem.show()

    # --- the window's wishes

    def _leave(self) -> None:
        self.desk.go(Place.RECORDS, Domain.INVOICES)

    def focus_first(self) -> None:
        """The list of the part that is shown."""
        here = self._stack.currentWidget()
        if isinstance(here, Lines | Totals | Balances | Entered):
            here.focus_first()
        else:
            super().focus_first()

    def back(self) -> bool:
        """Out of the PIN, out of the detail, back to Records."""
        if self._close_pin():
            return True
        here = self._stack.currentWidget()
        if not (isinstance(here, Lines | Totals | Balances | Entered) and here.back()):
            self._leave()
        return True

    def fold(self, fold: Fold) -> None:
        """Follow the room."""
        keep_height(self._stack)
        for page in (self.lines, self.totals, self.balances, self.entered):
            page.fold(fold)
