"""Go back: whether one can return, and what it would cost."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clubos_desktop.cutover.grace import REMAINING
from clubos_desktop.model.runbook import Plan, RunKind
from clubos_desktop.verification.registers.runbook import Mark
from ui.models import switch_words as words
from ui.places import Place
from ui.screens.base import Desk
from ui.screens.switching.run import RunScreen
from ui.screens.switching.since_switch import BoardCard, SinceCard, buttons
from ui.screens.switching.tell import TellCard
from ui.switching import Standing
from ui.widgets.cards import Card, Flow
from ui.widgets.symbol import Button
from ui.widgets.text import Words


class GoBack(RunScreen):
    """The way back to Wild Apricot, in five steps."""

    title = "Go back"
    plan = Plan.ROLLBACK
    term = "Rollback"
    real_title = "Start going back: board vote…"
    real_about = "Five steps, each with its proof. Wild Apricot is in charge again after the second one."

    def __init__(self, desk: Desk) -> None:
        self._cost = Card("What going back costs now")
        self._cost_lines = Flow(300, spacing=4, most=1)
        self._cost.body.addWidget(self._cost_lines)
        self.files = Button("Write the files for Wild Apricot…", icon="download")
        self._cost.body.addWidget(buttons(self.files, _carry(desk)))
        self._talk = Card("Talk to somebody first")
        self._phones = Flow(300, spacing=4, most=1)
        self._talk.body.addWidget(self._phones)
        for card in (self._cost, self._talk):
            card.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.both = Flow(380, spacing=16, most=2)
        self.left_ways = Card("What is still possible")
        self._ways = Flow(300, spacing=4, most=1)
        self.left_ways.body.addWidget(self._ways)
        self.since = SinceCard(desk)
        self.asked = BoardCard(desk.go)
        self.closing = Button("Close Wild Apricot down, step by step", icon="file-check")
        self.closing.does(partial(desk.go, Place.READY, "closing"))
        self.left_ways.body.addWidget(buttons(self.closing))
        self.archive = Button("Archive of Wild Apricot", icon="save")
        self.stay = Button("We stay with Wild Apricot", icon="house")
        for button in (self.archive, self.stay):
            button.does(partial(desk.go, Place.LEAVING))
        self.ending = Card("What outlives the move")
        self.ending.body.addWidget(Words("The archive opens without this program. Staying is a good outcome too."))
        self.ending.body.addWidget(buttons(self.archive, self.stay))
        self.without_vote = Button("Emergency: chair and one officer…", icon="life-buoy")
        self._urgent = buttons(self.without_vote)
        self._in_emergency = False
        super().__init__(desk)
        self.both.show_items([self._cost, self._talk])
        self.tell, self.carried = TellCard(desk), Card("What members entered in ClubOS")
        self._carried = Words("")
        self.carried.body.addWidget(self._carried)
        self.carried.body.addWidget(buttons(_carry(desk)))
        for card in (self.carried, self.tell):
            card.hide()
            self.column.insertWidget(self.column.indexOf(self.during) + 1, card)
        self.files.does(self.write_files)
        self.without_vote.does(self._emergency)

    def show_step(self, standing: Standing) -> None:
        """Beside the step that tells the members its message, beside the last one the list to be carried back."""
        current = standing.run.current if standing.run else None
        step = current.step.id if current is not None and current.mark is Mark.UNDER_WAY else ""
        if step == "tell" and self.tell.isHidden():
            self.tell.ask()
        self.tell.setVisible(step == "tell")
        found = standing.returning.carried
        self.carried.setVisible(step == "parallel" and bool(found))
        unowned = sum(not each.owner for each in found)
        self._carried.setText(
            f"{len(found):,} came or changed in ClubOS since the switch; nobody minds {unowned:,} of it."
        )

    def more(self) -> list[QWidget]:
        """Cost, phones, and the remaining ways."""
        return [self._urgent, self.asked, self.both, self.since, self.left_ways, self.ending]

    def emergency(self) -> bool:
        """Whether two officers begin it without a vote."""
        return self._in_emergency

    def show_more(self, standing: Standing) -> None:
        """Show cost and phones while returning is possible, else the ways that are left."""
        clock = standing.clock
        possible = clock is not None and not clock.over
        self.both.setVisible(possible)
        self.without_vote.setVisible(possible)
        self.real.setVisible(possible)
        self.left_ways.setVisible(clock is not None and clock.over)
        self._cost_lines.show_items([Words(each) for each in words.cost_lines(standing)])
        phones: list[QWidget] = [Words(f"{words.role(role)}: {name}, {reach}") for role, name, reach in standing.phones]
        self._phones.show_items(phones or [Words("Nobody is entered yet.", "secondary")])
        self._ways.show_items([Words(each) for each in REMAINING])
        for card in (self.tell, self.carried):
            card.hide()
        self.since.show_all(standing.returning)
        self.stay.setVisible(clock is None)
        self.asked.show_all(standing.returning)
        if clock is None:
            self.why_not.hide()

    def ask(self, kind: RunKind) -> None:
        """A rehearsal or the vote's way: nobody else signs."""
        self._in_emergency = False
        super().ask(kind)

    def asked_title(self) -> str:
        """In an emergency no vote is spoken of."""
        return "Emergency: chair and one officer go back" if self._in_emergency else super().asked_title()

    def _emergency(self) -> None:
        self._in_emergency = True
        super().ask(RunKind.REAL)


def _carry(desk: Desk) -> Button:
    button = Button("The list to be carried back", icon="file-check")
    button.does(partial(desk.go, Place.READY, "carryover"))
    return button
