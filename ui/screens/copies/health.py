"""How healthy both systems are: answer times from our own calls, what ClubOS says of itself, due copies."""

from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.store.calls import Speed
from clubos_desktop.verification.health import Health
from ui.models.freshness import Freshness
from ui.models.planned import share_lines
from ui.models.rows import Column, RowsModel
from ui.places import Fold
from ui.screens.base import Desk
from ui.screens.copies.log import LogCard
from ui.screens.copies.part import Part
from ui.tone import Tone
from ui.widgets.cards import Card, Flow
from ui.widgets.table import Table
from ui.widgets.text import StatusWord, Words
from ui.words import count, moment, number


class SpeedCard(Card):
    """Answer times by kind of call, with how many calls they rest on."""

    def __init__(self) -> None:
        super().__init__("How fast they answer")
        self._least = 30
        columns: tuple[Column[Speed], ...] = (
            Column("Kind of call", lambda each: each.kind, stretch=1, strong=True),
            Column("Where", lambda each: SIDE_LABELS[each.side], width=130, least=Fold.SYMBOLS),
            Column("Calls", lambda each: number(each.n), width=90, number=True),
            Column("Half under", lambda each: self._time(each, each.p50), width=110, number=True, least=Fold.SYMBOLS),
            Column(
                "95 of 100", lambda each: self._time(each, each.p95), width=110, number=True, least=Fold.SIDE_BY_SIDE
            ),
            Column("99 of 100", lambda each: self._time(each, each.p99), width=110, number=True),
            Column("State", self._word, width=170, tone=self._tone),
        )
        self._note = Words("", "secondary")
        self.table = Table(RowsModel(columns, self), "How fast they answer")
        self.body.addWidget(self._note)
        self.body.addWidget(self.table)

    def tell(self, health: Health) -> None:
        """Show these figures."""
        self._least = health.least
        self._note.setText(
            f"The last {count(health.days, 'day')}, from this program's own calls. "
            f"Fewer than {health.least} calls of a kind are not measured."
            if health.speeds
            else "No call was made in this time."
        )
        self.table.rows.show_rows(health.speeds)
        self.table.setFixedHeight(self.table.full_height())
        self.table.setVisible(bool(health.speeds))

    def _time(self, each: Speed, milliseconds: int) -> str:
        return f"{number(milliseconds)} ms" if each.n >= self._least else "–"

    def _word(self, each: Speed) -> str:
        if each.failed:
            return f"{number(each.failed)} failed"
        return "Measured" if each.n >= self._least else "Not measured"

    def _tone(self, each: Speed) -> Tone:
        if each.failed:
            return Tone.NEEDS
        return Tone.GOOD if each.n >= self._least else Tone.UNMEASURED


class PollCard(Card):
    """What ClubOS says of itself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("What ClubOS says of itself")
        self._desk = desk
        self._status = StatusWord(Tone.UNMEASURED, "Not asked yet")
        self._words = Words("")
        self.body.addWidget(self._status)
        self.body.addWidget(self._words)
        self.body.addStretch(1)

    def tell(self, health: Health) -> None:
        """Show the last word, and how often it was well."""
        polls, club = health.polls, self._desk.club
        if polls.last is None:
            self._status.say(Tone.UNMEASURED, "Not asked yet")
            self._words.setText("While a plan is in force ClubOS is asked every hour how it is.")
            return
        well = polls.last_status == 200
        word = "Well" if well else "No answer" if polls.last_status is None else "Not well"
        self._status.say(Tone.GOOD if well else Tone.NEEDS, word)
        self._words.setText(
            f"Last asked {moment(polls.last, club.zone, club.now())}. Of {count(polls.n, 'answer')} in "
            f"{count(health.days, 'day')}: {polls.well} well, {polls.ill} not well, {polls.silent} without any word."
        )


class ShareCard(Card):
    """The share of due copies that were made."""

    def __init__(self) -> None:
        super().__init__("Due copies")
        self._words = Words("")
        self.body.addWidget(self._words)
        self.body.addStretch(1)

    def tell(self, lines: list[str]) -> None:
        """Show the share, or why there is none."""
        self._words.setText("\n".join(lines) or "No copy is planned, so none is due and nothing is measured.")


class HealthPart(Part):
    """The health of both systems."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.speed = SpeedCard()
        self.polls = PollCard(desk)
        self.share = ShareCard()
        self.log = LogCard(desk)
        self._shown = False
        row = Flow(340, spacing=16, most=2)
        row.show_items([self.polls, self.share])
        for widget in (row, self.speed, self.log):
            self.column.addWidget(widget)

    def refresh(self, fresh: Freshness) -> None:  # noqa: ARG002 - every part is told the same
        """Read the ledger of calls off the screen's thread: it may be long."""
        self.share.tell(share_lines(self.desk.club.planning.planned()))
        if self._shown and self.desk.jobs.busy:
            return  # a copy adds calls all the time; its end is soon enough
        self._shown = True
        self.desk.jobs.act(self.desk.club.planning.health, succeeded=self._read, failed=self._failed)

    def _read(self, health: Health) -> None:
        self.speed.tell(health)
        self.polls.tell(health)
        self.log.tell(health)

    def _failed(self, error: Exception) -> None:
        self.desk.say(getattr(error, "sentence", "The figures could not be read."))

    def fold(self, fold: Fold) -> None:
        """Leave out columns for which there is no room."""
        self.speed.table.fold(fold)
        self.speed.table.setFixedHeight(self.speed.table.full_height())

    def focus_first(self) -> None:
        """The table of answer times."""
        self.speed.table.setFocus()
