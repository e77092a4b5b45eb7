"""The write guard: what may leave this laptop at all (design.md section 7, rule 3).

It sits in the transport, below everything that could go round it: only GET, HEAD and the one call for a token leave,
to the addresses of the connection alone. Answers come up without cookies, so that no later request carries one.
"""

import ipaddress
from collections.abc import Collection
from typing import ClassVar

import httpx

from clubos_desktop.errors import RefusedError

_OVERRIDES = frozenset({"x-http-method-override", "x-http-method", "x-method-override", "x-original-method"})
_OVERRIDE_PARAMETERS = frozenset({"_method", "x-http-method-override", "$method"})
_TOKEN_BODY = b"grant_type=client_credentials&"


def loopback(host: str) -> bool:
    """Whether a host is this computer."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def origin(url: httpx.URL) -> str:
    """Scheme, host and port: what a browser calls the same site."""
    port = url.port or {"http": 80, "https": 443}.get(url.scheme, 0)
    return f"{url.scheme}://{url.host}:{port}"


class ReadOnlyTransport(httpx.BaseTransport):
    """Lets reading requests to known addresses through and refuses everything else with a RefusedError."""

    reading: ClassVar[frozenset[str]] = frozenset({"GET", "HEAD"})

    def __init__(self, inner: httpx.BaseTransport, *, addresses: Collection[str], token_url: str | None = None) -> None:
        self._inner = inner
        self._origins = frozenset(origin(httpx.URL(address)) for address in addresses)
        self._token_url = httpx.URL(token_url) if token_url else None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request that may leave. Raises RefusedError for one that may not."""
        self._check_address(request.url)
        self._check_method(request)
        response = self._inner.handle_request(request)
        response.headers.pop("set-cookie", None)
        return response

    def close(self) -> None:
        """Free sockets."""
        self._inner.close()

    def _check_address(self, url: httpx.URL) -> None:
        if url.scheme not in ("http", "https") or (url.scheme == "http" and not loopback(url.host)):
            raise _refused("it would have gone out unencrypted", "insecure-address")
        if url.userinfo or origin(url) not in self._origins:
            raise _refused("it would have gone to an address that is not this connection's", "other-address")

    def _check_method(self, request: httpx.Request) -> None:
        names = {name.casefold() for name in request.headers}
        parameters = {name.casefold() for name in request.url.params}
        if names & _OVERRIDES or parameters & _OVERRIDE_PARAMETERS:
            raise _refused("it asked for another method than it showed", "method-override")
        if request.method in self.reading:
            if _length(request):
                raise _refused("a reading request carried contents", "body")
        elif not self._is_token_call(request):
            raise _refused("it could have changed something, and this program only reads", "write")

    def _is_token_call(self, request: httpx.Request) -> bool:
        """Whether this is the sign-in for a token: its exact address, its form and nothing else."""
        if request.method != "POST" or self._token_url is None or request.url != self._token_url:
            return False
        form = request.headers.get("content-type", "") == "application/x-www-form-urlencoded"
        return form and request.read().startswith(_TOKEN_BODY)


class ClosedTransport(httpx.BaseTransport):
    """Lets nothing leave at all: the transport of a practice copy."""

    def handle_request(self, _request: httpx.Request) -> httpx.Response:
        """Refuse. Raises RefusedError."""
        raise RefusedError(
            "This is practice on a copy: nothing leaves this laptop, so nothing was asked and nothing copied.",
            remedy="End the practice to copy for real.",
            code="guard-practice",
        )


def _length(request: httpx.Request) -> int:
    if "transfer-encoding" in request.headers:
        return 1
    return int(request.headers.get("content-length", "0") or 0)


def _refused(why: str, code: str) -> RefusedError:
    return RefusedError(
        f"A call was stopped before it left this laptop, because {why}. Nothing was sent.",
        remedy="This should not happen. Please report it with the time at which it happened.",
        code=f"guard-{code}",
    )
