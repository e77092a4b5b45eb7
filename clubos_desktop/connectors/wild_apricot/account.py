"""The first look at an account: who it is, what the key may do, what the interface answers."""

from typing import Any

import msgspec

from clubos_desktop.connectors.http import Standing
from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.connectors.wild_apricot.answers import Answer, Zone
from clubos_desktop.connectors.wild_apricot.api import Api, contract, read_count
from clubos_desktop.connectors.wild_apricot.contacts import lists as contact_lists
from clubos_desktop.connectors.wild_apricot.events import LISTS as EVENT_LISTS
from clubos_desktop.connectors.wild_apricot.walk import count
from clubos_desktop.connectors.wild_apricot.zones import iana
from clubos_desktop.connectors.wire import Request
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Side
from clubos_desktop.model.runs import Account, Capability

_NO_MONEY = frozenset({400, 403, 404, 410})
"""A key may have no right to see money, and a club none to show: that stops nothing else."""

_WRITES = frozenset({"POST", "PUT", "DELETE", "PATCH"})
_WRITING_SCOPES = ("edit", "write", "manage", "create", "delete", "full")


class Currency(Answer):
    """The account's money."""

    code: str | None = None


class Resource(Answer):
    """A part of the interface and what may be done with it."""

    name: str | None = None
    allowed_operations: list[Any] | None = None


class AccountAnswer(Answer):
    """One entry of ``/accounts``."""

    id: int
    name: str | None = None
    time_zone: Zone | None = None
    currency: Currency | None = None
    resources: list[Resource] | None = None


def look(api: Api) -> Job[Account]:
    """Sign in and read the account. Raises SignInError for a wrong key, ContractError for an unknown answer."""
    standing = Standing("Looking at the Wild Apricot account")
    answer = yield from api.ask(Request("/accounts"), standing)
    try:
        listed = msgspec.json.decode(answer.body, type=list[AccountAnswer] | AccountAnswer)
    except BROKEN as error:
        raise contract("the account", "neither an account nor a list of them") from error
    found = listed if isinstance(listed, list) else [listed]
    mine = [account for account in found if api.token.account in (None, str(account.id))]
    if not mine:
        raise contract("the account", "the key's own account is not among those shown")
    account = mine[0]
    api.token.account = str(account.id)
    warnings = _place(api, account)
    contacts = yield from count(api, contact_lists(), standing)
    events = yield from count(api, EVENT_LISTS, standing)
    money = yield from api.ask(api.request("invoices", ("$count", "true"), accept=_NO_MONEY), standing)
    return Account(
        Side.LEGACY,
        "wild-apricot",
        str(account.id),
        account.name or "",
        api.zone,
        api.currency,
        (_rights(api, account),),
        warnings,
        (_counted("contacts", contacts), _counted("events", events), _money(money.status, read_count(money.body))),
    )


def _place(api: Api, account: AccountAnswer) -> tuple[str, ...]:
    """Take over zone and currency; what is not known is said."""
    warnings = []
    name = account.time_zone.zone_id if account.time_zone else None
    found = iana(name)
    if found is None:
        warnings.append(f"The account's time zone ({name or 'none'}) is not known here: times are read as UTC.")
    api.zone = found or "UTC"
    code = account.currency.code if account.currency else None
    if not code:
        warnings.append("The account names no currency: amounts are taken as US dollars.")
    api.currency = code or "USD"
    return tuple(warnings)


def _rights(api: Api, account: AccountAnswer) -> str:
    """Whether the key could write, from what the account allows and the token's scopes."""
    allowed = {str(what).upper() for resource in account.resources or () for what in resource.allowed_operations or ()}
    scopes = [scope for scope in api.token.scopes if any(word in scope.casefold() for word in _WRITING_SCOPES)]
    if allowed & _WRITES or scopes:
        return "This key may write; we will not."
    if allowed or api.token.scopes:
        return "This key may only read."
    return "Wild Apricot does not say whether this key may write; we will not."


def _money(status: int, number: int | None) -> Capability:
    """A key may well have no right to see money."""
    if status == 403:
        return Capability("invoices", "refused", "this key may not see money")
    return _counted("invoices", number)


def _counted(name: str, number: int | None) -> Capability:
    return Capability(name, "yes", f"{number} in all") if number is not None else Capability(name, "yes", "not counted")
