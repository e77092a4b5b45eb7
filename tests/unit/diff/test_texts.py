import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubos_desktop.diff import texts
from clubos_desktop.diff.kinds import KINDS

ONCE = [
    "blanks",
    "text",
    "name",
    "name_without_accents",
    "letters",
    "email",
    "postal",
    "digits",
    "month",
    "unimportant",
    "exact",
]


@pytest.mark.parametrize("kind", ONCE)
@given(text=st.text())
def test_what_is_normal_stays_as_it_is(kind, text):
    apply = KINDS[kind].make("US", "America/Los_Angeles")
    assert apply(apply(text)) == apply(text)


@given(st.text())
def test_only_plain_kinds_hide_nothing(text):
    for kind in KINDS.values():
        if kind.plain:
            assert kind.make("US", "UTC")(text) == text


@given(st.text())
def test_meaning_is_stable_and_without_blanks(text):
    meaning = texts.meaning(text)
    assert meaning == "".join(meaning.split())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Bring a hat.</p><p>And water</p>", "Bring a hat. And water"),
        ("a<br/>b", "a b"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<a href=\"x>y\" title='>'>here</a>", "here"),
        ("<!-- no --> yes <style>p{}</style><SCRIPT>x</SCRIPT>", "yes"),
        ("caf&eacute; &amp; &#39;tea&#39;&nbsp;", "café & 'tea'"),
        ("<a " * 5000, ("<a " * 5000).strip()),
        ("", ""),
    ],
)
def test_html_is_read_as_people_read_it(html, text):
    assert texts.plain(html) == text


def test_what_was_encoded_many_times_is_read_four_times():
    assert texts.meaning("&amp;amp;amp;amp;amp;amp;lt;") == "&amp;amp;lt;"


@pytest.mark.parametrize(
    ("word", "small"),
    [("PendingNew", "pending_new"), ("Pending new", "pending_new"), ("PENDING_PAYMENT", "pending_payment"), ("--", "")],
)
def test_words_become_small(word, small):
    assert texts.words(word) == small


def test_accents_count_in_names_and_not_in_bare_ones():
    assert texts.name("Zoe\u0308 ") == "zoë"
    assert texts.bare("ZOË Ångström") == "zoe angstrom"
    assert texts.bare(" Ann  Lee") == "ann lee"
