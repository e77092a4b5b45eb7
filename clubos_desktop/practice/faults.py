"""Faults on purpose: each by name, for one side, for so many answers (features.md C2)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from clubos_desktop.practice import card_faults, schema_faults
from clubos_desktop.practice.wire import HTML, Answer, Handler, Request

LOGIN_PAGE = b"<!DOCTYPE html><html><head><title>Log in</title></head><body><form>E-mail, password</form></body></html>"
STATUSES = {str(status): status for status in (429, 500, 502, 503, 504, 403, 401, 428, 410)}

NAMES = {
    "429": "Too many requests, without Retry-After unless a value is given.",
    "401": "Not signed in.",
    "403": "No right to do that.",
    "500": "An error page of the server.",
    "502": "The same, of a gateway.",
    "503": "The same, out of service.",
    "504": "The same, too late.",
    "html": "A log-in page with status 200.",
    "cut-json": "JSON that ends in the middle, the length being right.",
    "truncated": "The connection ends in the middle of an answer.",
    "empty": "Status 200 and nothing else.",
    "reset": "The connection is dropped without an answer.",
    "slow": "An answer that comes late: 3 seconds, or the value given.",
    "wrong-types": "Numbers where texts belong and the other way round.",
    "duplicate-ids": "The second record of each list has the id of the first.",
    "renamed-field": "A field has another name: the value given, or MembershipLevel.",
    "half-members": "Half of the members are not in any list.",
    "stuck-search": "A search that never completes.",
    "token-expiry": "Everybody is signed out, once.",
    **schema_faults.NAMES,
    **card_faults.NAMES,
    **{code: f"The program's card {code}." for code in (*card_faults.CARDS, *card_faults.ADDRESSES)},
}
"""Every fault and what it does."""

_PRACTICE_ZEROS = 300 * 1024 * 1024


@dataclass(slots=True)
class Fault:
    """A fault in force. ``times`` None means until cleared; ``skip`` lets that many answers pass first."""

    name: str
    side: str = "legacy"
    path: str = ""
    times: int | None = None
    skip: int = 0
    value: str = ""

    @classmethod
    def named(cls, name: str) -> "Fault":
        """A fault as a spell of bad weather: after the first ten answers, a few times; faults of the data stay.

        Raises ValueError for a name that is not in NAMES.
        """
        if name not in NAMES:
            raise ValueError(f"there is no fault called {name}")
        if name in card_faults.CARDS:
            staged = card_faults.CARDS[name]
            return cls(staged.fault, staged.side, staged.path, value=staged.value)
        spells = {"429": 12, "slow": 20, "html": 1, "empty": 1, "cut-json": 1, "wrong-types": 1, "duplicate-ids": 1}
        lasting = name in {"half-members", "stuck-search", "renamed-field", *schema_faults.NAMES, *card_faults.NAMES}
        return cls(name, times=None if lasting else spells.get(name, 3), skip=0 if lasting else 10)

    def meets(self, side: str, path: str) -> bool:
        """Whether it strikes this answer; counts it down."""
        if side != self.side or self.path.lower() not in path.lower() or self.times == 0:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass(slots=True)
class Faults:
    """The faults in force."""

    active: list[Fault] = field(default_factory=list)

    def has(self, name: str, side: str) -> bool:
        """Whether a fault that lies in the data is in force."""
        return any(fault.name == name and fault.side == side and fault.times != 0 for fault in self.active)

    def around(self, side: str, handler: Handler) -> Handler:
        """A handler whose answers meet the faults."""

        def handle(request: Request) -> Answer:
            answer = handler(request)
            for fault in self.active:
                if fault.name in _SPOIL and fault.meets(side, request.path):
                    answer = _SPOIL[fault.name](fault, answer)
            return answer

        return handle


def _status(fault: Fault, _answer: Answer) -> Answer:
    headers = (("Retry-After", fault.value),) if fault.value else ()
    body = b"" if fault.name == "429" else f"<html><body><h1>{fault.name}</h1></body></html>".encode()
    return Answer(STATUSES[fault.name], body, HTML, headers)


def _late(fault: Fault, answer: Answer) -> Answer:
    return Answer(answer.status, answer.body, answer.kind, answer.headers, delay=float(fault.value or 3))


def _changed(answer: Answer, change: Callable[[Any], Any]) -> Answer:
    """The answer with its JSON changed; others as they are."""
    if answer.status != 200 or not (answer.kind or "").startswith("application/json"):
        return answer
    return Answer(200, msgspec.json.encode(change(msgspec.json.decode(answer.body))), answer.kind, answer.headers)


def _rows(value: Any) -> list[list[Any]]:
    """Every list of records in an answer."""
    if isinstance(value, list):
        return [value] if value and isinstance(value[0], dict) else []
    if isinstance(value, dict):
        return [rows for part in value.values() if isinstance(part, list) for rows in _rows(part)]
    return []


def _swap_types(value: Any) -> Any:
    """Numbers as texts and texts as numbers, one level deep in each record."""
    for rows in _rows(value) or ([[value]] if isinstance(value, dict) else []):
        for row in rows:
            for name, part in list(row.items()):
                if isinstance(part, str):
                    row[name] = len(part)
                elif isinstance(part, int | float) and not isinstance(part, bool):
                    row[name] = f"#{part}"
    return value


def _double_ids(value: Any) -> Any:
    for rows in _rows(value):
        for name in ("Id", "id"):
            if len(rows) > 1 and name in rows[0]:
                rows[1][name] = rows[0][name]
    return value


def _redirect(fault: Fault, _answer: Answer) -> Answer:
    """To the status and address given, or 302 to nowhere."""
    status, _, where = (fault.value or "302 http://127.0.0.1:9/elsewhere").partition(" ")
    return Answer(int(status), b"", HTML, (("Location", where),))


def _huge(fault: Fault, _answer: Answer) -> Answer:
    zeros = card_faults.packed(int(fault.value or _PRACTICE_ZEROS))
    return Answer(200, zeros, "application/json", (("Content-Encoding", "gzip"),))


def _moving(fault: Fault, answer: Answer) -> Answer:
    """Counts grow with each question."""
    fault.value = str(int(fault.value or 0) + 1)
    grown = int(fault.value)
    return _changed(answer, lambda value: value | {"Count": value["Count"] + grown} if "Count" in value else value)


def _uncounted(_fault: Fault, answer: Answer) -> Answer:
    return Answer(400, b"{}") if answer.body.startswith(b'{"Count"') else answer


def _some_uncounted(fault: Fault, answer: Answer) -> Answer:
    """No sum can be made of what remains, and nothing says which list was whole."""
    if not answer.body.startswith(b'{"Count"'):
        return answer
    fault.value = str(int(fault.value or 0) + 1)
    if int(fault.value) % 5 == 0:
        return Answer(400, b"{}")
    return _changed(answer, lambda value: value | {"Count": value["Count"] + 5})


def _waiting(_fault: Fault, answer: Answer) -> Answer:
    searching = Answer(200, b'{"ResultId":"1","State":"Waiting"}')
    return answer if answer.body.startswith(b'{"Count"') else searching


def _broken(fault: Fault, answer: Answer) -> Answer:
    """500 for every page and every single answer with one contact in it."""
    if answer.status != 200 or not (answer.kind or "").startswith("application/json"):
        return answer
    if card_faults.holds(msgspec.json.decode(answer.body), fault.value or "5005"):
        return Answer(500, b"<html><body><h1>500</h1></body></html>", HTML)
    return answer


_SPOIL: dict[str, Callable[[Fault, Answer], Answer]] = {
    **dict.fromkeys(STATUSES, _status),
    "html": lambda _fault, _answer: Answer(200, LOGIN_PAGE, HTML),
    "cut-json": lambda _fault, answer: Answer(answer.status, answer.body[: len(answer.body) // 2], answer.kind),
    "truncated": lambda _fault, answer: Answer(answer.status, answer.body, answer.kind, cut=len(answer.body) // 2),
    "empty": lambda _fault, _answer: Answer(200, b""),
    "reset": lambda _fault, _answer: Answer(200, reset=True),
    "slow": _late,
    "wrong-types": lambda _fault, answer: _changed(answer, _swap_types),
    "duplicate-ids": lambda _fault, answer: _changed(answer, _double_ids),
    "redirect": _redirect,
    "huge": _huge,
    "count-moves": _moving,
    "no-count": _uncounted,
    "some-uncounted": _some_uncounted,
    "always-waiting": _waiting,
    "broken-contact": _broken,
    **dict.fromkeys(card_faults.CHANGES, lambda fault, answer: _changed(answer, card_faults.CHANGES[fault.name])),
    **dict.fromkeys(
        ("renamed-field", *schema_faults.NAMES),
        lambda fault, answer: _changed(answer, schema_faults.change(fault.name, fault.value)),
    ),
}
