"""Postal addresses made comparable: short and long words, punctuation, what stands behind a postal code. Pure.

The words are those of the US Postal Service's publication 28 (street suffixes, directions, parts of a building) that
occur in places of events. Idempotent.
"""

import re
from typing import Final

from clubos_desktop.diff import texts

_SHORT: Final = """
street=st avenue=ave av=ave road=rd drive=dr boulevard=blvd lane=ln court=ct place=pl square=sq terrace=ter
parkway=pkwy highway=hwy circle=cir trail=trl plaza=plz suite=ste apartment=apt building=bldg floor=fl room=rm
north=n south=s east=e west=w northeast=ne northwest=nw southeast=se southwest=sw saint=st mount=mt fort=ft
"""
_WORDS: Final = dict(pair.split("=") for pair in _SHORT.split())
_SIGNS: Final = re.compile(r"[^\w]+|_")
_APOSTROPHES: Final = re.compile("['’]")
_PLUS_FOUR: Final = re.compile(r"\b([0-9]{5})-[0-9]{4}\b")
_HALVES: Final = re.compile(r"\b([a-z][0-9][a-z]|[a-z]{1,2}[0-9][a-z0-9]?) ([0-9][a-z][0-9]|[0-9][a-z]{2})\b")
"""The two halves of a Canadian or British postal code, written with a blank or without."""


def address(text: str) -> str:
    """An address without capitals and punctuation, its words short: "12 Main Street, Apt. 3" is "12 main st apt 3"."""
    plain = _PLUS_FOUR.sub(r"\1", _APOSTROPHES.sub("", texts.name(text)))
    words = " ".join(_WORDS.get(word, word) for word in _SIGNS.sub(" ", plain).split())
    return texts.name(_HALVES.sub(r"\1\2", words))
