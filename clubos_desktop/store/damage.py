"""Finding where a file was damaged, without opening it as a database: each page, each frame of the write-ahead log."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

PAGE = 4096
"""Bytes of a page of the encrypted database."""

_HEAD, _FRAME_HEAD = 32, 24
_MAGIC = (0x377F0682, 0x377F0683)
"""First word of a write-ahead log (sqlite.org/walformat.html); the second kind has big-endian sums."""

_MASK = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Spot:
    """A damaged place: the file's name and where in it, for people."""

    file: str
    place: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: damaged"


def pages(path: Path, key: bytes) -> list[Spot]:
    """The pages whose content is not what was written, by the code that each page carries. Needs the right key."""
    size = path.stat().st_size
    connection = dbapi2.connect(f"file:{path.as_posix()}?mode=ro", uri=True)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        said = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    finally:
        connection.close()
    numbers = sorted({int(word) for text in said for word in text.split() if word.isdigit()})
    if len(numbers) > 1 and len(numbers) >= size // PAGE:
        return [Spot(path.name, "page 1 (all that follows depends on it)")]
    found = [Spot(path.name, f"page {number} of {-(-size // PAGE)}") for number in numbers]
    if not found and said:
        found = [Spot(path.name, said[0])]
    if size % PAGE:
        found.append(Spot(path.name, f"its end: {size % PAGE} bytes too many or too few"))
    return found


def log(path: Path) -> list[Spot]:
    """The first place of the write-ahead log that is not what was written; nothing when there is no log.

    What stands behind it is lost for the database without a word, so it must be said.
    """
    file = path.with_name(path.name + "-wal")
    content = file.read_bytes() if file.exists() else b""
    place = _broken(content) if content else ""
    return [Spot(file.name, place)] if place else []


def _broken(content: bytes) -> str:
    """Where a log is broken; "" when it is whole.

    Old frames of an earlier round of the log carry other marks (salts) and are no damage.
    """
    head = struct.unpack(">8I", content[:_HEAD]) if len(content) >= _HEAD else (0,) * 8
    big, size, sums = head[0] == _MAGIC[1], head[2], head[6:]
    if head[0] not in _MAGIC or not 512 <= size <= 65536 or _sum(content[: _HEAD - 8], (0, 0), big=big) != sums:
        return "its head"
    salt = content[16:24]
    frames = list(_frames(content, size))
    last = max((number for number, (_, said) in enumerate(frames, 1) if said[8:16] == salt), default=0)
    for number, (place, said) in enumerate(frames[:last], 1):
        body = content[place + _FRAME_HEAD : place + _FRAME_HEAD + size]
        sums = _sum(body, _sum(said[:8], (sums[0], sums[1]), big=big), big=big)
        if said[8:16] != salt or sums != struct.unpack(">2I", said[16:24]):
            return f"frame {number} of {last}"
    return ""


def _frames(content: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """Each whole frame: where it begins, and its head."""
    for place in range(_HEAD, len(content) - _FRAME_HEAD - size + 1, _FRAME_HEAD + size):
        yield place, content[place : place + _FRAME_HEAD]


def _sum(data: bytes, before: tuple[int, int], *, big: bool) -> tuple[int, int]:
    """SQLite's running sums over 32-bit words, two at a time."""
    first, second = before
    words = struct.unpack(f"{'>' if big else '<'}{len(data) // 4}I", data)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & _MASK
        second = (second + two + first) & _MASK
    return first, second
