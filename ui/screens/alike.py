"""Settle many alike: first what it would do, then one press, one undo."""

from functools import partial

from PySide6.QtCore import QDate

from clubos_desktop.findings.bulk import Effect
from clubos_desktop.findings.naming import sentence
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.findings import Ruling
from clubos_desktop.model.time import day_of, to_instant
from clubos_desktop.store import people
from ui.models.settling import ALIKE, Way, perhaps_text, way_of
from ui.screens.base import Desk
from ui.screens.deciding import DecisionForm
from ui.tone import Tone
from ui.widgets.cards import Notice
from ui.words import count, listed, number, shorten

GROUPS = 4
"""Kinds of difference that a preview names; the number has all."""


class SettleAlike(Notice):
    """Shown above the list: after a decision, while more like it are listed, or when all listed are to be settled."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(Tone.WAY, "copy")
        self._desk = desk
        self._wanted = FindingFilter()
        self._ruling: Ruling | None = None
        self._effect: Effect | None = None
        self.form = DecisionForm()
        self.form.kept.connect(self._said)
        self.form.left.connect(self.hide)
        self.form.hide()
        self.body.addWidget(self.form)
        self.look = self.offer("Show what that would do", self._look)
        self.go = self.offer("Settle them", self._settle)
        self.offer("Not now", self.hide)
        self.hide()

    def propose(self, wanted: FindingFilter, ruling: Ruling, left: int) -> None:
        """Offer it, where the decision makes sense for many and there are more."""
        if ruling.choice not in ALIKE or left < 2:
            self.hide()
            return
        self._wanted, self._ruling, self._effect = wanted, ruling, None
        self.form.hide()
        self.say(
            f"Settle the other {number(left)} of this list like this?",
            f"{way_of(ruling.choice).label}, for each of them. You see first what that would do.",
        )
        self.look.show()
        self.go.hide()
        self.show()

    def begin(self, wanted: FindingFilter, way: Way, total: int) -> None:
        """Settle all that is listed one way: what it needs is asked first, then its effect is shown."""
        self._wanted, self._ruling, self._effect = wanted, None, None
        self.look.hide()
        self.go.hide()
        self.say(
            f"{count(total, 'difference')} listed: {way.label}.",
            "You see first what that would do. One undo takes it all back.",
        )
        self.show()
        if way.asks:
            club = self._desk.club
            with club.read() as conn:
                names = [each.name for each in people.every(conn) if each.active]
            today = QDate.fromString(day_of(to_instant(club.now()), club.zone), "yyyy-MM-dd")
            self.form.show()
            self.form.ask(way, today, names)
        else:
            self._said(Ruling(way.choice))

    def _said(self, ruling: Ruling) -> None:
        self.form.hide()
        self._ruling = ruling
        self._look()

    def _look(self) -> None:
        if self._ruling is not None:
            work = partial(self._desk.club.deciding.preview, self._wanted, self._ruling)
            self._desk.jobs.act(work, succeeded=self._show, failed=self._failed)

    def _show(self, effect: Effect) -> None:
        if self._ruling is None:
            return
        self._effect = effect
        way = way_of(self._ruling.choice)
        groups = [sentence(each.domain, each.kind, each.field, each.n) for each in effect.groups[:GROUPS]]
        parts = [f"{'; '.join(groups)}{'; and others' if len(effect.groups) > GROUPS else ''}."] if groups else []
        who = listed([shorten(each.difference.who, 40) for each in effect.samples[:3]])
        parts += [f"For example {who}."] if who else []
        parts += [f"{number(n)} left as they are: {why}" for why, n in effect.left]
        parts += [perhaps_text(effect.perhaps)] if effect.perhaps else []
        parts += [f"{number(effect.decided)} of them were decided otherwise before."] if effect.decided else []
        self.say(f"{count(effect.n, 'difference')} would be settled: {way.label}.", " ".join([*parts, way.done]))
        self.go.setText(f"Settle {number(effect.n)} like this")
        self.go.setVisible(effect.n > 0)
        self.look.hide()

    def _settle(self) -> None:
        if self._ruling is None or self._effect is None:
            return
        work = partial(self._desk.club.deciding.settle, self._wanted, self._ruling, self._effect.stamp)
        self._desk.jobs.run(work, succeeded=self._settled, failed=self._failed)

    def _settled(self, batch: int) -> None:
        n = 0 if self._effect is None else self._effect.n
        self.hide()
        way = "" if self._ruling is None else f"{way_of(self._ruling.choice).label}, "
        what = f"{way}{count(n, 'difference')}"
        self._desk.say(f"Settled {count(n, 'difference')}.", partial(self._undo, batch), what=what)
        self._desk.outdate()

    def _undo(self, batch: int) -> None:
        work = partial(self._desk.club.deciding.undo, batch)
        self._desk.jobs.act(work, succeeded=self._undone, failed=self._failed)

    def _undone(self, _nothing: None) -> None:
        self._desk.outdate()

    def _failed(self, error: Exception) -> None:
        self.say_error(error)
        self.go.hide()
        self.look.setVisible(self._ruling is not None)
        self.show()
