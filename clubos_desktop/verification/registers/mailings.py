"""Which messages go to members by themselves, in both systems: the e-mail guard (features.md E50). Pure.

Neither system shows a program what it sends by itself (wild-apricot-api.md 2: "Not in the API: e-mail templates and
automatic e-mails"; clubos-api.md B names no such answer), so people look, one by one. What can be seen is counted by
the connection tests: e-mails of Wild Apricot that went out or lie ready, campaigns of ClubOS that have a date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


def seen(contact: Mapping[str, Any], account: Mapping[str, Any]) -> dict[str, str]:
    """What the connection tests saw, by the number of the message; nothing was seen where a test was not made."""
    told = {each["name"]: each["answer"] for each in contact.get("answers", ()) if each.get("known", True)}
    found: dict[str, str] = {}
    if "mail-sent" in told:
        went = f"E-mails that went out of Wild Apricot in 30 days: {told['mail-sent']}. Which of them went by "
        found |= dict.fromkeys(("1", "2", "3"), f"{went}themselves it shows no program.")
    if "mail-drafts" in told:
        found["4"] = f"Drafts in Wild Apricot: {told['mail-drafts']}. Whether one has a date it shows no program."
    for each in account.get("capabilities", ()):
        if each["name"] == "campaigns":
            found["8"] = _CAMPAIGNS.get(each["state"], f"Campaigns of ClubOS: {each.get('detail') or 'not readable'}.")
    if account:
        found |= dict.fromkeys(("5", "6", "7"), "ClubOS shows no program what it sends by itself.")
    return found


_CAMPAIGNS = {
    "no endpoint": "This ClubOS has no page of campaigns.",
    "refused": "The access code may not see campaigns.",
}


def unanswered(kept: Kept) -> int:
    """How many nobody has looked at yet."""
    return sum(each.unanswered for each in mailings(kept).values())
