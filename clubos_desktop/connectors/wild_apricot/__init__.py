"""Wild Apricot, the legacy system: reading only (wild-apricot-api.md)."""

from clubos_desktop.connectors.budget import WILD_APRICOT_LIMITS, SlidingBudget
from clubos_desktop.connectors.http import Http
from clubos_desktop.connectors.wild_apricot.api import Accepted, Api, Asking
from clubos_desktop.connectors.wild_apricot.auth import Token, clean_key
from clubos_desktop.connectors.wild_apricot.mapping import reader
from clubos_desktop.connectors.wild_apricot.source import WildApricot
from clubos_desktop.model.contact import FirstContact
from clubos_desktop.model.domains import Side
from clubos_desktop.model.protocols import Budget, Clock, Ledger

__all__ = ["API_URL", "AUTH_URL", "Accepted", "Asking", "WildApricot", "connect", "reader"]

API_URL = "https://api.wildapricot.org/v2.3"
AUTH_URL = "https://oauth.wildapricot.org/auth/token"


def connect(
    key: str,
    *,
    ledger: Ledger,
    clock: Clock,
    api_url: str = API_URL,
    auth_url: str = AUTH_URL,
    budget: Budget | None = None,
    account: str | None = None,
    accepted: Accepted | None = None,
    recheck: Asking | None = None,
    contact: FirstContact | None = None,
    workers: int = 4,
    timeout: float = 60.0,
    seed: int | None = None,
    closed: bool = False,
) -> WildApricot:
    """A connection with an API key as pasted. No call leaves before it is used.

    ``api_url`` without a path gets the version this program knows. ``account`` is the account id of the workspace,
    once known: a key of another account then stops every copy.
    ``accepted`` gives the records the mirror holds now, so that "Copy what changed" asks for little; ``recheck`` which
    invoices it asks for what was paid on them. ``contact`` is what the first contact found out (page, form of filters).
    ``budget`` is shared by everything that reads this account; default: three quarters of the limits, not persisted.
    Raises SignInError when the text cannot be a key.
    """
    cleaned = clean_key(key)
    budget = budget or SlidingBudget(WILD_APRICOT_LIMITS, clock=clock, account=account or "wild-apricot")
    http = Http(
        Side.LEGACY,
        "Wild Apricot",
        _versioned(api_url),
        ledger=ledger,
        budget=budget,
        clock=clock,
        token_url=auth_url,
        workers=workers,
        timeout=timeout,
        seed=seed,
        closed=closed,
    )
    token = Token(http, cleaned, auth_url, clock, account)
    http.credentials = token
    found = contact or FirstContact("", ())
    return WildApricot(Api(http, token, accepted, recheck, page=found.page, quoted=found.quoted))


def _versioned(api_url: str) -> str:
    """The address with an interface version: 2.3 knows ``includeCanceled`` and counts everywhere (spec 9.14)."""
    url = api_url.rstrip("/")
    return url if url.count("/") > 2 else url + "/v2.3"
