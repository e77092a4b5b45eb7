"""The access code: a session cookie as ClubOS has it today, or a service account's bearer (clubos-api.md A and E)."""

from collections.abc import Mapping

from clubos_desktop.errors import SignInError
from clubos_desktop.job import Job, Progress

COOKIES = ("__Host-murmurant_session", "murmurant_session")
"""Its name in production and in development; the header is written here, because a jar drops the first over http."""

_SHORTEST = 16
_BLANKS = " \t\r\n\u00a0\u200b\ufeff\"'"
_AGAIN = "Press “Copy a request to your ClubOS contact”, send it, and paste the new access code here."


def clean_code(pasted: str) -> str:
    """The bare value of what was pasted: a value, ``name=value``, a whole Cookie line, or ``Bearer value``.

    Raises SignInError when it cannot be an access code.
    """
    code = pasted.strip(_BLANKS)
    for name in COOKIES:
        if f"{name}=" in code:
            code = code.partition(f"{name}=")[2].partition(";")[0]
            break
    for start in ("Authorization:", "Bearer "):
        if code.casefold().startswith(start.casefold()):
            code = code[len(start) :].strip(_BLANKS)
    if len(code) < _SHORTEST:
        count = "one character" if len(code) == 1 else f"{len(code)} characters"
        raise SignInError(f"This is not an access code: only {count}.", remedy=_AGAIN, code="code-shape")
    if not code.isascii() or not code.isprintable() or set(code) & set(' ;,"\\'):
        raise SignInError(
            "This is not an access code: it holds characters that a code never has.", remedy=_AGAIN, code="code-shape"
        )
    return code


class Session:
    """Signs calls with the code, first as a cookie, then as a bearer; nothing renews it."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._stamp = 0

    @property
    def stamp(self) -> int:
        """0 while the code goes as a cookie, 1 as a bearer."""
        return self._stamp

    def headers(self) -> Mapping[str, str]:
        """The code in its present place."""
        if self._stamp:
            return {"Authorization": f"Bearer {self._code}"}
        return {"Cookie": "; ".join(f"{name}={self._code}" for name in COOKIES)}

    def stale(self) -> bool:
        """Nothing tells before it is refused."""
        return False

    def renew(self) -> Job[bool]:
        """Try the other place once."""
        yield Progress("Signing in to ClubOS")
        self._stamp += 1
        return self._stamp == 1

    def refused(self) -> SignInError:
        """The words for a sign-in that has come to its end: a state of its own on screen."""
        return SignInError(
            "ClubOS sign-in has run out. Nothing was copied and nothing was changed.",
            remedy=_AGAIN,
            code="clubos-sign-in-run-out",
        )
