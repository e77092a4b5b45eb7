"""What can be taken back and done again: the acts of this sitting, newest last (Ctrl+Z, Ctrl+Y)."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

Act = Callable[[], None]
KEPT = 100
"""Acts that are remembered; History and the lists of decisions hold all of them."""


@dataclass(frozen=True, slots=True)
class Done:
    """One act: how it is taken back, and how it is done again ("None": it cannot be)."""

    undo: Act
    again: Act | None


class Undoing:
    """Two stacks. A new act forgets what was taken back, as everywhere."""

    def __init__(self) -> None:
        self._done: deque[Done] = deque(maxlen=KEPT)
        self._undone: list[Done] = []
        self._again = 0

    def add(self, undo: Act, again: Act | None) -> None:
        """An act was done, or done again."""
        self._done.append(Done(undo, again))
        if self._again:
            self._again -= 1
        else:
            self._undone.clear()

    def undo(self) -> Done | None:
        """Take the newest act back; None when there is none."""
        if not self._done:
            return None
        act = self._done.pop()
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
