"""A word between two programs of one workspace: who wants a due copy made asks the one that has the workspace open.

The holder of the lock listens on a local socket of the system's (on Windows a named pipe) that only its own user
reaches. Where, and the secret that both must know, stand in the lock file, which only that user reads.
"""

import contextlib
import json
import os
import secrets
import socket
import sys
import threading
from collections.abc import Callable
from multiprocessing.context import ProcessError
from pathlib import Path
from typing import Any

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


_MOST = 16
"""Lines that are open at one time; one more is hung up at once."""

_REST = 0.2
"""Seconds between two tries to take a line where the system refuses."""


class Listening:
    """Answers words until it is closed. ``answer`` runs in a thread of its line's own and must not block.

    Whoever takes a line and says nothing keeps nobody else waiting, and is hung up on.
    """

    def __init__(self, lock: InstanceLock, answer: Callable[[str], str]) -> None:
        from multiprocessing.connection import Listener  # noqa: PLC0415 - only the window listens

        self._answer = answer
        self._secret = secrets.token_hex(32)
        self._listener = Listener()
        address = self._listener.address
        self._address = address if isinstance(address, str) else ""
        self._over = threading.Event()
        self._lines: set[threading.Thread] = set()
        self._thread = threading.Thread(target=self._run, name="handover", daemon=True)
        self._thread.start()
        lock.add("talk", [self._address, self._secret])

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                line = self._listener.accept()
            except (OSError, EOFError):
                self._over.wait(_REST)  # no line came; where that lasts, it must not take the whole computer
                continue
            self._lines = {each for each in self._lines if each.is_alive()}
            if len(self._lines) >= _MOST:
                line.close()
                continue
            thread = threading.Thread(target=self._hear, args=(line,), name="handover", daemon=True)
            self._lines.add(thread)
            thread.start()

    def _hear(self, line: "Line") -> None:
        """One word on one line; who does not know the secret is not answered."""
        from multiprocessing.connection import answer_challenge, deliver_challenge  # noqa: PLC0415 - as above

        patience = threading.Timer(_PATIENCE, _hang_up, (line,))
        patience.daemon = True
        patience.start()
        with contextlib.suppress(*_FAULTS), line:
            deliver_challenge(line, self._secret.encode())
            answer_challenge(line, self._secret.encode())
            word = line.recv_bytes(_LONGEST).decode("ascii", "replace")
            if word == _STOP:
                self._over.set()
            line.send_bytes((_STOP if word == _STOP else self._answer(word)).encode())
        patience.cancel()

    def close(self) -> None:
        """Answer nothing more; a word that is on its way is answered still."""
        from multiprocessing.connection import Client  # noqa: PLC0415 - as above

        _say(self._address, self._secret, _STOP)
        self._over.set()
        with contextlib.suppress(*_FAULTS):
            Client(self._address).close()  # wakes the listener, which sees that it is over
        self._thread.join(_PATIENCE)
        self._listener.close()


Line = Any
"""A connection of multiprocessing: on Windows another class than elsewhere."""

_FAULTS = (OSError, EOFError, ValueError, AssertionError, ProcessError)
"""What goes wrong on a line: it ends, or the other side does not keep to the form."""


def _hang_up(line: Line) -> None:
    """End a line while another thread waits on it."""
    with contextlib.suppress(*_FAULTS):
        if sys.platform != "win32":
            with socket.socket(fileno=os.dup(line.fileno())) as end:
                end.shutdown(socket.SHUT_RDWR)
        else:
            line.close()


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
    from multiprocessing.connection import Client  # noqa: PLC0415 - only where somebody is asked

    with contextlib.suppress(*_FAULTS), Client(address, authkey=secret.encode()) as line:
        line.send_bytes(word.encode())
        if line.poll(_PATIENCE):
            answers.append(line.recv_bytes(_LONGEST).decode("ascii", "replace"))
