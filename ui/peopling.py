"""The people of the open club for the screens: who acts, who is new, whose PIN proves it. Runs on the worker."""

from clubos_desktop.model.people import Person, Role
from clubos_desktop.store import people, pins
from clubos_desktop.verification.acts import entering
from clubos_desktop.workspace import Workspace


class Peopling:
    """Who takes part. Switching is the one act without a trace of its own: each later act carries the name."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = workspace

    @property
    def me(self) -> Person | None:
        """Who acts now."""
        return self._work.person

    def active(self) -> tuple[Person, ...]:
        """All who act here, in the order they were added."""
        with self._work.database.read() as conn:
            return tuple(person for person in people.every(conn) if person.active)

    def act_as(self, person: int) -> bool:
        """Let somebody act from now on; False when nobody active has this number."""
        found = next((each for each in self.active() if each.id == person), None)
        if found is not None:
            self._work.person = found
        return found is not None

    def prove(self, person: int, pin: str) -> int:
        """Prove to be somebody active; returns the number. Raises SignInError, LockedError, InputError."""
        found = next((each for each in self.active() if each.id == person), None)
        if found is not None:
            entering.prove(self._work.database, found, pin)
        return person

    def add(self, name: str, role: Role) -> Person:
        """Somebody new. Raises InputError without a name."""
        with self._work.database.transaction(self._work.actor, "person added") as tx:
            return people.add(tx, name, role)

    def change(self, person: int, name: str, role: Role) -> None:
        """Another name or role."""
        with self._work.database.transaction(self._work.actor, "person changed") as tx:
            people.change(tx, person, name=name, role=role)
        self._read_again()

    def retire(self, person: int) -> None:
        """Somebody acts here no more; what they did stays. Raises RefusedError for the last one."""
        with self._work.database.transaction(self._work.actor, "person retired") as tx:
            people.retire(tx, person)
        self._read_again()

    def set_pin(self, new: str, present: str) -> None:
        """The PIN of who acts now; who has one proves it first. Raises SignInError, LockedError, InputError."""
        me = self._work.person
        if me is None:
            return
        if me.has_pin:
            entering.prove(self._work.database, me, present)
        with self._work.database.transaction(people.actor(me), "PIN set") as tx:
            pins.put(tx, me.id, new)
        self._read_again()

    def _read_again(self) -> None:
        """Who acts may have another name, a PIN now, or have left."""
        me, there = self._work.person, self.active()
        same = (person for person in there if me is not None and person.id == me.id)
        self._work.person = next(same, there[0] if there else None)
