"""What the shape of a chat keeps: which sentence, its values and buttons, and nothing of how it is worded."""

import pytest

from tests.conversations.transcript import shape_of


@pytest.mark.parametrize(
    ("language", "said", "shape"),
    [
        ("ny", "1 mwa 7", "1 of 7"),
        ("ny", "☑️ Palibe mwa izi", "☑️ None of these"),
        ("ny", "sopo 12", "sopo 12"),
        ("ny", "✔️ Zolowa: K6,000\nsopo 12", "✔️ Money in: K6,000\nsopo 12"),
        ("ny", "zimene sizili m'kalata", "zimene sizili m'kalata"),
        ("ne", "✔️ आएको पैसा: रु ६००", "✔️ Money in: रु ६००"),
    ],
)
def test_by_sentence(language: str, said: str, shape: str) -> None:
    assert shape_of(language, ("malawi-ovop", "nepal-odop")).text(said) == shape


@pytest.mark.parametrize("language", ["ny", "ne"])
def test_hardly_two_sentences_have_one_shape(language: str) -> None:
    """Where two have the same words in a language, a chat cannot tell which of them it was."""
    shape = shape_of(language, ("malawi-ovop", "nepal-odop"))
    sources = [one.source for many in shape.sentences.values() for one in many]
    told = {one.pattern.pattern for many in shape.sentences.values() for one in many}
    assert len(sources) - len(told) < 80
