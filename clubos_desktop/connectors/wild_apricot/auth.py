"""The API key and the token it buys (wild-apricot-api.md section 1)."""

import base64
from collections.abc import Mapping

import msgspec

from clubos_desktop.connectors.http import Http, Standing
from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.connectors.wire import Request
from clubos_desktop.errors import ContractError, SignInError
from clubos_desktop.job import Job
from clubos_desktop.model.protocols import Clock

_SHORTEST = 16
_BLANKS = " \t\r\n\u00a0\u200b\ufeff\u2007\u202f"
_MARGIN = 60.0
"""Seconds before its end in which a token is renewed rather than used."""

_AGAIN = (
    "In Wild Apricot open Settings, Apps, Integrations, Authorized applications, and copy the key again; "
    "a read-only key is enough."
)


def clean_key(pasted: str) -> str:
    """The key without what Wild Apricot's page copies along (a no-break space, for one).

    Raises SignInError when it cannot be a key.
    """
    key = pasted.strip(_BLANKS)
    if len(key) < _SHORTEST:
        count = "one character" if len(key) == 1 else f"{len(key)} characters"
        raise SignInError(f"This is not a key: only {count}.", remedy=_AGAIN, code="key-shape")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise SignInError(
            "This is not a key: it holds characters that a key never has.", remedy=_AGAIN, code="key-shape"
        )
    return key


class Permission(msgspec.Struct, rename="pascal", kw_only=True):
    """What a token may do in an account."""

    account_id: int
    available_scopes: list[str] = []


class TokenAnswer(msgspec.Struct, kw_only=True):
    """What the token call gives."""

    access_token: str
    expires_in: float = 1800.0
    permissions: list[Permission] = msgspec.field(default_factory=list, name="Permissions")


class Token:
    """Signs calls with a token bought by the key, and buys a new one when it runs out or is refused.

    ``account`` is the account the workspace belongs to: a key of another one stops everything.
    """

    def __init__(self, http: Http, key: str, auth_url: str, clock: Clock, account: str | None) -> None:
        self.account = account
        self.scopes: tuple[str, ...] = ()
        self.lifetime = 0.0
        """Seconds the present token lives, as its answer said."""
        self._http = http
        self._basic = "Basic " + base64.b64encode(f"APIKEY:{key}".encode()).decode()
        self._auth_url = auth_url
        self._clock = clock
        self._token = ""
        self._ends = float("-inf")
        self._stamp = 0

    @property
    def stamp(self) -> int:
        """Grows with each token."""
        return self._stamp

    def headers(self) -> Mapping[str, str]:
        """The present token."""
        return {"Authorization": f"Bearer {self._token}"}

    def stale(self) -> bool:
        """Whether the token is missing or about to run out."""
        return self._clock.monotonic() >= self._ends - _MARGIN

    def renew(self) -> Job[bool]:
        """Buy a token. Raises SignInError when the key is not accepted or belongs to another account."""
        answer = yield from self._http.ask(
            Request(
                self._auth_url,
                kind=None,
                headers={"Authorization": self._basic},
                form={"grant_type": "client_credentials", "scope": "auto"},
                accept=frozenset({400, 401, 403}),
            ),
            Standing("Signing in to Wild Apricot"),
        )
        if answer.status != 200:
            raise self.refused()
        try:
            got = msgspec.json.decode(answer.body, type=TokenAnswer)
        except BROKEN as error:
            raise ContractError(
                "Wild Apricot's answer to the sign-in cannot be read. Nothing was copied.",
                remedy="Check the address of the connection. If it stays, Wild Apricot has changed: report it.",
                code="token-answer",
            ) from error
        self._take(got)
        return True

    def refused(self) -> SignInError:
        """The words for a key that is not accepted."""
        return SignInError(
            "Wild Apricot does not accept this key: it is mistyped or was withdrawn. Nothing was changed.",
            remedy=_AGAIN,
            code="key-refused",
        )

    def _take(self, got: TokenAnswer) -> None:
        account = str(got.permissions[0].account_id) if got.permissions else None
        if self.account is not None and account is not None and account != self.account:
            raise SignInError(
                "This key now belongs to another Wild Apricot account than before. Nothing was copied.",
                remedy="Paste the key of this club's account, or start a new workspace for the other one.",
                code="account-changed",
            )
        self.account = account or self.account
        self.scopes = tuple(got.permissions[0].available_scopes) if got.permissions else ()
        self._token = got.access_token
        self.lifetime = got.expires_in
        self._ends = self._clock.monotonic() + max(got.expires_in, 2 * _MARGIN)
        self._stamp += 1
