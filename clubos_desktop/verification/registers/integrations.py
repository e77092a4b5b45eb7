"""What hangs on Wild Apricot besides its own pages: the seven of the intake list, and the club's own (S1.7). Pure."""

from dataclasses import dataclass

from clubos_desktop.model.records import Day
from clubos_desktop.model.registers import Entry, Kept, Noted
from clubos_desktop.verification.registers.known import bodies

STATES = (
    ("open", "not answered yet"),
    ("covered", "covered by ClubOS"),
    ("rebuilt", "rebuilt elsewhere"),
    ("dropped", "dropped, with consent"),
    ("unused", "not used by this club"),
    ("gap", "a gap, with somebody who minds it"),
)
"""How one can stand, with its words; only the first is unanswered."""


@dataclass(frozen=True, slots=True)
class Integration:
    """One thing that is connected, as it was answered last."""

    number: str
    title: str
    about: str = ""
    state: str = "open"
    note: str = ""
    owner: str = ""
    due: Day = ""
    history: tuple[Entry, ...] = ()

    @property
    def unanswered(self) -> bool:
        """Nobody said yet what becomes of it."""
        return self.state == "open"


PRELOADED = (
    Integration("1", "Card payments", "The payment provider, its account and its refunds."),
    Integration("2", "Mail tools", "Newsletters and automatic messages that are sent from Wild Apricot."),
    Integration("3", "Calendar feeds", "Calendars that members or a website subscribe to."),
    Integration("4", "Automations such as Zapier", "Whatever is started by a new member, payment or registration."),
    Integration("5", "Website widgets", "Forms, event lists and sign-in boxes on other pages."),
    Integration("6", "Accounting", "What the treasurer's program reads."),
    Integration("7", "Scheduled scripts", "Programs that ask the interface by themselves."),
)
"""The intake list's seven (clubos-api.md row 59)."""


def integrations(kept: Kept) -> dict[str, Integration]:
    """Everything connected, by its number."""
    found = {each.number: each for each in PRELOADED}
    history: dict[str, tuple[Entry, ...]] = {}
    for entry, body in bodies(kept, "integration", Noted):
        before = found.get(entry.item)
        history[entry.item] = (*history.get(entry.item, ()), entry)
        said = body.cells
        found[entry.item] = Integration(
            entry.item,
            said["title"],
            before.about if before else "",
            said["state"],
            said["note"],
            said["owner"],
            said["due"],
            history[entry.item],
        )
    return found
