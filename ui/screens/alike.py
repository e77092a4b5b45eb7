"""Settle many like the one before: first what it would do, then one press, one undo."""

from functools import partial

from clubos_desktop.findings.bulk import Effect
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.findings import Ruling
from ui.models.settling import ALIKE, way_of
from ui.screens.base import Desk
from ui.tone import Tone
from ui.widgets.cards import Notice
from ui.words import count, listed, number, shorten


class SettleAlike(Notice):
    """Shown above the list after a decision, while more like it are listed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(Tone.WAY, "copy")
        self._desk = desk
        self._wanted = FindingFilter()
        self._ruling: Ruling | None = None
        self._effect: Effect | None = None
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
        self.say(
            f"Settle the other {number(left)} of this list like this?",
            f"{way_of(ruling.choice).label}, for each of them. You see first what that would do.",
        )
        self.look.show()
        self.go.hide()
        self.show()

    def _look(self) -> None:
        if self._ruling is not None:
            work = partial(self._desk.club.deciding.preview, self._wanted, self._ruling)
            self._desk.jobs.act(work, succeeded=self._show, failed=self._failed)

    def _show(self, effect: Effect) -> None:
        if self._ruling is None:
            return
        self._effect = effect
        way = way_of(self._ruling.choice)
        parts = [f"For example {listed([shorten(each.difference.who, 40) for each in effect.samples[:3]])}."]
        parts += [f"{number(n)} left as they are: {why}" for why, n in effect.left]
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
        self._desk.say(f"Settled {count(n, 'difference')}.", partial(self._undo, batch))
        self._desk.outdate()

    def _undo(self, batch: int) -> None:
        work = partial(self._desk.club.deciding.undo, batch)
        self._desk.jobs.act(work, succeeded=self._undone, failed=self._failed)

    def _undone(self, _nothing: None) -> None:
        self._desk.outdate()

    def _failed(self, error: Exception) -> None:
        self.say_error(error)
        self.go.hide()
        self.look.show()
        self.show()
