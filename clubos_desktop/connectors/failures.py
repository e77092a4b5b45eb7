"""What can go wrong on the way to a system and back, as sentences for people (design.md section 7, rule 9)."""

import errno
import socket
import ssl

import httpx

from clubos_desktop.errors import ClubOSError, ContractError, NetworkError, SignInError

_NOTHING = "Nothing was changed; what was copied before is kept."
AGAIN = "Copy again; it goes on where it stopped."


KEPT = 64 * 1024
"""Bytes of an answer without a sentence that are kept."""


_NO_NETWORK = frozenset({errno.ENETUNREACH, errno.ENETDOWN})
"""What a system says when there is no way out of this computer at all."""


class TransientError(Exception):
    """One attempt failed in a way that may pass; carries the error that is told when it does not."""

    def __init__(self, told: ClubOSError) -> None:
        super().__init__(told.sentence)
        self.told = told


def of_transport(name: str, error: httpx.HTTPError) -> tuple[ClubOSError, bool]:
    """The words for a call that got no answer, and whether trying again may help."""
    cause = _cause(error)
    if isinstance(cause, ssl.SSLError):
        return (
            NetworkError(
                f"{name} could not prove who it is: its certificate is not valid here. {_NOTHING}",
                remedy="Check this computer's date. In a hotel or office, sign in to the network first.",
                code="tls",
            ),
            False,
        )
    if isinstance(cause, socket.gaierror):
        return _unreachable(name, "its address was not found. Is this computer online?", "dns"), True
    if isinstance(cause, OSError) and cause.errno in _NO_NETWORK:
        return _unreachable(name, "this computer is not online.", "offline"), True
    if isinstance(error, httpx.TimeoutException):
        return _unreachable(name, "it did not answer in time.", "timeout"), True
    if isinstance(error, httpx.ConnectError):
        return _unreachable(name, "it did not take the call.", "connect"), True
    return _unreachable(name, "the answer broke off.", "broken-off"), True


def _cause(error: BaseException) -> BaseException | None:
    """The deepest reason that says more than the wrapper around it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError | socket.gaierror) or getattr(seen, "errno", None) in _NO_NETWORK:
            return seen
        seen = seen.__cause__ or seen.__context__
    return None


def _unreachable(name: str, why: str, code: str) -> NetworkError:
    return NetworkError(f"{name} could not be reached: {why} {_NOTHING}", remedy=AGAIN, code=code)


def html(name: str) -> NetworkError:
    """A web page came where data was asked for: a captive portal, a sign-in page, a maintenance page."""
    return NetworkError(
        f"A web page came instead of {name}'s data. {_NOTHING}",
        remedy="Open a browser: a hotel or café network may want you to sign in first. Then copy again.",
        code="html-answer",
    )


def redirected(name: str) -> NetworkError:
    """The answer points to another address; nothing follows it."""
    return NetworkError(
        f"{name} sent this program on to another address, which it does not follow. {_NOTHING}",
        remedy="Check the address of the connection; sign in to the network in a browser if it asks for it.",
        code="redirected",
    )


def unreadable(name: str) -> NetworkError:
    """The answer is cut off or no data."""
    return NetworkError(f"{name}'s answer was cut off or cannot be read. {_NOTHING}", remedy=AGAIN, code="unreadable")


def too_large(name: str) -> NetworkError:
    """The answer does not end."""
    return NetworkError(
        f"{name}'s answer was larger than any club's. It was not taken over. {_NOTHING}",
        remedy="Check the address of the connection.",
        code="too-large",
    )


def server(name: str, status: int) -> NetworkError:
    """The server says that it failed."""
    return NetworkError(
        f"{name} reported a fault of its own ({status}) several times. {_NOTHING}",
        remedy="Wait a few minutes and copy again; it goes on where it stopped.",
        code="server",
    )


def limit(name: str) -> NetworkError:
    """The server kept saying that too many calls are made."""
    return NetworkError(
        f"{name} asked to wait again and again: the club's other programs use up its calls. {_NOTHING}",
        remedy="Copy at another hour, or lower this program's share of the calls in Settings.",
        code="rate-limit",
    )


def of_status(name: str, status: int, path: str) -> ClubOSError:
    """The words for an answer whose status nobody expected. ``path`` carries no personal values."""
    if status == 401:
        return SignInError(f"{name} does not accept the sign-in. {_NOTHING}", remedy=AGAIN, code="key-refused")
    if status == 403:
        return SignInError(
            f"The sign-in to {name} may not read {path}. {_NOTHING}",
            remedy=f"Ask an administrator of {name} to grant reading rights, then test the connection.",
            code="rights",
        )
    if status == 428:
        return SignInError(
            f"{name} wants its terms of use to be accepted first. {_NOTHING}",
            remedy=f"Sign in to {name} in a browser as administrator, accept the terms, then copy again.",
            code="terms",
        )
    return ContractError(
        f"{name} answered {status} to a question it should know ({path}). {_NOTHING}",
        remedy="Check the address of the connection. If it stays, the other system has changed: report it.",
        code="unexpected-status",
        faults=(f"{path}: status {status}",),
    )
