"""Wild Apricot as a source: which listing serves which domain."""

from collections.abc import Sequence

from clubos_desktop.connectors.reading import JsonReader
from clubos_desktop.connectors.wild_apricot.account import look
from clubos_desktop.connectors.wild_apricot.api import Api
from clubos_desktop.connectors.wild_apricot.contacts import contacts
from clubos_desktop.connectors.wild_apricot.events import events
from clubos_desktop.connectors.wild_apricot.finance import allocations, documents, small
from clubos_desktop.connectors.wild_apricot.first_contact import first_contact
from clubos_desktop.connectors.wild_apricot.mapping import SHAPES, reader
from clubos_desktop.connectors.wild_apricot.registrations import registrations
from clubos_desktop.job import Job
from clubos_desktop.model.contact import FirstContact
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.protocols import Pages
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Account, Mode

_SMALL = {Domain.FIELDS: "contactfields", Domain.LEVELS: "membershiplevels", Domain.GROUPS: "membergroups"}


class WildApricot:
    """A ``model.protocols.Source`` over one account."""

    side = Side.LEGACY
    domains = tuple(domain for domain in Domain if domain in SHAPES)

    def __init__(self, api: Api) -> None:
        self._api = api
        self._account: Account | None = None

    @property
    def one_by_one(self) -> frozenset[Domain]:
        """Domains that cost one call a record and of which it is known what to ask again (``model.runs.Recheck``)."""
        known = self._api.recheck is not None and self._api.accepted is not None
        return frozenset({Domain.ALLOCATIONS}) if known else frozenset()

    def check(self) -> Job[Account]:
        """Sign in and look: a token and four reading calls."""
        self._account = yield from look(self._api)
        return self._account

    def first_contact(self, before: FirstContact | None) -> Job[FirstContact]:
        """The check list of the first contact: fewer than twenty reading calls in all, the account's among them."""
        self._account = yield from look(self._api)
        found = yield from first_contact(self._api, before)
        self._api.http.note_calls()
        return found

    @property
    def account(self) -> Account | None:
        """What the account said of itself when this connection looked last."""
        return self._account

    def reader(self, account: Account) -> JsonReader:
        """The pure reader for this account."""
        return reader(account.zone, account.currency)

    def pages(
        self, domain: Domain, mode: Mode, *, since: Instant | None, resume: str | None, parents: Sequence[str]
    ) -> Pages:
        """List a domain; signs in and looks at the account first where that was not done yet."""
        if self._account is None:
            self._account = yield from look(self._api)
        listing = yield from self._listing(domain, mode, since, resume, parents)
        self._api.http.note_calls()
        return listing

    def close(self) -> None:
        """Free sockets and threads."""
        self._api.http.close()

    def _listing(
        self, domain: Domain, mode: Mode, since: Instant | None, resume: str | None, parents: Sequence[str]
    ) -> Pages:
        match domain:
            case Domain.MEMBERS:
                return contacts(self._api, mode, since=since, resume=resume)
            case Domain.EVENTS:
                return events(self._api, mode, resume=resume)
            case Domain.REGISTRATIONS:
                return registrations(self._api, mode, resume=resume, parents=parents)
            case Domain.ALLOCATIONS:
                return allocations(self._api, mode, since=since, resume=resume, parents=parents)
            case Domain.FIELDS | Domain.LEVELS | Domain.GROUPS:
                return small(self._api, domain, _SMALL[domain])
            case _:
                return documents(self._api, domain, mode, since=since, resume=resume)
