"""Switch day: the one thing to do now."""

from clubos_desktop.model.domains import Side
from clubos_desktop.model.runbook import Plan
from ui.screens.switching.run import RunScreen
from ui.switching import Standing


class SwitchDay(RunScreen):
    """The day on which ClubOS takes over."""

    title = "Switch day"
    plan = Plan.CUTOVER
    term = "Cutover day"
    real_title = "Begin the switch…"
    real_about = (
        "This is the real thing. Every step can be stopped; until ClubOS takes over nothing has changed for members."
    )

    def show_more(self, standing: Standing) -> None:
        """Once ClubOS is in charge there is nothing to begin any more."""
        done = standing.in_charge is Side.CLUBOS
        self.real.setVisible(not done)
        if done:
            self.why_not.hide()
