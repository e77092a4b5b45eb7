"""Faults that each bring about one failure card of the program, called by the card's code (features.md S3.6).

``practice --faults rate-limit`` serves a club whose copy ends with that card. Codes of the network itself
(``ADDRESSES``) change the address that is told, not what is answered.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from clubos_desktop.practice.schema_faults import records

Json = dict[str, Any]

NAMES = {
    "redirect": "Every answer sends on to another address.",
    "huge": "An answer without end: packed zeros.",
    "428": "The terms of use are to be accepted.",
    "410": "A status nobody expects.",
    "no-token": "The sign-in answers without a token.",
    "other-account": "The sign-in answers for another account.",
    "renamed-account": "The account has another name.",
    "always-waiting": "A list of contacts that is a search, never done.",
    "count-moves": "Every count is one more than the one before.",
    "count-high": "Every count is five too high.",
    "no-count": "Counts are refused.",
    "some-uncounted": "Every fifth count is refused, the others are too high.",
    "no-members": "All lists of contacts are empty.",
    "marks-gone": "The first, middle and last contact are in no list.",
    "empty-emails": "No contact has an e-mail address.",
    "other-ids": "All contacts have other ids.",
    "broken-contact": "One contact breaks the page it is on and itself: the id given, or 5005.",
    "absurd-amount": "Amounts no club has.",
    "few-members": "Only the first fifty contacts are in any list.",
    "few-events": "Only five events are in any list.",
    "no-registrations": "No event has a registration.",
    "strangers": "Registrations belong to contacts nobody knows.",
}
"""Faults used by the cards alone."""


@dataclass(frozen=True, slots=True)
class Staged:
    """How a card is brought about: a fault by name, where, on which side, with which value."""

    fault: str
    path: str = ""
    side: str = "legacy"
    value: str = ""


CARDS = {
    "broken-off": Staged("reset"),
    "timeout": Staged("slow", value="90"),
    "html-answer": Staged("html", "/accounts"),
    "redirected": Staged("redirect", "/accounts"),
    "unreadable": Staged("cut-json", "/contacts"),
    "too-large": Staged("huge", "/contacts"),
    "server": Staged("503"),
    "rate-limit": Staged("429", "/contacts", value="1"),
    "search-unfinished": Staged("always-waiting", "/contacts"),
    "rights": Staged("403", "/contacts"),
    "terms": Staged("428", "/contacts"),
    "unexpected-status": Staged("410", "/contacts"),
    "key-refused": Staged("401", "/auth/token"),
    "token-answer": Staged("no-token", "/auth/token"),
    "account-changed": Staged("other-account", "/auth/token"),
    "marker.name": Staged("renamed-account", "/accounts"),
    "clubos-sign-in-run-out": Staged("401", side="clubos"),
    "contract": Staged("renamed-field", "/contacts", value="Id"),
    "contract.records": Staged("absurd-amount", "/invoices"),
    "schema.breaking": Staged("removed-field", "/contacts", value="Email"),
    "copy.needs": Staged("removed-field", "/contacts", value="LastName"),
    "listing.moved": Staged("count-moves", "/contacts"),
    "listing.incomplete": Staged("count-high", "/contacts"),
    "listing.uncounted": Staged("some-uncounted", "/eventregistrations"),
    "listing.skipped": Staged("broken-contact", "/contacts"),
    "held.vanished": Staged("half-members"),
    "held.empty": Staged("no-members", "/contacts"),
    "held.changed": Staged("empty-emails", "/contacts"),
    "marker.records": Staged("marks-gone", "/contacts"),
    "ZERO_CONTACTS": Staged("no-members", "/contacts"),
    "LOW_CONTACT_COUNT": Staged("few-members", "/contacts"),
    "LOW_EVENT_COUNT": Staged("few-events", "/events"),
    "ZERO_REGISTRATIONS_UPSERTED": Staged("no-registrations", "/eventregistrations"),
    "HIGH_MEMBER_SKIP_RATIO": Staged("strangers", "/eventregistrations"),
}
"""Codes of cards that an answer brings about."""

ADDRESSES = ("connect", "tls", "dns")
"""Codes of cards that only the way to the server brings about: a shut door, no certificate, no such name."""

FIRST = (
    "ZERO_CONTACTS",
    "LOW_CONTACT_COUNT",
    "LOW_EVENT_COUNT",
    "ZERO_REGISTRATIONS_UPSERTED",
    "HIGH_MEMBER_SKIP_RATIO",
)
"""Warnings, shown by a first copy; the other cards want a good copy before."""


def packed(size: int) -> bytes:
    """So many zeros, packed."""
    return gzip.compress(b"0" * size, 1, mtime=0)


def _count(change: Callable[[int], int]) -> Callable[[Any], Any]:
    def counted(answer: Any) -> Any:
        if isinstance(answer, dict) and isinstance(answer.get("Count"), int):
            answer["Count"] = change(answer["Count"])
        return answer

    return counted


def _emptied(answer: Any) -> Any:
    if isinstance(answer, dict):
        for name, part in answer.items():
            if isinstance(part, list):
                answer[name] = []
        return _count(lambda _n: 0)(answer)
    return [] if isinstance(answer, list) else answer


def _token(answer: Any) -> Any:
    for right in answer.get("Permissions", []):
        right["AccountId"] += 1
    return answer


def _named(answer: Any) -> Any:
    for row in records(answer):
        if "PrimaryDomainName" in row:
            row["Name"] = "Hillside Club"
    return answer


def _mail(answer: Any) -> Any:
    for row in records(answer):
        row["Email"] = ""
    return answer


def _ids(answer: Any) -> Any:
    for row in records(answer):
        row["Id"] += 1_000_000
    if isinstance(answer, dict) and "ContactIdentifiers" in answer:
        answer["ContactIdentifiers"] = [each + 1_000_000 for each in answer["ContactIdentifiers"]]
    return answer


def _amount(answer: Any) -> Any:
    for row in records(answer):
        row["Value"] = 1e30
    return answer


def _few(answer: Any) -> Any:
    if isinstance(answer, dict) and isinstance(answer.get("Events"), list):
        answer["Events"] = [row for row in answer["Events"] if row["Id"] % 1000 < 6]
    return _count(lambda n: min(n, 5))(answer)


def _strangers(answer: Any) -> Any:
    for row in records(answer):
        if isinstance(row.get("Contact"), dict):
            row["Contact"]["Id"] += 5_000_000
    return answer


CHANGES: dict[str, Callable[[Any], Any]] = {
    "no-token": lambda _answer: {"hello": 1},
    "other-account": _token,
    "renamed-account": _named,
    "count-high": _count(lambda n: n + 5),
    "no-members": _emptied,
    "no-registrations": _emptied,
    "empty-emails": _mail,
    "other-ids": _ids,
    "absurd-amount": _amount,
    "few-events": _few,
    "strangers": _strangers,
}
"""What each makes of an answer's JSON."""


def holds(answer: Any, wanted: str) -> bool:
    """Whether a contact with this id is in an answer."""
    return any(str(row.get("Id")) == wanted for row in records(answer))


def body(value: Any) -> bytes:
    """As JSON."""
    return msgspec.json.encode(value)
