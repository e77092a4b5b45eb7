"""1,000 canaries in the workspace; raw bytes of everything on the disk hold none of them (features.md C3)."""

import hashlib
import random

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clubos_desktop.job import finish
from clubos_desktop.model.domains import Side
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import people, pins, settings, signing, tables
from clubos_desktop.store.ledger import StoreLedger
from clubos_desktop.workspace import Workspace

CANARIES = 1000


def test_no_canary_is_on_the_disk(path, keys, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for variable in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(variable, str(temporary))
    dice = random.Random(11)
    canaries = [f"Canary-{dice.randbytes(8).hex()}" for _ in range(CANARIES)]
    workspace = Workspace.open(path, keys, SystemClock())
    with workspace.database.transaction(workspace.actor, "values set") as tx:
        for number, canary in enumerate(canaries[:900]):
            settings.put(tx, f"value {number}", canary * 20)
        for canary in canaries[900:990]:
            person = people.add(tx, canary, people.Role.OPERATOR)
        pins.put(tx, person.id, canaries[990])
    ledger = StoreLedger(workspace.database)
    for canary in canaries[991:]:
        ledger.call(Side.LEGACY, "GET", f"/{canary}", 200, 1.0)
    ledger.flush()
    with workspace.database.read() as connection:  # a sort larger than the cache would spill to a temporary file
        connection.exec_driver_sql("PRAGMA cache_size = 10")
        connection.exec_driver_sql("SELECT a.value FROM setting a, setting b ORDER BY a.value || b.key").fetchmany(5)
    finish(workspace.back_up(tmp_path / "one.clubos-backup"))
    workspace.folder.joinpath("empty").touch()
    assert search(tmp_path, canaries) == {}
    assert (tmp_path / f"{path.name}-wal").stat().st_size > 0
    workspace.close()
    assert search(tmp_path, canaries) == {}
    (tmp_path / "slip").write_text(canaries[7])  # and the search itself does find
    assert list(search(tmp_path, canaries)) == ["slip"]


def dear(pin, salt):
    """What trying a PIN must cost whoever has the file: 16 MiB and about 50 ms."""
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1, dklen=32)


def test_trying_a_pin_is_dear(path, keys):
    workspace = Workspace.open(path, keys, SystemClock())
    with workspace.database.transaction(workspace.actor, "PIN set") as tx:
        pins.put(tx, 1, "4711")
        salt, kept = tx.connection.execute(tables.person.select()).first().pin.split(":")
    workspace.close()
    assert kept == dear("4711", salt).hex()
    key = signing.make("4711")
    assert (
        len(
            AESGCM(dear("4711", key.salt)).decrypt(
                bytes.fromhex(key.nonce), bytes.fromhex(key.sealed), b"clubos-desktop signing key 1"
            )
        )
        == 32
    )


def search(folder, canaries):
    """Files with a canary in them, in either usual encoding, and what was found; a tenth is sought without its head."""
    words = [b"Canary-", "Canary-".encode("utf-16-le")]
    words += [canary.removeprefix("Canary-").encode() for canary in canaries[::10]]
    found = {}
    for file in folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        hits = [word for word in words if word in content]
        if hits:
            found[file.name] = hits
    return found
