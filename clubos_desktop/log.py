"""The log: one JSON line an event, made of facts that can hold no personal value or secret (design.md section 7, 8).

Facts are let through by what they are, never by hoping: numbers, yes and no, words of our own lists, codes, and paths
of calls whose every part is a word, a number or a UUID. Everything else becomes "…". Of what libraries log only the
place is kept and the kinds of the errors, never the message: it may hold anything.
"""

import json
import logging
import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

NAME = "clubos_desktop"
FOLDER = "CLUBOS_FOLDER"
EVERYTHING = "CLUBOS_LOG"
"""Set to "debug" in the environment, every call and step is logged."""

LARGEST = 1_000_000
KEPT = 3
"""Bytes of one file, and how many older ones are kept."""

HIDDEN = "…"
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,79}")
_ACT = re.compile(r"[A-Za-z][A-Za-z0-9 '()-]{0,79}")
_PART = re.compile(r"[A-Za-z]{1,40}|v\d(\.\d)?|\d{1,12}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_QUERY = re.compile(r"\$?[A-Za-z]{1,30}=(\d{1,12}|true|false|…)?")
_SPELLED = {
    **dict.fromkeys(("code", "command", "error", "domain", "side", "method", "mode", "state", "place"), _CODE),
    "act": _ACT,
}
"""Facts that may be texts, each with the form it must have."""


def note(event: str, **facts: object) -> None:
    """Log an event that always counts."""
    logging.getLogger(NAME).info(event, extra={"facts": facts})


def detail(event: str, **facts: object) -> None:
    """Log an event that is only kept when everything is wanted."""
    logging.getLogger(NAME).debug(event, extra={"facts": facts})


def folder() -> Path:
    """Where log and crash reports lie: beside the workspaces where their folder was chosen, else the system's place."""
    chosen = os.environ.get(FOLDER)
    if chosen:
        return Path(chosen) / "logs"
    from platformdirs import user_log_dir  # noqa: PLC0415 - only where no folder was chosen

    return Path(user_log_dir("clubos-desktop", appauthor=False))


def safe(name: str, value: object) -> object:
    """A fact as it may be logged."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        value = value.value
    if not isinstance(value, str):
        return HIDDEN
    if name == "path":
        return path(value)
    form = _SPELLED.get(name)
    return value if form is not None and form.fullmatch(value) else HIDDEN


def path(text: str) -> str:
    """The path of a call with every part hidden that is no word, number or UUID."""
    way, _, query = text.partition("?")
    parts = [part if not part or _PART.fullmatch(part) else HIDDEN for part in way.split("/")]
    asked = [each if _QUERY.fullmatch(each) else HIDDEN for each in query.split("&")] if query else []
    return "/".join(parts) + ("?" + "&".join(asked) if asked else "")


def line(record: logging.LogRecord) -> str:
    """A record as one JSON line. Never raises."""
    told: dict[str, object] = {"at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")}
    told["level"] = record.levelname.lower()
    facts = getattr(record, "facts", None)
    if record.name == NAME and isinstance(facts, dict):
        told["event"] = record.msg if isinstance(record.msg, str) and _CODE.fullmatch(record.msg) else HIDDEN
        told |= {name: safe(name, value) for name, value in facts.items()}
    else:
        told["from"] = record.name if _CODE.fullmatch(record.name) else HIDDEN
        told["line"] = record.lineno
    if record.exc_info and record.exc_info[1] is not None:
        told["errors"] = kinds(record.exc_info[1])
    return json.dumps(told, ensure_ascii=False)


def kinds(error: BaseException) -> list[str]:
    """The types of an error and of those that led to it."""
    found: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(found) < 10:
        found.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or seen.__context__
    return found


class Lines(logging.Handler):
    """Writes lines to a file that only its owner may read; a full one becomes number 1, number 3 is forgotten.

    A log that cannot be written is no reason to stop.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            self._turn()
            handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as out:
                out.write(line(record) + "\n")
        except OSError:
            return

    def _turn(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self.file.exists() or self.file.stat().st_size < LARGEST:
            return
        for number in range(KEPT, 0, -1):
            older = self.numbered(number - 1)
            if older.exists():
                older.replace(self.numbered(number))

    def numbered(self, number: int) -> Path:
        """The file, or the older one with this number."""
        return self.file if not number else self.file.with_name(f"{self.file.name}.{number}")


def begin(where: Path | None = None) -> Lines:
    """Log to ``where`` (default: the usual folder) from now on, in place of an earlier log of this process."""
    end()
    if where is None:
        _keep_private(folder())
    handler = Lines((where or folder()) / "clubos-desktop.log")
    everything = os.environ.get(EVERYTHING) == "debug"
    logger = logging.getLogger(NAME)
    logger.setLevel(logging.DEBUG if everything else logging.INFO)
    handler.setLevel(logging.DEBUG if everything else logging.INFO)
    logging.getLogger().addHandler(handler)
    return handler


def _keep_private(folder: Path) -> None:
    """A folder of this program's own, made where there is none, that its owner alone may look into.

    One that an earlier version left open is closed; where the system refuses, or knows no such rights, it stays.
    """
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)


def end() -> None:
    """Log no more."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, Lines)]:
        root.removeHandler(handler)


def tail(where: Path, lines: int = 500) -> list[str]:
    """The newest lines of a log; none where there is no log."""
    found: list[str] = []
    files = Lines(where / "clubos-desktop.log")
    for number in range(KEPT, -1, -1):
        file = files.numbered(number)
        if file.exists():
            found += file.read_text("utf-8", errors="replace").splitlines()
    return found[-lines:]
