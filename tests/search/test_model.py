"""The index against a plain model, on whichever database the tests run."""

from datetime import timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from innkeeper.search import actions, queries
from tests.makers.search import HOUSE, NINE, OTHER_HOUSE, PlainIndex, make_text

LETTERS = st.sampled_from(
    [*"漏水天花板空调1208", "a", "B", " ", "，", "é", "ㄅ", "가", "が", "𠮷", "'", '"', "ß"]
)
TEXTS = st.lists(LETTERS, max_size=14).map("".join)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["index", "index", "index", "unindex"]),
        st.integers(1, 5),
        st.sampled_from(["case", "guest"]),
        st.sampled_from([HOUSE, HOUSE, OTHER_HOUSE]),
        st.integers(0, 20),
        st.booleans(),
        TEXTS,
    ),
    max_size=10,
)


class TestModel(TestCase):
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(CHANGES, st.lists(TEXTS, min_size=1, max_size=4), st.integers(0, 20), st.booleans())
    def test_it_answers_as_the_plain_model_does(self, changes, questions, minutes, may_see):
        plain = PlainIndex()
        for verb, number, kind, house, at, hidden, words in changes:
            if verb == "index":
                text = make_text(
                    words, number=number, kind=kind, minutes=at, property_id=house, is_restricted=hidden
                )
                plain.index(text)
                actions.index_many([text])
            else:
                plain.unindex(kind=kind, object_ids=[UUID(int=number)])
                actions.unindex(kind=kind, object_ids=[UUID(int=number)])
        for question in questions:
            for kinds, since in ((None, None), (["case"], NINE + timedelta(minutes=minutes))):
                asked = {"property_id": HOUSE, "phrase": question, "kinds": kinds, "since": since}
                hits = queries.find(**asked, may_see_restricted=may_see)
                assert {(hit.kind, hit.object_id) for hit in hits} == plain.find(
                    **asked, may_see_restricted=may_see
                )
                assert [hit.at for hit in hits] == sorted((hit.at for hit in hits), reverse=True)
