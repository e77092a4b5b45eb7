"""Names hidden: the same short word for the same record in every pack of a workspace, and no way back from it."""

import hashlib
import hmac

from clubos_desktop.model.domains import Domain
from clubos_desktop.verification.words import ONE

_LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""Without vowels and look-alikes: no words, nothing to misread aloud."""

KEY_BYTES = 32


class Pseudonyms:
    """Made from the workspace's own secret, eight letters of 28: of 60,000 records two are alike in 1 of 200 clubs."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def name(self, domain: Domain, identity: str) -> str:
        """For example "Member 4F7K-BCDM"."""
        digest = hmac.new(self._key, f"{domain}\0{identity}".encode(errors="surrogatepass"), hashlib.sha256).digest()
        number = int.from_bytes(digest[:12], "big")
        letters = []
        for _ in range(8):
            number, place = divmod(number, len(_LETTERS))
            letters.append(_LETTERS[place])
        return f"{ONE[domain].capitalize()} {''.join(letters[:4])}-{''.join(letters[4:])}"
