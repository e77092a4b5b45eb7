"""The people of the open club for the screens: who acts, who is new, whose PIN proves it. Runs on the worker."""

from clubos_desktop.errors import InputError
from clubos_desktop.model.people import Person, Role
from clubos_desktop.store import people
from clubos_desktop.verification.acts import entering, membership
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

    def guards(self, *roles: Role) -> bool:
        """Whether a change that touches these roles needs the PIN of a board member now."""
        return membership.guarded(self._work.database, *roles)

    def board(self) -> tuple[Person, ...]:
        """Board members who can let such a change happen."""
        return membership.able(list(self.active()))

    def waiting(self) -> frozenset[int]:
        """The numbers of people for whose PIN a board member still has to vouch."""
        return membership.waiting(self._work.database)

    def add(self, name: str, role: Role, by: membership.Signer | None = None) -> Person:
        """Somebody new. Raises InputError, RefusedError (the board's PIN is needed), SignInError, LockedError."""
        return membership.add(self._work.database, self._work.actor, name, role, by=by)

    def change(self, person: int, name: str, role: Role, by: membership.Signer | None = None) -> None:
        """Another name or role. Raises as ``add`` does."""
        membership.change(self._work.database, self._work.actor, self._found(person), name, role, by=by)
        self._read_again()

    def retire(self, person: int, by: membership.Signer | None = None) -> None:
        """Somebody acts here no more; what they did stays. Raises RefusedError for the last one, and as ``add``."""
        membership.retire(self._work.database, self._work.actor, self._found(person), by=by)
        self._read_again()

    def reset(self, person: int, by: membership.Signer) -> None:
        """Take a lost PIN away. Raises as ``add`` does."""
        membership.reset(self._work.database, self._found(person), by=by)
        self._read_again()

    def vouch(self, person: int, by: membership.Signer) -> None:
        """A board member vouches for the PIN of a person. Raises as ``add`` does."""
        membership.vouch(self._work.database, self._found(person), by=by)

    def set_pin(self, new: str, present: str, by: membership.Signer | None = None) -> None:
        """The PIN of who acts now; who has one proves it first. Raises SignInError, LockedError, InputError."""
        if self._work.person is not None:
            membership.set_pin(self._work.database, self._work.person, new, present=present, by=by)
            self._read_again()

    def _found(self, person: int) -> Person:
        found = next((each for each in self.active() if each.id == person), None)
        if found is None:
            raise InputError(
                "This person acts here no more. Nothing was changed.",
                remedy="See who is here under Settings, People.",
                code="person.unknown",
            )
        return found

    def _read_again(self) -> None:
        """Who acts may have another name, a PIN now, or have left."""
        me, there = self._work.person, self.active()
        same = (person for person in there if me is not None and person.id == me.id)
        self._work.person = next(same, there[0] if there else None)
