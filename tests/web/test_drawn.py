"""What is drawn without a template says what Django's template would say."""

from html.parser import HTMLParser

from django import forms
from hypothesis import given
from hypothesis import strategies as st

from innkeeper.web.drawn import Choices

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8)


class Told(HTMLParser):
    """Every tag with what it carries, and the words between."""

    def __init__(self, html):
        super().__init__()
        self.said = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.said.append((tag, sorted(attrs)))

    def handle_data(self, data):
        if data.strip():
            self.said.append(data.strip())


def both(widget, value, **attrs):
    drawn = Choices.of(widget)
    assert isinstance(drawn, Choices)
    return [Told(one.render("code", value, attrs)).said for one in (drawn, widget)]


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5, unique_by=lambda one: one[0]), st.data())
def test_a_list_of_choices_is_as_django_draws_it(choices, data):
    value = data.draw(st.sampled_from([None, "elsewhere", *(one for one, _label in choices)]))
    drawn, django = both(forms.Select(attrs={"class": "input"}, choices=choices), value, id="id_code")
    assert drawn == django


def test_numbers_flags_and_marks_are_kept():
    choices = [("", "Not sure"), (1, "<b>"), (2, "& more")]
    drawn, django = both(forms.Select(choices=choices), 2, required=True, placeholder=False)
    assert drawn == django
    assert ("select", [("name", "code"), ("required", None)]) in drawn


def test_what_is_no_plain_list_is_left_to_django():
    grouped = forms.Select(choices=[("Rooms", [(1, "one")])])
    several = forms.SelectMultiple(choices=[(1, "one")])
    assert [Choices.of(one) for one in (grouped, several)] == [grouped, several]
