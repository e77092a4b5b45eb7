"""Texts made comparable: blanks, capital letters, accents, HTML. All but ``plain`` are idempotent."""

import html
import re
import unicodedata
from functools import lru_cache

_UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"""</?[A-Za-z!](?:"[^"]*"|'[^']*'|[^'"<>])*>""")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORD = re.compile(r"[\W_]+")


def collapse(text: str) -> str:
    """Without blanks at the ends, one blank where there were several."""
    return " ".join(text.split())


def squeeze(text: str) -> str:
    """Without any blank."""
    return "".join(text.split())


def fold(text: str) -> str:
    """Blanks collapsed, capital letters as small ones."""
    return collapse(collapse(text).casefold())


@lru_cache(maxsize=16384)
def name(text: str) -> str:
    """A person's name: composed accents (NFC), blanks collapsed, small letters. Accents themselves count.

    Remembered: a club has far fewer first and last names than members, and each is asked for by prints and pairing.
    """
    if text.isascii():
        return " ".join(text.split()).casefold()
    return _nfc(collapse(_nfc(_nfc(text).casefold())))


def bare(text: str) -> str:
    """A name without its accents ("Zoë" and "Zoe" become the same)."""
    if text.isascii():
        return " ".join(text.split()).casefold()
    letters = unicodedata.normalize("NFKD", name(text))
    return name("".join(letter for letter in letters if not unicodedata.combining(letter)))


def letters(text: str) -> str:
    """Letters and digits alone, small."""
    return "".join(letter for letter in name(text) if letter.isalnum())


def email(text: str) -> str:
    """An address without blanks around it and with small letters."""
    return text.strip().casefold()


@lru_cache(maxsize=1024)
def words(text: str) -> str:
    """A status or level as small words joined by "_": "PendingNew" and "Pending new" become "pending_new"."""
    return _NO_WORD.sub("_", _CAMEL.sub("_", text).casefold()).strip("_")


def plain(text: str) -> str:
    """The text of HTML as people read it: tags are blanks, entities are letters, blanks collapsed.

    Every tag becomes a blank, as in ClubOS's own importer (clubos-api.md C.4).
    """
    if "<" in text:
        text = _TAG.sub(" ", _UNSEEN.sub(" ", text))
    return collapse(html.unescape(text))


def meaning(text: str) -> str:
    """What a description says, whatever is HTML in it and however often it was encoded: ``plain`` until it stays.

    Blanks are left out, because tags become blanks in one program and nothing in another.
    """
    for _ in range(4):  # HTML within HTML within an entity is the deepest that was met
        before, text = text, plain(text)
        if text == before:
            break
    return squeeze(text)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
