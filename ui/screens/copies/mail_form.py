"""Notices by e-mail: who gets them, and the form that sets it up, with a test before anything holds."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from clubos_desktop.job import Job
from clubos_desktop.schedule.mail import PORTS, Post
from ui.screens.base import Desk
from ui.tone import Tone
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.fields import Choice, Labelled, Number, Secret
from ui.widgets.segments import Segments
from ui.widgets.symbol import Button
from ui.widgets.text import StatusWord, Words

AT_ONCE, DAILY = "At each change", "Once a day"
_SECURITY = (("STARTTLS (usual)", "starttls"), ("TLS from the first byte", "tls"))


class MailForm(QWidget):
    """The fields of a mail server; ``changed`` hears of each edit through ``Post`` and password as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self._trust, self._daily, self._kept = "", False, False
        self.host = _line("Mail server", "smtp.club.org")
        self.port = Number("Port of the mail server", 65_535)
        self.security = Choice("How it is secured", _SECURITY)
        self.security.currentTextChanged.connect(lambda _text: self._hint())
        self.user = _line("Account name at the mail server", "notices@club.org")
        self.password = Secret("Password of the mail account", "")
        self.source = _line("From", "notices@club.org")
        self.to = _line("To", "secretary@club.org, chair@club.org")
        self.trust = _line("File of a certificate to trust besides the usual ones", "")
        self._port = Labelled("Port", self.port)
        self._secret = Labelled("Password", self.password)
        fields = Flow(250, spacing=12)
        fields.show_items(
            [
                Labelled("Mail server", self.host, "Your e-mail provider names it, often smtp and its name."),
                self._port,
                Labelled("Secured by", self.security, "Never without: neither password nor message go in the open."),
                Labelled("Account name", self.user, "Leave it empty where the server wants none."),
                self._secret,
                Labelled("From", self.source, "The address that the messages come from."),
                Labelled("To", self.to, "One address, or several with commas between."),
                Labelled("Certificate file", self.trust, "Only for a mail server of your own."),
            ]
        )
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(fields)
        self.lines = (self.host, self.port, self.user, self.password, self.source, self.to, self.trust)
        self._hint()

    def show_post(self, post: Post | None) -> None:
        """Fill in what is in force; a kept password is never shown."""
        self._daily, self._kept = post is not None and post.daily, post is not None and bool(post.user)
        self.host.setText(post.host if post else "")
        self.port.set_value(post.port if post else 0)
        self.security.choose(post.security if post else "starttls")
        self.user.setText(post.user if post else "")
        self.password.clear()
        self.source.setText(post.sender if post else "")
        self.to.setText(", ".join(post.to) if post else "")
        self.trust.setText(post.trust if post else "")
        self._secret.say("Empty keeps the password that is in the keyring." if self._kept else "Kept in the keyring.")

    def post(self) -> Post:
        """What is filled in now; nothing of it is checked yet."""
        return Post(
            host=self.host.text().strip(),
            sender=self.source.text().strip(),
            to=tuple(part.strip() for part in self.to.text().split(",") if part.strip()),
            user=self.user.text().strip(),
            port=self.port.value(),
            security=self.security.chosen(),
            trust=self.trust.text().strip(),
            daily=self._daily,
        )

    def secret(self) -> str | None:
        """The password as it was typed; None keeps the one that is kept."""
        return self.password.text() or (None if self._kept else "")

    def _hint(self) -> None:
        self._port.say(f"Empty is the usual one, {PORTS[self.security.chosen()]}.")


class MailCard(Card):
    """Who is told by e-mail, how often, and the way to change it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Notices by e-mail")
        self._desk = desk
        self._tried: tuple[Post, str | None] | None = None
        self.status = StatusWord(Tone.UNMEASURED, "No e-mail")
        self._who = Words("")
        self.often = Segments([AT_ONCE, DAILY], "How often e-mail goes out")
        self.often.chosen.connect(self._choose)
        self.change = Button("Set up e-mail", icon="mail").does(partial(self._open, True))
        self.stop = Button("Send no e-mail any more…", role="quiet").does(self._ask_stop)
        self.sure = Notice(Tone.NEEDS)
        self.sure.say(
            "No notice goes out by e-mail then, and the password of the mail account is wiped from this computer.",
            "To send e-mail again it has to be typed anew.",
        )
        self.wipe = self.sure.offer("Wipe the password, send no e-mail", self._stop)
        self.sure.offer("Not now", self._not_now, role="quiet")
        self.sure.hide()
        self.form = MailForm()
        self.result = Notice(Tone.GOOD)
        self.test = Button("Send a test", role="main", icon="mail").does(self._test)
        self.keep = Button("It came: put it in force", icon="check").does(self._keep)
        self.cancel = Button("Cancel", role="quiet").does(partial(self._open, False))
        self._acts = _row(self.change, self.stop)
        self._form_acts = _row(self.test, self.keep, self.cancel)
        for line in self.form.lines:
            line.textChanged.connect(self._edited)
        self.form.security.currentTextChanged.connect(self._edited)
        for widget in (
            self.status,
            self._who,
            self.often,
            self._acts,
            self.sure,
            self.form,
            self.result,
            self._form_acts,
        ):
            self.body.addWidget(widget)
        self._open(False)

    def tell(self) -> None:
        """Show who is told."""
        post = self._desk.club.planning.post()
        to = post.to if post else ()
        self.status.say(Tone.GOOD if to else Tone.UNMEASURED, "E-mail goes out" if to else "No e-mail")
        self._who.setText(
            f"To {', '.join(to)}, through {post.host}. Names of members are in none of them."
            if post
            else "What is told here and beside the clock can go to people by e-mail too."
        )
        self.change.setText("Change it" if to else "Set up e-mail")
        self.stop.setVisible(bool(to))
        self.often.setVisible(bool(to))
        self.often.choose(DAILY if post and post.daily else AT_ONCE)
        self._busy()

    def _busy(self) -> None:
        self.test.setEnabled(not self._desk.jobs.busy)
        self.keep.setEnabled(self._tried is not None)

    def _open(self, wanted: bool) -> None:
        """Show the form, filled with what is in force, or hide it."""
        if wanted:
            self.form.show_post(self._desk.club.planning.post())
        self._tried = None
        self.result.hide()
        self.sure.hide()
        self.form.setVisible(wanted)
        self._form_acts.setVisible(wanted)
        self._acts.setVisible(not wanted)
        self.keep.setEnabled(False)
        if wanted:
            self.form.host.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self, _text: str = "") -> None:
        """What was tested is no longer what stands there."""
        self._tried = None
        self.result.hide()
        self.keep.setEnabled(False)

    def _test(self) -> None:
        post, secret = self.form.post(), self.form.secret()
        planning = self._desk.club.planning

        def work() -> Job[object]:
            return planning.try_post(post, secret)

        def sent(_nothing: object) -> None:
            if self.form.isHidden() or (self.form.post(), self.form.secret()) != (post, secret):
                self._say_other(post)
                return
            self._tried = (post, secret)
            self._say(
                Tone.GOOD,
                f"{post.host} has taken the test for {', '.join(post.to)}.",
                "Look whether it came, also among the junk. Nothing is in force yet.",
            )

        self._desk.work_here("Sending a test", work, succeeded=sent, failed=self._failed)

    def _say_other(self, post: Post) -> None:
        """What was tested is not what stands there by now: none of it can be put in force."""
        if self.form.isVisible():
            self._say(
                Tone.NEEDS,
                f"{post.host} has taken the test for {', '.join(post.to)}, but the fields were changed meanwhile.",
                "Send a test of what stands there now. Nothing is in force yet.",
            )

    def _keep(self) -> None:
        if self._tried is None:
            return
        post, secret = self._tried
        planning = self._desk.club.planning
        self._desk.jobs.act(lambda: planning.keep_post(post, secret), succeeded=self._kept, failed=self._failed)

    def _kept(self, _nothing: object) -> None:
        self._open(False)
        self._desk.say("Notices go out by e-mail from now on.")
        self._desk.outdate()

    def _ask_stop(self) -> None:
        """Say what the press would do; a second one does it."""
        self._acts.hide()
        self.sure.show()
        self.wipe.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_now(self) -> None:
        self.sure.hide()
        self._acts.show()
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> None:
        self._not_now()
        stop = self._desk.club.planning.drop_post
        self._desk.jobs.act(stop, succeeded=self._stopped, failed=self._failed)

    def _stopped(self, _nothing: object) -> None:
        self._desk.say("No e-mail is sent any more, and the password was wiped.")
        self._desk.outdate()

    def _choose(self, text: str) -> None:
        planning = self._desk.club.planning
        self._desk.jobs.act(lambda: planning.mail_daily(text == DAILY), succeeded=lambda _nothing: self._desk.outdate())

    def _failed(self, error: Exception) -> None:
        self.result.set_tone(Tone.PROBLEM)
        self.result.say_error(error)
        self.result.show()

    def _say(self, tone: Tone, cause: str, remedy: str) -> None:
        self.result.set_tone(tone)
        self.result.say(cause, remedy)
        self.result.show()
        self._busy()


def _line(name: str, example: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(example)
    return made


def _row(*buttons: Button) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return made
