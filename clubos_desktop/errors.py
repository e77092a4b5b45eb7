"""Every error a person can meet, as a sentence: what happened, what did not, what to do next.

ClubOSError
├── InputError          the person's input or a file is not usable                      exit 2
├── RefusedError        a rule forbids the act (a guard, a missing second person)       exit 2
├── UnavailableError    it could not be done now                                        exit 3
│   ├── NetworkError    no answer, or not one that can be read
│   ├── SignInError     the key or access code is wrong, missing or has run out
│   ├── LockedError     another program, the keyring or a passphrase stands in the way
│   └── StorageError    disk full, read-only folder, file damaged
└── ContractError       the source's answer is not what its contract says               exit 3
"""

from typing import ClassVar


class ClubOSError(Exception):
    """An error with words for people (design.md section 7, rule 9).

    ``sentence`` says what happened and what did not, ``remedy`` what to do next, ``code`` is stable for machines.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, sentence: str, *, remedy: str, code: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
        self.code = code
        self.field = ""
        """The key of the form's field that is meant, where there is one."""
        self.raw = b""
        """The answer behind it, where there is one: it may hold personal values and is shown nowhere by itself."""


class InputError(ClubOSError):
    """The person's input or a file is not usable."""

    exit_code = 2


class RefusedError(ClubOSError):
    """A rule forbids the act."""

    exit_code = 2


class UnavailableError(ClubOSError):
    """It could not be done now."""


class NetworkError(UnavailableError):
    """No answer came, or not one that can be read."""


class SignInError(UnavailableError):
    """The key or access code is wrong, missing or has run out."""


class LockedError(UnavailableError):
    """Another program, the keyring or a passphrase stands in the way."""


class StorageError(UnavailableError):
    """The disk is full, the folder read-only, or a file damaged."""


class ContractError(ClubOSError):
    """The source's answer is not what its contract says.

    ``faults`` lists every fault found, each "where: what" without any personal value.
    """

    def __init__(self, sentence: str, *, remedy: str, code: str = "contract", faults: tuple[str, ...] = ()) -> None:
        super().__init__(sentence, remedy=remedy, code=code)
        self.faults = faults
