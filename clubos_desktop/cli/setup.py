"""``init``, ``connect`` and ``recovery``: making a workspace and its connections."""

import os
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict

from clubos_desktop import connections, files
from clubos_desktop.cli.opening import ask, keys_of, workspace
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import InputError, SignInError
from clubos_desktop.evidence import sheet
from clubos_desktop.model.club import Club
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.people import Role
from clubos_desktop.model.runs import Account
from clubos_desktop.model.time import SystemClock, to_instant
from clubos_desktop.store import settings
from clubos_desktop.workspace import SUFFIX, Workspace, default_folder

SECRETS = {Side.LEGACY: "CLUBOS_LEGACY_KEY", Side.CLUBOS: "CLUBOS_ACCESS_CODE"}
"""Environment variables that may carry a connection's secret; else it is asked for."""


def init(arguments: Namespace, terminal: Terminal) -> int:
    """Make a workspace and say what comes next."""
    try:
        role = Role(arguments.role.casefold())
    except ValueError as error:
        raise InputError(
            f"{arguments.role} is not a role.",
            remedy="Choose one of: " + ", ".join(Role) + ".",
            code="person.role",
        ) from error
    path = arguments.workspace
    if path is None:
        default_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        path = default_folder() / f"{_file_name(arguments.club)}{SUFFIX}"
    club = Club(arguments.club, arguments.zone, arguments.currency.upper(), arguments.country.upper())
    clock = SystemClock()
    opened = Workspace.create(path, club=club, person=(arguments.person, role), keys=keys_of(path, clock), clock=clock)
    try:
        if arguments.sheet:
            _write_sheet(opened, arguments)
    finally:
        opened.close()
    sheet_line = (
        f"Print {arguments.sheet}, put it in a safe place, then say so with clubos-desktop recovery --confirm."
        if arguments.sheet
        else "Write its recovery sheet with clubos-desktop recovery --sheet FILE.pdf and print it."
    )
    terminal.result(
        {"path": str(path)},
        f"The workspace of {club.name} is {path}.\n{sheet_line}\n"
        "Then connect both systems: clubos-desktop connect legacy wild-apricot, clubos-desktop connect clubos clubos.",
    )
    return 0


def _file_name(club: str) -> str:
    """A file name of the club's letters and digits; only this computer's owner sees it."""
    name = "".join(letter if letter.isalnum() else "-" for letter in club.casefold())
    return "-".join(part for part in name.split("-") if part)[:60] or "club"


def connect(arguments: Namespace, terminal: Terminal) -> int:
    """Set and test a connection: few calls, all reading."""
    side = Side(arguments.side)
    if arguments.forget:
        return _forget(side, arguments, terminal)
    if arguments.test:
        return _test(side, arguments, terminal)
    wanted = _wanted(side, arguments)
    with workspace(arguments, writing=True) as opened:
        account = terminal.drive(connections.connect(opened, side, wanted, _secret(side)))
    terminal.result(_account_json(account), _account_text(account))
    return 0


def _forget(side: Side, arguments: Namespace, terminal: Terminal) -> int:
    """Wipe a key from this computer; what was copied stays."""
    with workspace(arguments, writing=True) as opened:
        opened.keys.forget(side.value)
        with opened.database.transaction(opened.actor, "key forgotten", {"side": side.value}):
            pass
    said = f"The key for {SIDE_LABELS[side]} is no longer on this computer. What was copied is kept."
    terminal.result({"forgotten": side.value}, said)
    return 0


def _test(side: Side, arguments: Namespace, terminal: Terminal) -> int:
    """Go through the check list with the connection that is kept. Exit code 1 when an answer is not as expected."""
    from clubos_desktop import tested  # noqa: PLC0415 - the connectors, needed by no other way here

    with workspace(arguments, writing=True) as opened:
        account, found = terminal.drive(tested.test(opened, side))
    document = {
        "account": _account_json(account),
        "at": found.at,
        "calls": found.calls,
        "page": found.page,
        "quoted": found.quoted,
        "token_seconds": found.token_seconds,
        "answers": [asdict(each) for each in found.answers],
    }
    lines = [f"{account.name}: {found.calls} reading calls.", *account.rights]
    lines += [f"  {'' if each.expected else '! '}{each.question}  {each.answer}" for each in found.answers]
    terminal.result(document, "\n".join(lines))
    return 0 if all(each.expected for each in found.answers) or side is Side.CLUBOS else 1


def _wanted(side: Side, arguments: Namespace) -> dict[str, object]:
    kinds = {"wild-apricot": Side.LEGACY, "clubos": Side.CLUBOS}
    if kinds[arguments.kind] is not side:
        raise InputError(
            f"{arguments.kind} cannot be the {side.value} side.",
            remedy="Say connect legacy wild-apricot or connect clubos clubos; for export files say files FOLDER.",
            code="connection.kind",
        )
    if side is Side.CLUBOS and not arguments.url:
        raise InputError("--url is missing.", remedy="Say --url and the address of your ClubOS.", code="usage")
    options = ("api_url", "auth_url", "url")
    given = {name: str(getattr(arguments, name)) for name in options if getattr(arguments, name)}
    if not 0 < arguments.share <= 1 or arguments.speed <= 0:
        raise InputError(
            "--share is above 0 and at most 1, --speed above 0.", remedy="Choose other numbers.", code="usage"
        )
    return {"kind": arguments.kind, "share": arguments.share, "speed": arguments.speed, **given}


def _secret(side: Side) -> str:
    given = os.environ.get(SECRETS[side])
    if given:
        return given
    what = "API key of Wild Apricot" if side is Side.LEGACY else "Access code of ClubOS"
    return ask(
        f"{what}: ",
        SignInError(
            f"The {what} is needed, and nobody is here to type it. Nothing was changed.",
            remedy=f"Set {SECRETS[side]} in the environment, or run the command in a terminal.",
            code="secret.missing",
        ),
    )


def _account_json(account: Account) -> Mapping[str, object]:
    return {
        "side": account.side.value,
        "kind": account.kind,
        "account_id": account.account_id,
        "name": account.name,
        "zone": account.zone,
        "currency": account.currency,
        "rights": account.rights,
        "warnings": account.warnings,
        "capabilities": [{"name": c.name, "state": c.state, "detail": c.detail} for c in account.capabilities],
        "expires": account.expires,
    }


def _account_text(account: Account) -> str:
    lines = [f"Connected to {account.name} ({SIDE_LABELS[account.side]}, account {account.account_id})."]
    lines += account.rights
    lines += [f"Warning: {warning}" for warning in account.warnings]
    lines += [f"  {c.name}: {c.state}{'. ' + c.detail if c.detail else ''}" for c in account.capabilities]
    return "\n".join(lines)


def recovery(arguments: Namespace, terminal: Terminal) -> int:
    """Write the recovery sheet, or note that it lies in a safe place."""
    if not arguments.sheet and not arguments.confirm:
        raise InputError("There is nothing to do.", remedy="Say --sheet FILE.pdf, or --confirm.", code="usage")
    with workspace(arguments, writing=True) as opened:
        if arguments.sheet:
            _write_sheet(opened, arguments)
        if arguments.confirm:
            with opened.database.transaction(opened.actor, "recovery sheet confirmed") as tx:
                settings.put(tx, "recovery.confirmed", tx.at)
    done = "Noted: the sheet is printed and lies in a safe place." if arguments.confirm else ""
    wrote = f"The sheet is {arguments.sheet}. Print it, then delete the file." if arguments.sheet else ""
    terminal.result({"sheet": str(arguments.sheet or ""), "confirmed": arguments.confirm}, f"{wrote}\n{done}".strip())
    return 0


def _write_sheet(opened: Workspace, arguments: Namespace) -> None:
    club = opened.club
    pdf = sheet.draw(club.name, to_instant(opened.clock.now()), club.zone, opened.recovery_code())
    files.write(arguments.sheet, pdf, private=True)
