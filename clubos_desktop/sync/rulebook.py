"""The comparison rules in force: each change is a new version, never an edit."""

from sqlalchemy import Connection

from clubos_desktop.diff import rules as diff_rules
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.model.records import Instant
from clubos_desktop.store import settings


def present(conn: Connection) -> RuleSet | None:
    """The rules under which the stored prints were made, None before the first copy."""
    body = conn.exec_driver_sql("SELECT body FROM rules ORDER BY version DESC LIMIT 1").scalar()
    return None if body is None else diff_rules.from_json(body)


def before(conn: Connection) -> RuleSet | None:
    """The rules of the version before the newest, None when there is none."""
    body = conn.exec_driver_sql("SELECT body FROM rules ORDER BY version DESC LIMIT 1 OFFSET 1").scalar()
    return None if body is None else diff_rules.from_json(body)


def of_club(conn: Connection) -> RuleSet:
    """The rules in force; before the first copy the shipped ones for the club (setting "club")."""
    club = settings.get(conn, "club", None) or {}
    made = diff_rules.default_rules(club.get("zone", "UTC"), club.get("country", "US"), club.get("currency", "USD"))
    return present(conn) or made


def keep(conn: Connection, rules: RuleSet, at: Instant, *, actor: str = "", reason: str = "") -> int:
    """Store the rules as a new version unless they are the ones in force. Returns the version."""
    body = diff_rules.to_json(rules)
    row = conn.exec_driver_sql("SELECT version, body FROM rules ORDER BY version DESC LIMIT 1").one_or_none()
    if row is not None and row[1] == body:
        return int(row[0])
    version = 1 if row is None else int(row[0]) + 1
    values = (version, at, body, actor, reason)
    conn.exec_driver_sql("INSERT INTO rules (version, at, body, actor, reason) VALUES (?, ?, ?, ?, ?)", values)
    return version


def ensure(conn: Connection, rules: RuleSet, at: Instant) -> None:
    """Store the rules of the first copy. Raises ValueError when others are in force: prints must be made anew first."""
    there = present(conn)
    if there is None:
        keep(conn, rules, at)
    elif there != rules:
        raise ValueError("other rules are in force: rehash first")
