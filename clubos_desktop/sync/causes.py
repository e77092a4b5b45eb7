"""The known causes of failures in plain words: what each means and what to do. Codes are those of the errors."""

from collections.abc import Mapping
from dataclasses import dataclass

from clubos_desktop.model.fields import SIDE_LABELS


@dataclass(frozen=True, slots=True)
class Cause:
    """``title`` and ``remedy`` may hold {name}, the system's. ``again``: copying just these once more may help."""

    title: str
    remedy: str
    again: bool = True


_NET = "Check that this computer is online, then copy just these again."
_LATER = "Copy just these again in a few minutes; it goes on where it stopped."
_ADDRESS = "Check the address under Connect again."
_NAMES = "Look at the names under Copies. Ask again first; take it over only if it is really so."
_KEY = "Press Connect again and paste a key of this club's account."
_WATCH = "Look at Copies, Health, Changed answers, and decide; then copy again."
_REPORT = "Copy once more. If it stays, save the report for support and send it to whoever helps you."

CAUSES: Mapping[str, Cause] = {
    # on the way
    "offline": Cause("This computer is not online.", _NET),
    "dns": Cause("{name}'s address was not found.", _NET),
    "connect": Cause("{name} does not take the call.", _NET),
    "timeout": Cause("{name} did not answer in time.", _LATER),
    "broken-off": Cause("{name}'s answers break off.", _LATER),
    "tls": Cause(
        "{name} could not prove who it is.",
        "Check this computer's date. In a hotel or office, sign in to the network in a browser first.",
    ),
    "html-answer": Cause(
        "A web page comes instead of {name}'s data.", "Open a browser and sign in to the network, then copy again."
    ),
    "redirected": Cause("{name} sends this program to another address, which it does not follow.", _ADDRESS),
    "unreadable": Cause("{name}'s answers are cut off or cannot be read.", _LATER),
    "too-large": Cause("{name}'s answer is larger than any club's.", _ADDRESS, again=False),
    "server": Cause("{name} reports a fault of its own.", _LATER),
    "rate-limit": Cause(
        "{name} asks to wait: the club's other programs use up its calls.",
        "Copy at another hour, or lower this program's share of the calls in Settings.",
    ),
    "search-unfinished": Cause("{name} does not finish its search for contacts.", _LATER),
    # signing in
    "key-refused": Cause("{name} does not accept the key: it was withdrawn or mistyped.", _KEY, again=False),
    "clubos-sign-in-run-out": Cause(
        "The sign-in to ClubOS has run out.",
        "Press Connect again and ask your ClubOS contact for a new access code.",
        again=False,
    ),
    "account-changed": Cause("The key belongs to another {name} account than before.", _KEY, again=False),
    "copy.other_account": Cause("The sign-in belongs to another {name} account than before.", _KEY, again=False),
    "marker.name": Cause(
        "The account at {name} has another name than before.",
        "If the club was renamed, press Connect again; if not, this is another club's account: stop and ask.",
        again=False,
    ),
    "rights": Cause(
        "The key may not read everything at {name}.",
        "Ask an administrator of {name} to grant reading rights, then copy just these again.",
    ),
    "terms": Cause(
        "{name} wants its terms of use to be accepted first.",
        "Sign in to {name} in a browser as administrator, accept the terms, then copy again.",
    ),
    "token-answer": Cause("{name}'s answer to the sign-in cannot be read.", _ADDRESS),
    "secret.missing": Cause("There is no key for {name} on this computer.", _KEY, again=False),
    "keys.locked": Cause("The keyring of this computer is locked.", "Unlock it by signing in, then copy again."),
    "keys.denied": Cause("The keyring did not give the key out.", "Allow it when you are asked, then copy again."),
    # what came
    "unexpected-status": Cause("{name} answers a question it should know with an error.", _REPORT),
    "contract": Cause("{name}'s answers are not what they were.", _WATCH),
    "contract.records": Cause("Some of {name}'s records cannot be read.", _REPORT),
    "schema.breaking": Cause("{name} changed the way it answers.", _WATCH, again=False),
    "copy.needs": Cause(
        "Not copied, because what it hangs on is not complete.", "Settle the other card first, then copy again."
    ),
    "copy.overtaken": Cause("Something changed here while it was copied.", "Copy just these again."),
    "left": Cause("A copy was left unfinished.", "Copy again; it goes on where it stopped."),
    # completeness
    "listing.moved": Cause("The number of records at {name} changed while they were read.", _LATER),
    "listing.incomplete": Cause("{name} counts more records than it lists.", _LATER),
    "listing.uncounted": Cause("{name} does not say how many records it has.", _LATER),
    "listing.skipped": Cause(
        "{name} cannot show some records that it lists.",
        "Ask {name}'s support about the ids below. To go on without them, accept them by name.",
    ),
    "held.vanished": Cause("Many records are not in {name}'s answer.", _NAMES),
    "held.empty": Cause("{name}'s answer is empty.", _NAMES),
    "held.changed": Cause("One field changed for many records at once.", _NAMES),
    "marker.records": Cause(
        "Records that were always there are not in {name}'s answer: it may be another account.", _NAMES
    ),
    # this laptop
    "storage.full": Cause("The disk is full.", "Make room on the disk, then copy again; it goes on where it stopped."),
    "storage.busy": Cause("Another program holds this workspace.", "Close the other window, then copy again."),
    "storage.disk": Cause("The disk could not be written.", "Check the disk, then copy again."),
    "guard-write": Cause("A call was stopped before it left this laptop.", _REPORT, again=False),
}
"""Every cause there is a sentence for."""

WARNINGS: Mapping[str, Cause] = {
    "ZERO_CONTACTS": Cause("{name} shows no members at all.", "Test the connection: the key may see only a part."),
    "LOW_CONTACT_COUNT": Cause(
        "{name} shows fewer than 100 members.",
        "If the club has more, the key may see only a part: test the connection.",
    ),
    "LOW_EVENT_COUNT": Cause(
        "{name} shows fewer than 10 events.", "If the club has more, the key may see only a part: test the connection."
    ),
    "ZERO_REGISTRATIONS_UPSERTED": Cause(
        "There are events and members, but not one registration of {name} was copied.",
        "Look at one event under Missing registrations, then copy everything.",
    ),
    "HIGH_MEMBER_SKIP_RATIO": Cause(
        "More than 90 % of the registrations of {name} belong to nobody who was copied.",
        "The list of members is not whole: copy everything, then look at one event.",
    ),
}
"""Suspicious results of complete copies (clubos-api.md row 7)."""

UNKNOWN = Cause("Something happened for which this program has no sentence yet.", _REPORT)


def cause(code: str) -> Cause:
    """The words for a code."""
    known = "guard-write" if code.startswith("guard-") else code
    return CAUSES.get(known) or WARNINGS.get(known) or UNKNOWN


def filled(text: str, side: str) -> str:
    """The words with the system's name."""
    return text.format(name=SIDE_LABELS[side])  # type: ignore[index]
