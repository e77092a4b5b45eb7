"""The control port: what a rehearsal does to the practice world. The program itself never calls it (design.md 7)."""

from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from clubos_desktop.practice.card_faults import CARDS
from clubos_desktop.practice.faults import NAMES, Fault
from clubos_desktop.practice.importer import AS_MEASURED, CAREFUL, Flaws, Importer
from clubos_desktop.practice.life import live
from clubos_desktop.practice.truth import truth
from clubos_desktop.practice.wire import Answer, Request
from clubos_desktop.practice.world import World

Json = dict[str, Any]


class ControlServer:
    """GET shows, POST acts, bodies are JSON: /state /truth /plants; /advance /live /import /fix /edit /fault /clear."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.shown: dict[str, Callable[[], object]] = {
            "/state": self.state,
            "/truth": self.truth,
            "/plants": self.plants,
            "/faults": lambda: NAMES,
        }
        self.acts: dict[str, Callable[[Json], object]] = {
            "/advance": self.advance,
            "/live": self.live,
            "/import": self.run_import,
            "/fix": self.fix,
            "/edit": self.edit,
            "/fault": self.fault,
            "/clear": self.clear,
        }

    def handle(self, request: Request) -> Answer:
        """Answer one request; a wrong one is 400 with the reason."""
        try:
            if request.method == "GET" and request.path in self.shown:
                return Answer(200, msgspec.json.encode(self.shown[request.path]()))
            if request.method == "POST" and request.path in self.acts:
                sent = msgspec.json.decode(request.body or b"{}", type=dict[str, Any])
                return Answer(200, msgspec.json.encode(self.acts[request.path](sent)))
        except (KeyError, TypeError, ValueError, AttributeError, msgspec.MsgspecError) as error:
            return Answer(400, msgspec.json.encode({"error": f"{type(error).__name__}: {error}"}))
        return Answer(404, b'{"error":"no such act"}')

    def state(self) -> Json:
        """Time, counts of calls by kind, calls that would have changed something, refusals, records."""
        world = self.world
        return {
            "now": world.clock.now().isoformat(),
            "speed": world.clock.speed,
            "calls": dict(world.calls),
            "writes": {side: world.writes[side] for side in ("legacy", "clubos", "website")},
            "refused": {name: limiter.refused for name, limiter in world.limits.items()},
            "faults": [asdict(fault) for fault in world.faults.active],
            "legacy": {name: len(rows) for name, rows in _tables(world.club.legacy).items()},
            "clubos": {name: len(rows) for name, rows in _tables(world.club.clubos).items()},
        }

    def truth(self) -> Json:
        """What must be found, as things stand now."""
        return truth(self.world.club)

    def plants(self) -> list[dict[str, object]]:
        """Every kind of planted difference with its sentence and count."""
        return self.world.club.garden.listed()

    def advance(self, sent: Json) -> Json:
        """Let time pass: {"seconds": 3600} or {"days": 1}."""
        self.world.clock.ahead += timedelta(seconds=float(sent.get("seconds", 0)), days=float(sent.get("days", 0)))
        return {"now": self.world.clock.now().isoformat()}

    def live(self, sent: Json) -> Json:
        """Let days pass in which the club lives on in Wild Apricot: {"days": 1}."""
        days = int(sent.get("days", 1))
        self.advance({"days": days})
        return asdict(live(self.world.club, self.world.clock.now(), days))

    def run_import(self, sent: Json) -> Json:
        """Run ClubOS's importer: {"flaws": "as_measured"}, or a list of their names, or nothing for a careful one."""
        wanted = sent.get("flaws", [])
        flaws = AS_MEASURED if wanted == "as_measured" else Flaws(**dict.fromkeys(wanted, True)) if wanted else CAREFUL
        club = self.world.club
        return asdict(Importer(club.legacy, club.clubos, club.seed, self.world.clock.now(), flaws).run())

    def fix(self, sent: Json) -> Json:
        """Take planted differences of one name away again: {"plant": NAME}."""
        club, now = self.world.club, self.world.clock.now()
        return {"fixed": club.garden.fix(str(sent["plant"]), club.legacy, club.clubos, club.seed, now)}

    def edit(self, sent: Json) -> Json:
        """Change or delete a record: {"side", "table", "id", "set": {field: value}} or {..., "delete": true}."""
        data = self.world.club.legacy if sent["side"] == "legacy" else self.world.club.clubos
        rows = _tables(data)[str(sent["table"])]
        key = int(sent["id"]) if sent["side"] == "legacy" else str(sent["id"])
        row = rows[key]
        if sent.get("delete"):
            del rows[key]
        for name, value in dict(sent.get("set", {})).items():
            setattr(row, name, _as_type(getattr(row, name), value))
        if hasattr(row, "updated"):
            row.updated = self.world.clock.now()
        data.revision += 1
        return {"edited": key}

    def fault(self, sent: Json) -> Json:
        """Put a fault in force: {"name", "side", "path", "times", "skip", "value"}."""
        if sent.get("name") not in NAMES:
            raise ValueError("no such fault")
        made = Fault.named(str(sent["name"])) if sent["name"] in CARDS else Fault(**sent)
        if made.name == "token-expiry":
            self.world.tokens.clear()
            if made.side == "clubos":
                self.world.sign_in_ends = self.world.clock.now()
            return {"fault": made.name}
        self.world.faults.active.append(made)
        self._touch()
        return {"fault": made.name}

    def clear(self, sent: Json) -> Json:
        """Take faults away: all, or those of {"name": NAME}; sign-ins live again."""
        name = sent.get("name")
        kept = [fault for fault in self.world.faults.active if name and fault.name != name]
        self.world.faults.active[:] = kept
        self.world.sign_in_ends = None
        self._touch()
        return {"faults": len(kept)}

    def _touch(self) -> None:
        """Let no kept answer outlive a change of faults."""
        self.world.club.legacy.revision += 1
        self.world.club.clubos.revision += 1


def _tables(data: object) -> dict[str, dict[Any, Any]]:
    """The tables of a system by name."""
    if not is_dataclass(data):
        raise TypeError("no system")
    found = {item.name: getattr(data, item.name) for item in fields(data)}
    return {name: rows for name, rows in found.items() if isinstance(rows, dict)}


def _as_type(present: object, value: Any) -> Any:
    """A JSON value as what stands there now: moments and days are texts in JSON, tuples lists."""
    if isinstance(present, datetime) and isinstance(value, str):
        return datetime.fromisoformat(value).astimezone(UTC)
    if isinstance(present, date) and isinstance(value, str):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
