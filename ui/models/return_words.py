"""What is said of the return period: on Overview, and on Go back. No Qt in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clubos_desktop.model.time import wall
from ui.tone import Tone
from ui.words import count

if TYPE_CHECKING:
    from clubos_desktop.cutover.grace import Cost, Period
    from clubos_desktop.verification.registers.afterwards import Emergency
    from ui.switching import Returning


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """The return period in a card: the answer with its tone and word, and lines below."""

    answer: str
    tone: Tone
    word: str
    lines: tuple[str, ...]


def facts(standing: Returning) -> ReturnFacts | None:
    """The card on Overview; None while Wild Apricot is in charge and nothing is open from a return."""
    asked = tuple(board_line(each, standing.zone) for each in standing.emergencies if each.state != "ratified")
    period = standing.period
    if period is None:
        if not asked:
            return None
        return ReturnFacts("The club went back to Wild Apricot.", Tone.NEEDS, "The board is asked", asked)
    clock = period.clock
    until = wall(clock.until, standing.zone)
    if clock.over:
        answer, tone, word = f"The return period ended on {until}.", Tone.UNMEASURED, "Over"
        lines: tuple[str, ...] = (closing_line(period),)
    else:
        answer = f"Day {clock.number} of {clock.whole}. You can go back until {until}."
        near = clock.notice is not None
        tone = Tone.NEEDS if near else Tone.WAY
        word = f"{count(clock.days_left, 'day')} left"
        lines = (f"That is {clock.whole} times 24 hours after the switch. {minds(standing)}", cost_line(period.cost))
    return ReturnFacts(answer, tone, word, (*lines, drift_line(period), issue_line(period, standing), *asked))


def minds(standing: Returning) -> str:
    """Who minds the return period."""
    return f"{standing.lead} led the switch and minds it." if standing.lead else "Nobody minds it."


def cost_line(cost: Cost) -> str:
    """What going back would cost now."""
    return f"Going back now means typing again: {cost.said}. Payments are not counted: ClubOS shows no amounts."


def drift_line(period: Period) -> str:
    """What still changed in the old system."""
    if not period.drifted:
        return "Nothing changed in Wild Apricot since the switch."
    said = f"{count(len(period.drifted), 'record')} still changed in Wild Apricot, {len(period.unsettled)} open"
    return f"{said}, {period.unowned} that nobody minds."


def issue_line(period: Period, standing: Returning) -> str:
    """Issues with the age of the oldest."""
    open_ = period.open_issues
    if not open_:
        return f"No issue is open; {len(period.issues)} were solved." if period.issues else "No issue was noted."
    oldest = max(each.days(standing.at) for each in open_)
    return f"{count(len(open_), 'issue')} open, the oldest for {count(oldest, 'day')}."


def ticket_line(period: Period) -> str:
    """Support tickets since the switch."""
    return f"Support: {period.support}"


def closing_line(period: Period) -> str:
    """Whether the old system is closed down."""
    if period.closed:
        return "Wild Apricot is closed down; ClubOS alone is left."
    return "Going back is not possible any more. Next: close Wild Apricot down, with a proof for each step."


def board_line(each: Emergency, zone: str) -> str:
    """What the board has said of a return that began in an emergency."""
    begun, until = wall(each.at, zone), wall(each.until, zone)
    if each.state == "ratified":
        return f"The board stands behind the emergency return of {begun}."
    if each.state == "refused":
        return f"The board does not stand behind the emergency return of {begun}: talk about what follows."
    if each.state == "overdue":
        return f"The board should have answered by {until} to the emergency return of {begun}."
    return f"The board answers until {until} whether it stands behind the emergency return of {begun}."


def hole_lines(period: Period, zone: str) -> tuple[str, ...]:
    """Spans in which nobody looked."""
    return tuple(f"Nobody looked from {wall(first, zone)} to {wall(last, zone)}." for first, last in period.holes)
