"""Open doors of ClubOS on Copies: one line, and behind it what each is and what to ask for."""

from ui.tone import Tone
from ui.widgets.cards import Notice
from ui.widgets.text import Words
from ui.words import count

SHOW, HIDE = "What they are", "Hide them"


class OpenDoors(Notice):
    """Says how many doors stand open; the sentences come when asked for, so that they leave the page its room."""

    def __init__(self) -> None:
        super().__init__(Tone.NEEDS)
        self._doors = Words("", "secondary").selectable()
        self._doors.hide()
        self.body.addWidget(self._doors)
        self.more = self.offer(SHOW, self._toggle)
        self.hide()

    def show_doors(self, warnings: tuple[str, ...]) -> None:
        """Show these, or nothing."""
        self.setVisible(bool(warnings))
        if warnings:
            self.say(f"{count(len(warnings), 'open door')} in ClubOS")
            self._doors.setText("\n\n".join(warnings))

    def _toggle(self) -> None:
        shown = self._doors.isHidden()
        self._doors.setVisible(shown)
        self.more.setText(HIDE if shown else SHOW)
