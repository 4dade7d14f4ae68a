"""A secret shows nothing, and equals what means the same."""

import pickle

import pytest

from nornir_dmvpn.model.secret import MASK, Secret


@pytest.mark.parametrize("text", ["7 0822455D0A16", "7 02050D480809"])
def test_type_7_equals_the_word_it_hides(text: str) -> None:
    assert Secret(text) == Secret("cisco")
    assert hash(Secret(text)) == hash(Secret("cisco"))
    assert Secret(text).reveal() == text
    assert not Secret(text).opaque


def test_type_6_equals_only_its_own_text_and_says_so() -> None:
    assert Secret("6 AbCdEf") == Secret("6 AbCdEf")
    assert Secret("6 AbCdEf") != Secret("cisco")
    assert Secret("6 AbCdEf").opaque
    assert not Secret("cisco").opaque


@pytest.mark.parametrize("text", ["7 nothex", "7", "7 9", "key 7 0822455D0A16"])
def test_what_only_looks_encrypted_is_itself(text: str) -> None:
    assert Secret(text) == Secret(text)
    assert Secret(text) != Secret("cisco")


@pytest.mark.parametrize("text", ["cisco", "7 0822455D0A16", "6 AbCdEf"])
def test_nothing_of_a_secret_shows(text: str) -> None:
    shown = f"{Secret(text)} {Secret(text)!r} {[Secret(text)]}"
    assert text.rsplit(maxsplit=1)[-1] not in shown
    assert MASK in shown
    assert pickle.loads(pickle.dumps(Secret(text))) == Secret(text)
