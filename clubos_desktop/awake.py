"""Keeping this computer awake while a step of the day runs, by the system's own means (wakepy).

wakepy asks the desktop over D-Bus on Linux, SetThreadExecutionState on Windows and caffeinate on macOS, without
rights of an administrator. Where nothing can be asked, a sentence says so, and a person switches sleep off.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wakepy import Mode

HELD = "This computer stays awake while the step runs."
NOT_HELD = "This computer could not be asked to stay awake. Switch sleep off in its settings until the step is done."


class Awake:
    """Holds sleep off from ``hold`` to ``release``; both may be called again. Used from one thread."""

    def __init__(self) -> None:
        self._mode: Mode | None = None

    @property
    def held(self) -> bool:
        """Whether sleep is held off now."""
        return self._mode is not None and bool(self._mode.active)

    def hold(self) -> str:
        """Hold sleep off; returns how that stands, as a sentence."""
        if self._mode is None:
            from wakepy import keep  # noqa: PLC0415 - only on a day that needs it

            mode = keep.running(on_fail="pass")
            mode.__enter__()
            self._mode = mode
        return HELD if self.held else NOT_HELD

    def release(self) -> None:
        """Let the computer sleep again when it wants to."""
        mode, self._mode = self._mode, None
        if mode is not None:
            mode.__exit__(None, None, None)
