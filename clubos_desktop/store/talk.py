"""A word between two programs of one workspace: who wants a due copy made asks the one that has the workspace open.

The holder of the lock listens on a local socket of the system's (on Windows a named pipe) that only its own user
reaches. Where, and the secret that both must know, stand in the lock file, which only that user reads.
"""

import contextlib
import json
import secrets
import threading
from collections.abc import Callable
from pathlib import Path

from clubos_desktop.errors import StorageError
from clubos_desktop.store.lock import InstanceLock

RUN_DUE = "run-due"
"""Make the copy that is due, if one is."""

TAKEN, BUSY, STOPPED = "taken", "busy", "stopped"
"""What the holder answers: it looks at once; something runs already, and it looks after that; all was stopped."""

_STOP = "stop"
_LONGEST = 64
"""Bytes of a word or an answer."""

_PATIENCE = 5.0
"""Seconds that one side waits for the other's word."""


class Listening:
    """Answers words until it is closed. ``answer`` runs in a thread of its own and must not block."""

    def __init__(self, lock: InstanceLock, answer: Callable[[str], str]) -> None:
        from multiprocessing.connection import Listener  # noqa: PLC0415 - only the window listens

        self._answer = answer
        self._secret = secrets.token_hex(32)
        self._listener = Listener(authkey=self._secret.encode())
        address = self._listener.address
        self._address = address if isinstance(address, str) else ""
        self._thread = threading.Thread(target=self._run, name="handover", daemon=True)
        self._thread.start()
        lock.add("talk", [self._address, self._secret])

    def _run(self) -> None:
        from multiprocessing import AuthenticationError  # noqa: PLC0415 - as above

        word = ""
        while word != _STOP:  # only the word ends it: one that is on its way always finds somebody who takes it
            with contextlib.suppress(OSError, EOFError, AuthenticationError), self._listener.accept() as line:
                if line.poll(_PATIENCE):
                    word = line.recv_bytes(_LONGEST).decode("ascii", "replace")
                    line.send_bytes((_STOP if word == _STOP else self._answer(word)).encode())

    def close(self) -> None:
        """Answer nothing more."""
        _say(self._address, self._secret, _STOP)
        self._thread.join(_PATIENCE)
        self._listener.close()


def listen(lock: InstanceLock, answer: Callable[[str], str]) -> Listening | None:
    """Begin to answer; None where the system offers no such socket: the lock alone still keeps two writers apart."""
    try:
        return Listening(lock, answer)
    except (OSError, StorageError):
        return None


def ask(path: Path, word: str) -> str | None:
    """What the program that has the workspace at ``path`` open answers; None when nobody answers."""
    try:
        holder = json.loads(path.with_name(path.name + ".lock").read_text(encoding="utf-8"))
        address, secret = (str(part) for part in holder["talk"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return _say(address, secret, word)


def _say(address: str, secret: str, word: str) -> str | None:
    """What is answered to a word; None when nobody answers in time, also one who takes the line and says nothing."""
    answers: list[str] = []
    asking = threading.Thread(target=_ask, args=(address, secret, word, answers), name="handover", daemon=True)
    asking.start()
    asking.join(2 * _PATIENCE)
    return answers[0] if answers else None


def _ask(address: str, secret: str, word: str, answers: list[str]) -> None:
    from multiprocessing import AuthenticationError  # noqa: PLC0415 - only where somebody is asked
    from multiprocessing.connection import Client  # noqa: PLC0415 - as above

    with contextlib.suppress(OSError, EOFError, AuthenticationError), Client(address, authkey=secret.encode()) as line:
        line.send_bytes(word.encode())
        if line.poll(_PATIENCE):
            answers.append(line.recv_bytes(_LONGEST).decode("ascii", "replace"))
