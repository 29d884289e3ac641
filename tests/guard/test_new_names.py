"""Names never seen before: how many stay readable, on the half of lines and names that nothing was tuned on (`bench/names.py`)."""

import pytest

from bench.names import examples, scored

BOUNDS = {"zh": (0.96, 4), "en": (0.94, 6)}
"""At least this part of the names is hidden whole, and at most so many lines of nobody lose a word: what was measured, rounded down."""


@pytest.mark.req("PRIV-01", "PRIV-03")
@pytest.mark.parametrize("language", BOUNDS)
def test_most_names_never_seen_before_are_hidden(language):
    score = scored(list(examples(language, "report")))
    least, most_touched = BOUNDS[language]
    assert score.names > 450
    assert score.recall >= least
    assert score.touched <= most_touched


def test_the_halves_share_no_line_and_stay_the_same():
    tuning, report = ({one.text for one in examples("zh", half)} for half in ("tuning", "report"))
    assert tuning & report == set()
    assert list(examples("en", "report")) == list(examples("en", "report"))
