"""A server that says to wait (R13): its word holds, an absurd one is cut and said, and the limit holds in every minute.

Time is the test's own, so that forty schedules of many minutes take seconds.
"""

import random
from datetime import timedelta
from email.utils import format_datetime

import pytest

from clubos_desktop.connectors.budget import MemoryBuckets, SlidingBudget
from clubos_desktop.connectors.http import Http, Standing
from clubos_desktop.connectors.waits import DEFAULT_WAIT, LONGEST_WAIT
from clubos_desktop.connectors.wire import Answer, Request
from clubos_desktop.errors import NetworkError
from clubos_desktop.model.domains import Side
from tests.support.scripted import Hands, Notes, Scripted, ok, status

SHORT, LONG = 4, 40
LIMIT = 60
"""Calls a minute until the club's true limit is known (features.md R13)."""

CALLS = 150
WORDS = ("seconds", "date", "absent", "year", "negative", "word", "infinite")


class Server(Scripted):
    """Notes when each call came, and answers 429 by a schedule."""

    def __init__(self, seed, clock):
        super().__init__()
        self.dice, self.clock = random.Random(seed), clock
        self.came, self.until, self.told = [], [], 0
        self.give(self.answered)

    def answered(self, _path):
        now = self.clock.monotonic()
        self.came.append(now)
        if self.dice.random() >= 0.06:
            return ok(b"[]")
        self.told += 1
        word, waits = self.word(self.dice.choice(WORDS))
        self.until.append((now, now + waits))
        return status(429, b"", **({} if word is None else {"retry_after": word}))

    def word(self, kind):
        """What Retry-After says, and how long that is to be waited."""
        seconds = self.dice.randrange(1, 200)
        if kind == "seconds":
            return str(seconds), seconds
        if kind == "date":
            at = (self.clock.now() + timedelta(seconds=seconds)).replace(microsecond=0)
            return format_datetime(at, usegmt=True), (at - self.clock.now()).total_seconds()
        words = {
            "absent": (None, DEFAULT_WAIT),
            "year": ("31536000", LONGEST_WAIT),
            "negative": ("-60", DEFAULT_WAIT),
            "word": ("in a while", DEFAULT_WAIT),
            "infinite": ("inf", LONGEST_WAIT),
        }
        return words[kind]


def schedule(seed):
    clock, store = Hands(), MemoryBuckets()
    server = Server(seed, clock)
    labels = []
    budget = SlidingBudget({"other": LIMIT}, clock=clock, account="a", share=1.0, store=store)
    http = Http(Side.LEGACY, "Wild Apricot", server.url, ledger=Notes(), budget=budget, clock=clock, seed=seed)
    try:
        answers = 0
        for step in http.ask_all((Request(f"/{n}") for n in range(CALLS)), Standing("Copying")):
            answers += isinstance(step, Answer)
            labels += [] if isinstance(step, Answer) else [step.label]
        ended = "" if answers == CALLS else "short"
    except NetworkError as error:
        ended = error.code
    finally:
        http.close()
        server.close()
    assert ended in ("", "rate-limit")  # the second: it said so ten times for one call
    return server, labels


def holds(seed):
    server, labels = schedule(seed)
    came = sorted(server.came)
    for place, at in enumerate(came):
        inside = sum(1 for each in came[place:] if each < at + 60.0)
        assert inside <= LIMIT, f"seed {seed}: {inside} calls in a minute"
    for told, until in server.until:
        early = [at for at in came if told < at < until - 0.001]
        assert not early, f"seed {seed}: told at {told} to wait until {until}, asked at {early[:3]}"
    if any(until - told >= LONGEST_WAIT for told, until in server.until):
        assert any("then asking again" in label for label in labels), "a wish that was cut is said"
    return server.told


def test_what_the_server_says_holds_and_no_minute_has_more_than_the_limit():
    assert sum(holds(seed) for seed in range(SHORT)) > SHORT


@pytest.mark.long
def test_forty_schedules_of_being_told_to_wait():
    told = sum(holds(seed) for seed in range(LONG))
    print(f"{LONG} schedules of {CALLS} calls, told to wait {told} times")
    assert told > 5 * LONG
