"""A club that has only Wild Apricot's export files: copied, and copied again when half of the members are missing."""

from pathlib import Path

from clubos_desktop import connections
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.runs import Mode
from clubos_desktop.store import people, pins
from clubos_desktop.workspace import Workspace

HEADER = "User ID,First name,Last name,Email,Membership level,Membership status,Member since\n"


def write_contacts(folder: Path, members: int) -> None:
    """An export of so many contacts."""
    folder.mkdir(exist_ok=True)
    rows = [
        f"{n},Ann{n},Lee,ann{n}@example.org,Regular,Active,2019-03-{n % 28 + 1:02d}\n" for n in range(1, members + 1)
    ]
    (folder / "contacts.csv").write_text(HEADER + "".join(rows), encoding="utf-8")


def hold(workspace: Workspace, folder: Path, *, there: int = 40, left: int = 20) -> int:
    """Copy ``there`` contacts, then an export with only ``left`` of them; the number of the run that waits."""
    write_contacts(folder, there)
    finish(connections.connect(workspace, Side.LEGACY, {"kind": "csv", "folder": str(folder)}, None))
    finish(connections.copy_now(workspace, Mode.FULL))
    write_contacts(folder, left)
    return finish(connections.copy_now(workspace, Mode.FULL))[-1].id


def add_person(workspace: Workspace, name: str, pin: str, role: Role = Role.CHAIR) -> int:
    """Somebody with a PIN; returns the number."""
    with workspace.database.transaction(workspace.actor, "person added") as tx:
        person = people.add(tx, name, role)
    with workspace.database.transaction(people.actor(person), "PIN set") as tx:
        pins.put(tx, person.id, pin)
    return person.id
