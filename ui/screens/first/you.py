"""Page 1: you and your club."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from PySide6.QtCore import QLocale, QTimeZone, Signal
from PySide6.QtWidgets import QLineEdit

from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Role
from ui.models import help_texts
from ui.screens.first.page import StartPage
from ui.widgets.cards import Flow
from ui.widgets.chosen_phrase import ChosenPhrase
from ui.widgets.fields import Choice, Labelled

COUNTRIES = (
    ("United States", "US", "USD"),
    ("Canada", "CA", "CAD"),
    ("United Kingdom", "GB", "GBP"),
    ("Ireland", "IE", "EUR"),
    ("Australia", "AU", "AUD"),
    ("New Zealand", "NZ", "NZD"),
    ("Germany", "DE", "EUR"),
    ("Austria", "AT", "EUR"),
    ("Switzerland", "CH", "CHF"),
    ("France", "FR", "EUR"),
    ("Netherlands", "NL", "EUR"),
    ("Spain", "ES", "EUR"),
    ("Mexico", "MX", "MXN"),
    ("South Africa", "ZA", "ZAR"),
)
"""Where Wild Apricot has most of its clubs; the currency is proposed with the country and can be changed."""

CURRENCIES = ("USD", "CAD", "GBP", "EUR", "AUD", "NZD", "CHF", "MXN", "ZAR")


@dataclass(frozen=True, slots=True)
class AboutClub:
    """What page 1 asks. ``passphrase`` only where this computer has no keyring."""

    club: Club
    person: tuple[str, Role]
    passphrase: str


class YouAndYourClub(StartPage):
    """Names, role, zone, currency."""

    topic = help_texts.YOU

    filled = Signal(object)

    def __init__(self, *, keyring: bool) -> None:
        super().__init__(
            1,
            "Who are you, and which club is it?",
            "Every act in this program carries a name, so that the board can see who did what.",
            "Continue",
        )
        self._name = QLineEdit()
        self._role = Choice("Your role", [(role.value.capitalize(), role.value) for role in Role])
        self._club = QLineEdit()
        self._country = Choice("Country", [(name, code) for name, code, _ in COUNTRIES])
        zones = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
        self._zone = Choice("Time zone", [(name.replace("_", " "), name) for name in zones], typing=True)
        self._currency = Choice("Currency", [(code, code) for code in CURRENCIES])
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        self._zone.choose("America/Los_Angeles")
        self._zone.choose(here)
        self._country.choose(QLocale.system().name()[-2:])
        self._propose_currency()
        self._country.currentIndexChanged.connect(self._propose_currency)
        self._lines = {
            "person": Labelled("Your name", self._name),
            "role": Labelled("Your role", self._role),
            "club": Labelled("The club's name", self._club),
            "country": Labelled(
                "Country",
                self._country,
                "Phone numbers without a prefix, and days in figures, are read as this country's.",
            ),
            "zone": Labelled("Time zone", self._zone, "Events and days are shown in this zone."),
            "currency": Labelled("Currency", self._currency),
        }
        self._phrase = ChosenPhrase(
            "A passphrase for this club",
            "This computer has no safe place for keys, so you will type this at every start. Write it down.",
        )
        self._keyring = keyring
        flow = Flow(300, spacing=16, most=2)
        flow.show_items(list(self._lines.values()))
        self.body.addWidget(flow)
        self.body.addWidget(self._phrase)
        self._phrase.setVisible(not keyring)
        self.first_field(self._name)
        self.proceed.clicked.connect(self._check)
        for line in (self._name, self._club, self._phrase):
            line.returnPressed.connect(self._check)

    def about(self) -> AboutClub:
        """What was filled in."""
        place = Club(self._club.text().strip(), self._zone.chosen(), self._currency.chosen(), self._country.chosen())
        return AboutClub(place, (self._name.text().strip(), Role(self._role.chosen())), self._phrase.text())

    def _propose_currency(self) -> None:
        code = self._country.chosen()
        self._currency.choose(next(currency for _, country, currency in COUNTRIES if country == code))

    def _check(self) -> None:
        about = self.about()
        wrong = {
            "person": "" if about.person[0] else "Please write your name.",
            "club": "" if about.club.name else "Please write the club's name.",
            "zone": "" if about.club.zone in available_timezones() else "Please choose a zone from the list.",
        }
        for key, text in wrong.items():
            self._lines[key].say(text, "problem")
        unfit = not self._keyring and self._phrase.wrong()
        if not any(wrong.values()) and not unfit:
            self.wait(waiting=True)
            self.filled.emit(about)
