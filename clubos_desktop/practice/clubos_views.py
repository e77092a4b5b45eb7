"""ClubOS's records grouped and ordered as its lists need them; made anew after each change."""

from collections import Counter

from clubos_desktop.practice import clubos, clubos_json


class Views:
    """Orders and counts over one state of the data."""

    def __init__(self, data: clubos.ClubOS, *, half: bool = False) -> None:
        self.members = list(data.members.values())
        if half:
            self.members = self.members[: len(self.members) // 2]
        self.newest = sorted(data.registrations.values(), key=lambda row: (row.registered, row.id), reverse=True)
        self.events = sorted(data.events.values(), key=lambda row: (row.start, row.id))
        self.by_member: dict[str, list[clubos.Registration]] = {}
        self.by_event: dict[str, list[clubos.Registration]] = {}
        for row in self.newest:
            self.by_member.setdefault(row.member, []).append(row)
            self.by_event.setdefault(row.event, []).append(row)
        self._surnames: dict[int, list[clubos.Member]] = {}
        self._names = {row.id: f"{row.first} {row.last}" for row in data.members.values()}
        self._titles = {row.id: row.title for row in data.events.values()}

    def surnames(self, page: int) -> list[clubos.Member]:
        """Members by last name alone. Equal names stand in another order for each page, as the database likes."""
        order = page and page % 7 + 1
        if order not in self._surnames:
            self._surnames[order] = sorted(self.members, key=lambda row: (row.last, row.id[order:]))
        return self._surnames[order]

    def registration(self, row: clubos.Registration) -> clubos_json.Json:
        """A registration with the names beside it."""
        return clubos_json.registration(row, self._names.get(row.member, ""), self._titles.get(row.event, ""))

    def member_counts(self, member: str) -> tuple[int, int]:
        """Registrations and wait-listed ones of a member."""
        return _counts(self.by_member.get(member, []))

    def event_counts(self, event: str) -> tuple[int, int]:
        """Registrations (all statuses) and wait-listed ones of an event."""
        return _counts(self.by_event.get(event, []))

    def coming(self, event: str) -> int:
        """How many hold a place."""
        found = Counter(row.status for row in self.by_event.get(event, []))
        return found["CONFIRMED"] + found["PENDING"] + found["PENDING_PAYMENT"]


def _counts(rows: list[clubos.Registration]) -> tuple[int, int]:
    return len(rows), sum(row.status == "WAITLISTED" for row in rows)
