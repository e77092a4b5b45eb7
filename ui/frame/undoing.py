"""What can be taken back and done again: the acts of this sitting, newest last (Ctrl+Z, Ctrl+Y), each by its name."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from ui.numerals import shorten
from ui.places import Place

Act = Callable[[], None]
KEPT = 100
"""Acts that are remembered; History and the lists of decisions hold all of them."""

NOTHING = "Nothing is to be taken back here. Differences, “What was decided” takes back what is older."
_LONGEST = 70
"""Characters of an act's name: a toast is one line."""


@dataclass(frozen=True, slots=True)
class Done:
    """One act: its name, where and by whom it was done, how it is taken back and done again ("None": it cannot be)."""

    undo: Act
    again: Act | None
    what: str = ""
    place: Place | None = None
    who: int = 0
    name: str = ""


class Undoing:
    """Two stacks. A new act forgets what was taken back, as everywhere."""

    def __init__(self) -> None:
        self._done: deque[Done] = deque(maxlen=KEPT)
        self._undone: list[Done] = []
        self._again = 0

    def add(self, act: Done) -> None:
        """An act was done, or done again."""
        self._done.append(act)
        if self._again:
            self._again -= 1
        else:
            self._undone.clear()

    @property
    def newest(self) -> Done | None:
        """The act that would be taken back; None when there is none."""
        return self._done[-1] if self._done else None

    @property
    def last_undone(self) -> Done | None:
        """The act that would be done again; None when there is none."""
        return self._undone[-1] if self._undone else None

    def undo(self, act: Done | None = None) -> Done | None:
        """Take an act back, the newest unless another is named; None when it is not there any more."""
        act = act or self.newest
        if act is None or act not in self._done:
            return None
        self._done.remove(act)
        act.undo()
        if act.again is not None:
            self._undone.append(act)
        return act

    def redo(self) -> bool:
        """Do the act that was taken back last again; False when there is none."""
        if not self._undone:
            return False
        act = self._undone.pop()
        if act.again is not None:
            self._again += 1
            act.again()
        return True

    def forget(self) -> None:
        """Another club is open, or another act failed to come."""
        self._done.clear()
        self._undone.clear()
        self._again = 0


class _Toast(Protocol):
    def hide(self) -> None: ...

    def say(
        self, sentence: str, undo: Callable[[], object] | None = None, button: str = "Undo", *, name: str = ""
    ) -> None: ...


class Sitting(Protocol):
    """What taking back needs of the window."""

    undoing: Undoing

    @property
    def toast(self) -> _Toast:
        """The line at the bottom."""

    @property
    def place(self) -> Place | None:
        """The place that is shown."""

    @property
    def me(self) -> tuple[int, str]:
        """Who acts now: the number and the name."""

    def go(self, place: Place, wanted: object = None) -> None:
        """Show a place."""


def noted(window: Sitting, sentence: str, undo: Act | None, again: Act | None, what: str) -> None:
    """Say what was done; with ``undo`` it can be taken back under the name ``what``, also after the toast is gone."""
    if undo is None:
        window.toast.say(sentence)
        return
    who, name = window.me
    act = Done(undo, again, shorten(what or sentence.rstrip("."), _LONGEST), window.place, who, name)
    window.undoing.add(act)
    window.toast.say(sentence, partial(_take_back, window, act), name=f"Undo: {act.what} (Ctrl+Z)")


def undo(window: Sitting) -> None:
    """Take the newest act back, on the page where it was done, by who did it; else show it there and ask."""
    act = window.undoing.newest
    if act is None:
        window.toast.say(NOTHING)
        return
    elsewhere = act.place is not None and act.place is not window.place
    if elsewhere and act.place is not None:
        window.go(act.place)
    _ask(window, act, elsewhere=elsewhere)


def _ask(window: Sitting, act: Done, *, elsewhere: bool) -> None:
    who, name = window.me
    said = f"{act.name} did this: {act.what}. Take it back, {name}?" if act.who != who else ""
    said = said or (f"Take this back: {act.what}?" if elsewhere else "")
    if said:
        window.toast.say(said, partial(_take_back, window, act), "Take it back", name=f"Undo: {act.what}")
    else:
        _take_back(window, act)


def _take_back(window: Sitting, act: Done) -> None:
    if window.undoing.undo(act) is None:
        window.toast.say(NOTHING)
        return
    again = None if act.again is None else partial(redo, window)
    window.toast.say(f"Taken back: {act.what}.", again, "Do it again", name=f"Do it again: {act.what} (Ctrl+Y)")


def redo(window: Sitting) -> None:
    """Do again what was taken back last; what somebody else did is asked for first."""
    act = window.undoing.last_undone
    if act is None:
        window.toast.say("Nothing was taken back that could be done again.")
        return
    who, name = window.me
    if act.who != who:
        said = f"{act.name} did this: {act.what}. Do it now as {name}?"
        window.toast.say(said, window.undoing.redo, "Do it", name=f"Do it: {act.what}")
    else:
        window.toast.hide()
        window.undoing.redo()
