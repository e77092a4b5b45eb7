"""The first-contact check list of wild-apricot-api.md section 9: reading calls only, fewer than twenty."""

from datetime import timedelta
from typing import Any

import msgspec

from clubos_desktop.connectors.http import Standing
from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.connectors.wild_apricot.api import PAGE, Api, read_count
from clubos_desktop.connectors.wire import Answer
from clubos_desktop.job import Job
from clubos_desktop.model.contact import Answered, FirstContact
from clubos_desktop.model.time import from_instant, to_instant

LARGER = 500
"""What is asked for where a list may give more than 100 rows."""

MAIL_DAYS = 30
_DRAFTS = "How many e-mails lie there as drafts?"

_REFUSALS = frozenset({400, 403, 404, 500})
_ALL = ("$async", "false")


def first_contact(api: Api, before: FirstContact | None) -> Job[FirstContact]:
    """Go through the list; the account was looked at already. ``before`` is what the last test found."""
    look = _Look(api)
    page = yield from look.page()
    yield from look.end()
    yield from look.ids()
    quoted = yield from look.filters()
    yield from look.registrations()
    yield from look.mail()
    yield from look.lived(before)
    search = yield from look.search()
    token = look.token()
    look.waits()
    at = to_instant(api.http.clock.now())
    return FirstContact(at, tuple(look.found), look.calls, page, quoted, token, search)


class _Look:
    """Asks one question after the other; ``found`` holds the answers."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._standing = Standing("Testing the connection to Wild Apricot", 0, 14)
        self.found: list[Answered] = []
        self.calls = 0
        self._count: int | None = None
        self._rows = 0

    def _ask(self, path: str, *params: tuple[str, str], kind: str = "other") -> Job[Answer]:
        self.calls += 1
        self._standing.done += 1
        request = self._api.request(path, *params, kind=kind, accept=_REFUSALS, patience=1)
        return (yield from self._api.ask(request, self._standing))

    def _say(self, name: str, question: str, answer: str, *, expected: bool = True, known: bool = True) -> None:
        self.found.append(Answered(name, question, answer, expected, known))

    def page(self) -> Job[int]:
        """How many rows a list gives when 500 are asked for."""
        counted = yield from self._ask("contacts", _ALL, ("$count", "true"), kind="list")
        self._count = read_count(counted.body) if counted.status == 200 else None
        told = "not counted" if self._count is None else f"{self._count:,} contacts"
        self._say("count", "Does the list count itself?", told, expected=self._count is not None)
        answer = yield from self._ask("contacts", _ALL, ("$top", str(LARGER)), ("$skip", "0"), kind="list")
        self._rows = len(_rows(answer, "Contacts"))
        if self._count is not None and self._rows >= self._count:
            self._say("page", "How many rows come at most?", f"all {self._rows:,} came at once; taken as {PAGE}")
            return PAGE
        page = self._rows or PAGE
        self._say("page", f"How many rows come when {LARGER} are asked for?", f"{page:,}", expected=page == PAGE)
        return page

    def end(self) -> Job[None]:
        """What comes behind the last row."""
        behind = str(self._count if self._count is not None else 1_000_000)
        answer = yield from self._ask("contacts", _ALL, ("$top", "10"), ("$skip", behind), kind="list")
        rows = len(_rows(answer, "Contacts"))
        told = "nothing, as it should be" if not rows else f"{rows} rows: the list does not know $skip"
        self._say("end", "What comes behind the end of a list?", told, expected=not rows)

    def ids(self) -> Job[None]:
        """How long a list of ids is."""
        wanted = (_ALL, ("idsOnly", "true"), ("$top", str(LARGER)), ("$skip", "0"))
        answer = yield from self._ask("contacts", *wanted, kind="list")
        n = len(_rows(answer, "ContactIdentifiers"))
        self._say("ids", "How many ids come at most?", f"{n:,}", expected=n > 0 or not self._rows)

    def filters(self) -> Job[bool | None]:
        """Which form of a filter by the time of change is understood."""
        day = (self._api.http.clock.now() - timedelta(days=3650)).date().isoformat()
        good = {}
        for quoted, name in ((True, "'Profile last updated'"), (False, "Profile last updated")):
            wanted = (_ALL, ("$count", "true"), ("$filter", f"{name} ge {day}"))
            answer = yield from self._ask("contacts", *wanted, kind="list")
            good[quoted] = answer.status == 200 and bool(read_count(answer.body) or self._count == 0)
        form = True if good[True] else False if good[False] else None
        told = {True: "in quotation marks", False: "without quotation marks", None: "in neither form: all is read"}
        self._say("filter", "How is asked for what changed?", told[form], expected=form is True)
        return form

    def registrations(self) -> Job[None]:
        """Whether registrations of an event can be read page by page."""
        answer = yield from self._ask("events", ("$top", "1"), ("$sort", "ByStartDate desc"))
        rows = _rows(answer, "Events")
        if not rows:
            self._say("registrations", "Are registrations read page by page?", "there is no event", known=False)
            return
        event = str(rows[0].get("Id"))
        pages = []
        for skip in ("0", "1"):
            asked = (("eventId", event), ("$top", "1"), ("$skip", skip))
            answer = yield from self._ask("eventregistrations", *asked)
            pages.append([row.get("Id") for row in _rows(answer, "EventRegistrations")])
        paged = len(pages[0]) <= 1 and (pages[0] != pages[1] or not pages[0])
        told = "yes" if paged else "no: an event's registrations come whole"
        self._say("registrations", "Are registrations read page by page?", told)

    def mail(self) -> Job[None]:
        """Which e-mails went out, and which lie ready (features.md E50); who sends by itself is shown by no answer.

        Only how many there are is kept: contents and recipients are not asked for.
        """
        day = (self._api.http.clock.now() - timedelta(days=MAIL_DAYS)).date().isoformat()
        sent = (("$filter", f"SentDate ge {day}"), ("idsOnly", "true"), ("$top", str(PAGE)))
        for name, path, params in (("mail-sent", "SentEmails", sent), ("mail-drafts", "EmailDrafts", sent[1:])):
            answer = yield from self._ask(path, *params)
            question = f"How many e-mails went out in {MAIL_DAYS} days?" if name == "mail-sent" else _DRAFTS
            if answer.status != 200:
                self._say(name, question, "this key is not shown that", known=False)
                continue
            n = len(_rows(answer, "EmailIdentifiers")) or len(_rows(answer, "Emails"))
            self._say(name, question, f"{n} or more" if n >= PAGE else f"{n}" if n else "none")

    def search(self) -> Job[str]:
        """Start a search that the next test asks for again."""
        answer = yield from self._ask("contacts", ("$filter", "'IsArchived' eq false"), kind="list")
        found = _object(answer)
        search = str(found.get("ResultId") or "")
        self._say("search", "Does a search give a number?", "yes" if search else "no", expected=bool(search))
        return search

    def lived(self, before: FirstContact | None) -> Job[None]:
        """Whether the search of the last test is still there."""
        question = "How long does the result of a search live?"
        if before is None or not before.search:
            self._say("lifetime", question, "the next test tells (best after ten minutes)", known=False)
            return
        answer = yield from self._ask("contacts", ("resultId", before.search), kind="list")
        age = self._api.http.clock.now() - from_instant(before.at)
        minutes = max(1, round(age.total_seconds() / 60))
        lives = answer.status == 200
        self._say("lifetime", question, f"{'at least' if lives else 'less than'} {minutes:,} min")

    def token(self) -> float:
        """How long a sign-in lives."""
        seconds = self._api.token.lifetime
        self._say("sign-in", "How long does a sign-in live?", f"{seconds / 60:,.0f} min", expected=seconds >= 60)
        return seconds

    def waits(self) -> None:
        """What a refusal for too many calls says; it is not provoked."""
        last = self._api.http.asked_to_wait
        told = "not met: it is never provoked" if last is None else f"Retry-After {last or 'absent'}"
        self._say("limit", "What is said when too many calls are made?", told, known=last is not None)


def _object(answer: Answer) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(answer.body) if answer.status == 200 else {}
    except BROKEN:
        return {}
    return found if isinstance(found, dict) else {}


def _rows(answer: Answer, wrapper: str) -> list[Any]:
    """The rows of a list, bare or wrapped; none where it was refused."""
    try:
        found = msgspec.json.decode(answer.body) if answer.status == 200 else []
    except BROKEN:
        return []
    inner = found.get(wrapper, []) if isinstance(found, dict) else found
    return inner if isinstance(inner, list) else []
