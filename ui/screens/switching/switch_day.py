"""Switch day: the one thing to do now."""

from clubos_desktop.model.runbook import Plan
from ui.screens.switching.page import RunScreen


class SwitchDay(RunScreen):
    """The day on which ClubOS takes over."""

    title = "Switch day"
    plan = Plan.CUTOVER
    term = "Cutover day"
    real_title = "Begin the switch…"
    real_about = (
        "This is the real thing. Every step can be stopped; until ClubOS takes over nothing has changed for members."
    )
