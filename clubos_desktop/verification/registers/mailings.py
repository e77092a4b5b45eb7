"""Which messages go to members by themselves, in both systems: the e-mail guard (features.md E50). Pure.

Neither system shows these settings to a program (wild-apricot-api.md 2, clubos-api.md B), so people look, one by one.
"""

from dataclasses import dataclass

from clubos_desktop.model.domains import Side
from clubos_desktop.model.registers import Entry, Kept, Noted
from clubos_desktop.verification.registers.known import bodies

STATES = (
    ("open", "not answered yet"),
    ("off", "switched off"),
    ("unused", "there are none"),
    ("stays", "stays on, as it says below"),
)
"""How one can stand, with its words; only the first is unanswered."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """One kind of message that a system sends by itself, as it was answered last."""

    number: str
    side: Side
    title: str
    where: str = ""
    state: str = "open"
    note: str = ""
    history: tuple[Entry, ...] = ()

    @property
    def unanswered(self) -> bool:
        """Nobody looked yet."""
        return self.state == "open"


PRELOADED = (
    Mailing("1", Side.LEGACY, "Renewal reminders", "Settings of each membership level: renewal, grace, lapsed."),
    Mailing("2", Side.LEGACY, "Event announcements and reminders", "E-mails of each event that is still to come."),
    Mailing("3", Side.LEGACY, "Invoices and receipts", "Settings, Finances: what goes out when something is paid."),
    Mailing("4", Side.LEGACY, "Newsletters that are scheduled", "E-mails, Drafts: those with a date."),
    Mailing("5", Side.CLUBOS, "Welcome to new members", "What is sent when somebody is added, also by the importer."),
    Mailing("6", Side.CLUBOS, "Renewal and payment reminders", "What is sent when a term ends or a payment is open."),
    Mailing(
        "7", Side.CLUBOS, "Event confirmations and reminders", "What is sent for registrations, also imported ones."
    ),
    Mailing("8", Side.CLUBOS, "Campaigns that are scheduled", "Communication, Campaigns: those with a date."),
)
"""What both systems are known to send."""


def mailings(kept: Kept) -> dict[str, Mailing]:
    """Every kind of message, by its number."""
    found = {each.number: each for each in PRELOADED}
    for entry, body in bodies(kept, "mailing", Noted):
        before, said = found.get(entry.item), body.cells
        found[entry.item] = Mailing(
            entry.item,
            before.side if before else Side(said["side"]),
            said["title"],
            before.where if before else "",
            said["state"],
            said["note"],
            (*(before.history if before else ()), entry),
        )
    return found


def unanswered(kept: Kept) -> int:
    """How many nobody has looked at yet."""
    return sum(each.unanswered for each in mailings(kept).values())
