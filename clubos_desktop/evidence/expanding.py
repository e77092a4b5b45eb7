"""How large a PDF becomes when it is opened: looked at before any library unpacks it.

A file of two kilobytes can unpack to gigabytes, by one stream of zeros packed twice. Packs of this program pack each
stream once, so anything else is refused, and what they hold is counted piece by piece without keeping it.
"""

import re
import zlib

LARGEST = 100_000_000
"""Bytes of everything inside a pack together. A pack with all names of a club of 10,000 members has some millions."""

_STREAM = re.compile(rb"(?<!end)stream[ \t\r\n\0\f]*")
_FILTER = re.compile(rb"/Filter(?!\s*/FlateDecode[\s/>])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A sign of a name, written by its number."""
_PIECE = 1_000_000


def small(content: bytes, most: int = LARGEST) -> bool:
    """Whether a PDF unpacks to at most ``most`` bytes, and in one step."""
    left = most
    end = 0
    for found in _STREAM.finditer(content):
        said = content[max(content.rfind(b"obj", end, found.start()), 0) : found.start()]
        said = _ESCAPED.sub(lambda each: bytes.fromhex(each[1].decode()), said)
        if _FILTER.search(said):
            return False
        end = found.end()
        left -= _unpacked(memoryview(content)[end:], left) if b"/Filter" in said else 0
        if left < 0:
            return False
    return True


def _unpacked(packed: memoryview, most: int) -> int:
    """Bytes that a stream unpacks to, counted until there are more than ``most``; what is no such stream is 0."""
    machine = zlib.decompressobj()
    counted = 0
    at = 0
    try:
        while not machine.eof and counted <= most and (machine.unconsumed_tail or at < len(packed)):
            piece: bytes | memoryview = machine.unconsumed_tail
            if not piece:
                piece = packed[at : at + _PIECE]
                at += _PIECE
            counted += len(machine.decompress(piece, _PIECE))
    except zlib.error:
        return counted
    return counted
