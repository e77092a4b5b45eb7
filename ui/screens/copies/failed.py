"""Failures as cards: one cause, what it hit, since when, what to do, and the button that does it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from clubos_desktop.errors import ClubOSError
from clubos_desktop.model.cards import FailureCard
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from ui.models.freshness import Freshness
from ui.screens.base import Desk, focus
from ui.screens.copies.part import Part
from ui.tone import Tone
from ui.watching import Skipped
from ui.widgets.cards import Empty, Flow, Notice
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.words import count, listed, moment, number, shorten

SIGN_IN = frozenset(
    {"key-refused", "clubos-sign-in-run-out", "account-changed", "copy.other_account", "marker.name"}
    | {"secret.missing", "token-answer", "left"}
)
"""Causes that another key or code settles."""

HERE = ("storage.", "keys.")
"""Causes that lie in this computer, whichever system was asked."""

ANSWERS = frozenset({"schema.breaking", "contract", "contract.records"})
"""Causes that are settled where answers are looked at."""


class FailureBox(Notice):
    """One card."""

    def __init__(
        self, desk: Desk, card: FailureCard, skipped: tuple[Skipped, ...], show: Callable[[str], None]
    ) -> None:
        super().__init__(Tone.NEEDS if card.warning or card.code.startswith("held") else Tone.PROBLEM)
        self._desk = desk
        self.card = card
        self.hit = hit_line(desk, card)
        self.say(card.title, f"{self.hit}\n{card.remedy}")
        self._details = Words(_details(card, skipped), "secondary").selectable()
        self._details.hide()
        self.body.addWidget(self._details)
        self.retry: Button | None = None
        if card.again and not card.warning:
            self.retry = self.offer("Copy just these again", self._copy)
        if card.code in SIGN_IN:
            self.offer("Connect again", partial(desk.connect_side, card.side))
        if card.code in ANSWERS:
            self.offer("Look at the answers", partial(show, "Answers"))
        for each in skipped:
            if (each.side, each.domain) in {(card.side, hit.domain) for hit in card.hits}:
                self.offer("Go on without them", partial(self._accept, each))
        self.more = self.offer("Details", self._toggle)
        if card.has_raw:
            self.offer("Save the answer…", self._save_answer)

    def tell(self, *, busy: bool) -> None:
        """While something is copied, nothing is copied again."""
        if self.retry is not None:
            self.retry.setEnabled(not busy)

    def _copy(self) -> None:
        self._desk.run("Copying again", lambda: self._desk.club.watching.retry(self.card), again=self._copy)

    def _accept(self, skipped: Skipped) -> None:
        work = partial(self._desk.club.watching.accept_skips, skipped)
        told = "Accepted by name. The next copy goes on without them."
        self._desk.jobs.act(work, succeeded=lambda _nothing: self._answered(told), failed=self._refused)

    def _refused(self, error: Exception) -> None:
        self._answered(getattr(error, "sentence", "That could not be done. Nothing was accepted."))

    def _answered(self, told: str) -> None:
        self._desk.say(told)
        self._desk.outdate()

    def _toggle(self) -> None:
        shown = self._details.isHidden()
        self._details.setVisible(shown)
        self.more.setText("Hide details" if shown else "Details")

    def _save_answer(self) -> None:
        path = ask_file(self, "Save the answer", "answer.txt")
        if path is None:
            return
        try:
            self._desk.club.watching.save_answer(self.card, path)
        except ClubOSError as error:
            self._desk.say(error.sentence)
        else:
            self._desk.say("Saved. It may hold members' data: do not pass it on as it is.")


def hit_line(desk: Desk, card: FailureCard) -> str:
    """For example: "Wild Apricot: members and events, 1,276 records, since Tue 8 Dec, 07:12."."""
    club = desk.club
    parts = [DOMAIN_LABELS[hit.domain].lower() if hit.domain else "the connection" for hit in card.hits]
    since = moment(card.since, club.zone, club.now())
    if card.code.startswith(HERE) and not card.domains:
        return f"This computer, since {since}."
    hit = "" if not card.records else f"{count(card.records, 'record')}, "
    return f"{SIDE_LABELS[card.side]}: {listed(parts)}, {hit}since {since}."


def _details(card: FailureCard, skipped: tuple[Skipped, ...]) -> str:
    lines = [card.reason] if card.reason else []
    lines += [f"{DOMAIN_LABELS[hit.domain]}: {number(hit.n)} records" for hit in card.hits if hit.domain]
    for each in skipped:
        if (each.side, each.domain) in {(card.side, hit.domain) for hit in card.hits}:
            lines += [f"{key}  {shorten(who, 60)}".strip() for key, who in each.names[:50]]
    lines += list(card.faults[:20])
    return "\n".join([*lines, f"Called {card.code} in reports."])


def ask_file(parent: QWidget, title: str, name: str) -> Path | None:
    """A file to write; None when nothing was chosen."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name))
    return Path(chosen) if chosen else None


class Failed(Flow):
    """The cards on top of Copies: the first two, and how many more there are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(4000)
        self._desk = desk
        self._shown: tuple[FailureCard, ...] = ()

    def tell(self, fresh: Freshness, *, busy: bool) -> None:  # noqa: ARG002 - every card is told the same
        """Show what failed; a card stays while its failure does."""
        with self._desk.club.read() as conn:
            every = [card for card in self._desk.club.watching.cards(conn) if not card.warning]
            skipped = self._desk.club.watching.skipped(conn)
        found = tuple(card for card in every if not card.code.startswith("held") and card.code != "marker.records")
        if found != self._shown:
            self._shown = found
            boxes: list[QWidget] = [FailureBox(self._desk, card, skipped, self._show) for card in found[:2]]
            if len(found) > 2:
                more = Notice(Tone.PROBLEM)
                more.say(f"{count(len(found) - 2, 'more failure')}.")
                more.offer("See all", partial(self._show, "Failures"))
                boxes.append(more)
            self.show_items(boxes)
        self.setVisible(bool(found) and not busy)

    def _show(self, part: str) -> None:
        from ui.places import Place  # noqa: PLC0415  reached by a press alone

        self._desk.go(Place.COPIES, part)


class FailuresPart(Part):
    """Every card, warnings too."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.cards = Flow(4000)
        self.empty = Empty("circle-check")
        self.empty.say("Nothing failed.", "Every last copy was complete, and none of them looks suspicious.")
        self.save = Button("Save as a table…", icon="download")
        self.save.does(self._save)
        self.report = Button("Save a report for support…", icon="life-buoy")
        self.report.does(self._save_report)
        self._told = Words("The report names no member and holds no key.", "secondary")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.save, self.report):
            row.addWidget(button)
        row.addWidget(self._told, 1)
        for widget in (self.cards, self.empty):
            self.column.addWidget(widget)
        self.column.addLayout(row)
        self._shown: tuple[FailureCard, ...] | None = None

    def refresh(self, fresh: Freshness) -> None:  # noqa: ARG002 - every part is told the same
        """Show the cards."""
        club = self.desk.club
        with club.read() as conn:
            found = club.watching.cards(conn)
            skipped = club.watching.skipped(conn)
        if found != self._shown:
            self._shown = found
            self.cards.show_items([FailureBox(self.desk, card, skipped, self._go) for card in found])
        for box in self.cards.findChildren(FailureBox):
            box.tell(busy=self.desk.jobs.busy)
        self.empty.setVisible(not found)
        self.cards.setVisible(bool(found))
        self.save.setVisible(bool(found))

    def _go(self, part: str) -> None:
        from ui.places import Place  # noqa: PLC0415  reached by a press alone

        self.desk.go(Place.COPIES, part)

    def _save(self) -> None:
        path = ask_file(self, "Save the failures", f"{self.desk.club.name} failures.csv")
        if path is None:
            return
        try:
            self.desk.club.watching.save_cards(path)
        except ClubOSError as error:
            self.desk.say(error.sentence)
        else:
            self.desk.say(f"Saved as {path.name}.")

    def _save_report(self) -> None:
        path = ask_file(self, "Save a report for support", "clubos-desktop report.json")
        if path is None:
            return
        try:
            self.desk.club.watching.save_report(path)
        except ClubOSError as error:
            self.desk.say(error.sentence)
        else:
            self.desk.say(f"Saved as {path.name}. Read it before you send it.")

    def focus_first(self) -> None:
        """The first card's remedy."""
        boxes = self.cards.findChildren(FailureBox)
        focus(boxes[0].retry or boxes[0].more if boxes else self, self)
