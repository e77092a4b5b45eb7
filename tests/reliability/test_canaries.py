"""Nothing personal and no secret in logs, crash files, reports, temporary files or the workspace's own (C3).

500 personal values of a practice club and 50 secrets are planted; every reading and writing command runs at debug
level, 30 errors that carry canaries are forced; then every byte that was written is searched.
"""

import json
import logging
import re
import tempfile
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import keyring
import msgspec
import pytest
from sqlalchemy.exc import IntegrityError

from clubos_desktop import crash, log
from clubos_desktop.cli.main import main
from clubos_desktop.practice.club import make
from clubos_desktop.practice.faults import Fault
from clubos_desktop.practice.serve import serve
from tests.journeys.conftest import Ring, using

SPEED = 600
COMMANDS = (
    "sync --full",
    "diff",
    "causes",
    "causes --registrations",
    "resolve",
    "known",
    "match",
    "rules",
    "gates",
    "criteria",
    "phase",
    "people",
    "operator list",
    "incident list",
    "drift",
    "failures",
    "skipped",
    "probe 8001",
    "untouched",
    "check",
    "audit",
    "schedule show",
    "spot-check draw --domain members --size 5",
)


def personal(club):
    """500 values that are somebody's alone: e-mail addresses, phone numbers, full names."""
    found = [row.email for row in club.legacy.contacts.values() if row.email]
    found += [row.phone for row in club.legacy.contacts.values() if row.phone and len(row.phone) > 6]
    found += [f"{row.first} {row.last}" for row in club.legacy.contacts.values() if row.first and row.last]
    return list(dict.fromkeys(found))[:500]


def secrets(served):
    made = [f"canary{n:02d}secretkeyofnobody{n * 7919:08d}" for n in range(46)]
    return [*made, served.addresses.legacy_key, served.addresses.clubos_code, "482915-pin", "three brown owls canary"]


def troubles(canary):
    """Thirty errors of the libraries in use, each with a canary in its message."""

    def of(call):
        def run():
            call()

        return run

    calls = [
        lambda: int(canary),
        lambda: {}[canary],
        lambda: msgspec.json.decode(json.dumps({"Email": canary}), type=dict[str, int]),
        lambda: json.loads("{" + canary),
        lambda: Decimal(canary),
        lambda: re.compile("(" + canary),
        lambda: Path("/nowhere", canary).read_text(),
        lambda: ZoneInfo("No/" + canary),
        lambda: httpx.URL("http://" + canary + "\x00"),
        lambda: canary.encode("ascii") + canary,
        lambda: (_ for _ in ()).throw(IntegrityError("INSERT", {"email": canary}, ValueError(canary))),
        lambda: (_ for _ in ()).throw(httpx.ConnectError(canary)),
        lambda: (_ for _ in ()).throw(RuntimeError(canary)),
        lambda: getattr(object(), "x" + re.sub(r"\W", "", canary)),
        lambda: bytes.fromhex(canary),
    ]
    return [of(call) for call in calls]


def say(*words, code=None):
    got = main([str(word) for word in words])
    assert got == code if code is not None else got in (0, 1, 2, 3)


def use_everything(served, canaries, monkeypatch, tmp_path):
    """Every command a volunteer may say, some with canaries where secrets go."""
    values, planted = canaries
    home, out = tmp_path / "workspaces", tmp_path / "out"
    where = served.addresses
    say("init", "--club", "Lakeside Club", "--person", "Ann", code=0)
    urls = ("--api-url", where.legacy_api_url, "--auth-url", where.legacy_auth_url, "--speed", SPEED, "--share", 1)
    for wrong in planted[:8]:
        monkeypatch.setenv("CLUBOS_LEGACY_KEY", wrong)
        say("connect", "legacy", "wild-apricot", *urls, code=3)
    monkeypatch.setenv("CLUBOS_LEGACY_KEY", where.legacy_key)
    say("connect", "legacy", "wild-apricot", *urls, code=0)
    for wrong in planted[8:12]:
        monkeypatch.setenv("CLUBOS_ACCESS_CODE", wrong)
        say("connect", "clubos", "clubos", "--url", where.clubos_url, "--speed", SPEED)
    monkeypatch.setenv("CLUBOS_ACCESS_CODE", where.clubos_code)
    say("connect", "clubos", "clubos", "--url", where.clubos_url, "--speed", SPEED, code=0)
    for command in COMMANDS:
        say(*command.split())
    monkeypatch.setenv("CLUBOS_PIN", planted[-2])
    say("people", "pin")
    say("--as", values[0], "gates")
    served.world.faults.active[:] = [Fault("410", path="contacts")]
    say("sync", "--full", "--domain", "members", code=1)
    say("failures", "export", "--out", out / "cards.csv", code=0)
    say("support", out / "report.json", code=0)
    say("backup", home / "copy.clubos-backup")
    for ring_word in planted:
        keyring.set_password("canary", ring_word, ring_word)


@pytest.mark.logs("while asking for")
def test_no_canary_is_found_anywhere(tmp_path, monkeypatch, capsys):
    home, temp, out = tmp_path / "workspaces", tmp_path / "tmp", tmp_path / "out"
    for folder in (temp, out):
        folder.mkdir()
    monkeypatch.setenv("CLUBOS_FOLDER", str(home))
    monkeypatch.setenv(log.EVERYTHING, "debug")
    monkeypatch.setenv("TMPDIR", str(temp))
    monkeypatch.setattr(tempfile, "tempdir", None)
    club = make(180, 11)
    values = personal(club)
    assert len(values) == 500

    with serve(club, speed=SPEED) as served, using(Ring()):
        planted = secrets(served)
        use_everything(served, (values, planted), monkeypatch, tmp_path)
    force(values, planted)
    capsys.readouterr()
    hits, searched = search([home, temp, out], [*values, *planted])
    assert hits == []
    assert {"clubos-desktop.log", "report.json", "cards.csv"} <= searched
    assert any(name.startswith("crash-") for name in searched)
    assert any(name.endswith(".clubos") for name in searched)


def force(values, planted):
    """Thirty errors, logged by a library's own logger and reported, and one event with canaries for facts."""
    log.begin()
    try:
        for number, trouble in enumerate([*troubles(values[1]), *troubles(planted[20])]):
            library = logging.getLogger("sqlalchemy.engine" if number % 2 else "httpx")
            try:
                trouble()
            except Exception as error:
                library.exception("while asking for %s", planted[3])
                crash.report(error, log.folder())
            else:
                pytest.fail(f"trouble {number} raised nothing")
        log.note("step", who=values[2], key=planted[4], code=values[3])
    finally:
        log.end()


def search(folders, canaries):
    """Where a canary was found, and every file that was searched. The key of the workspace is the ring's."""
    pattern = re.compile(b"|".join(re.escape(each.encode()) for each in canaries))
    hits, searched = [], set()
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                searched.add(file.name)
                hits += [(file.name, found[:6]) for found in set(pattern.findall(file.read_bytes()))]
    return hits, searched
