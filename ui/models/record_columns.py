"""The columns of the list of Records, for each kind of record."""

from collections.abc import Callable

from clubos_desktop.model.domains import FINANCE, Domain
from clubos_desktop.store.views import RecordRow
from ui.models import record_words as words
from ui.models.rows import Column
from ui.places import Fold


def columns(domain: Domain, zone: str, both: Callable[[], bool]) -> tuple[Column[RecordRow], ...]:
    """The list's columns. ``both`` says whether both systems have been copied."""

    def said(field: str) -> Callable[[RecordRow], str]:
        return lambda row: words.value(row.record, field, zone)

    compared: Column[RecordRow] = Column(
        "Added up" if domain in FINANCE else "Both sides",
        lambda row: words.state(row, both=both())[1],
        width=200,
        tone=lambda row: words.state(row, both=both())[0],
    )
    name: Column[RecordRow] = Column("Name", lambda row: row.title, stretch=1, strong=True)
    if domain is Domain.MEMBERS:
        status: Column[RecordRow] = Column("Status", said("status"), width=150, least=Fold.SYMBOLS)
        return name, status, Column("Level", said("level"), width=150, least=Fold.SYMBOLS), compared
    if domain is Domain.EVENTS:
        start: Column[RecordRow] = Column("Start", said("start"), width=140, least=Fold.SYMBOLS)
        return name, start, Column("Place", said("location"), width=170, least=Fold.SIDE_BY_SIDE), compared
    if domain is Domain.REGISTRATIONS:
        booked: Column[RecordRow] = Column("Status", said("status"), width=130, least=Fold.SYMBOLS)
        return name, booked, Column("Registered on", said("registered"), width=140, least=Fold.SYMBOLS), compared
    dated: Column[RecordRow] = Column("Date", said("dated"), width=130, least=Fold.SYMBOLS)
    return name, dated, Column("Amount", said("amount"), width=140, number=True), compared
