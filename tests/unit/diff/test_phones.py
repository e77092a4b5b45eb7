# That ``phones.parse`` is the library itself is asserted by the numbers at the end and by the reference (reference.py).
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubos_desktop.diff import phones

COUNTRIES = sorted(phonenumbers.SUPPORTED_REGIONS)
COMMON = [
    "US",
    "CA",
    "GB",
    "DE",
    "FR",
    "AU",
    "IT",
    "MX",
    "BR",
    "AR",
    "JP",
    "CH",
    "NZ",
    "IE",
    "ZA",
    "IN",
    "RU",
    "HU",
    "SM",
    "ZZ",
]


@pytest.mark.parametrize("country", COUNTRIES)
def test_example_numbers_of_every_country_read_as_the_library_reads_them(country):
    read = phones.reader.__wrapped__(country)
    formats = phonenumbers.PhoneNumberFormat
    for kind in (None, *phonenumbers.PhoneNumberType.values()):
        number = (
            phonenumbers.example_number(country)
            if kind is None
            else phonenumbers.example_number_for_type(country, kind)
        )
        if number is None:
            continue
        for form in (formats.E164, formats.NATIONAL, formats.INTERNATIONAL):
            text = phonenumbers.format_number(number, form)
            for written in (
                text,
                "".join(letter for letter in text if letter.isdigit()),
                text[1:],
                text[:-1],
                text + "0",
            ):
                assert read(written) == phones.parse(written, country), written


@given(text=st.from_regex(r"\+?[0-9 ().\-]{0,18}", fullmatch=True), country=st.sampled_from(COMMON))
def test_plain_digits_read_as_the_library_reads_them(text, country):
    assert phones.reader.__wrapped__(country)(text) == phones.parse(text, country)


@given(
    head=st.sampled_from(["", "0", "1", "00", "011", "+", "+1", "+44", "+49", "+39", "1 1", "44", "01", "8", "06"]),
    number=st.integers(10**5, 10**11),
    country=st.sampled_from(COMMON),
)
def test_prefixes_read_as_the_library_reads_them(head, number, country):
    text = f"{head}{number}"
    assert phones.reader.__wrapped__(country)(text) == phones.parse(text, country)


@given(text=st.text(max_size=20), country=st.sampled_from(["US", "GB"]))
def test_any_text_reads_as_the_library_reads_it(text, country):
    assert phones.reader(country)(text) == phones.parse(text, country)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("(805) 555-0123", "US", "+18055550123"),
        ("1-805-555-0123", "US", "+18055550123"),
        ("+1 805 555 0123", "US", "+18055550123"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("+44 20 7946 0958", "US", "+442079460958"),
        ("805-555-0123 ext. 12", "US", "+18055550123;ext=12"),
        ("n/a", "US", ""),
        (" +12", "US", "+12"),
        ("1", "US", "1"),
        ("٣", "US", "٣"),
        ("8055550123", "ZZ", "8055550123"),
    ],
)
def test_numbers(text, country, number):
    assert phones.reader(country)(text) == number


def test_the_quick_way_is_taken_for_the_usual_ways_of_writing():
    plan = phones._numbering("US")
    for text in ("(805) 555-0123", "8055550123", "+18055550123", "1 805 555 0123"):
        assert phones._quick(plan, text) == "+18055550123"
    assert phones._quick(plan, "805 555 0123 x5") is None
