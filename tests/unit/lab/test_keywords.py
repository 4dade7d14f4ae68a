import pytest

from nornir_dmvpn.lab.keywords import AmbiguousWord, Matched, Unfinished, Unmatched, keyword_tree, match

TREE = keyword_tree(
    [
        ("show version", "version"),
        ("show vrf", "vrf"),
        ("copy <from> <to>", "copy"),
        ("ping <rest...>", "ping"),
        ("show ip nhrp", "nhrp"),
        ("show ip nhrp nhs", "nhs"),
        ("show ip nhrp <rest...>", "part"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "command", "arguments"),
    [
        ("sh ver", "version", {}),
        ("copy a B", "copy", {"from": "a", "to": "B"}),
        ("ping 10.0.0.1 repeat 3", "ping", {"rest": "10.0.0.1 repeat 3"}),
        ("sh ip nhr", "nhrp", {}),
        ("sh ip nhrp nhs", "nhs", {}),
        ("sh ip nhrp  Tunnel 0", "part", {"rest": "Tunnel 0"}),
    ],
)
def test_words_find_their_command_and_its_arguments(typed: str, command: str, arguments: dict[str, str]) -> None:
    assert match(TREE, typed) == Matched(command=command, arguments=arguments)


def test_a_word_that_fits_two_keywords_is_ambiguous() -> None:
    assert match(TREE, "show v") == AmbiguousWord(offset=5)


def test_a_word_that_fits_nothing_is_named_by_its_column() -> None:
    assert match(TREE, "show  bogus") == Unmatched(offset=6)
    assert match(TREE, "show version more") == Unmatched(offset=13)


@pytest.mark.parametrize("typed", ["show", "copy", "copy a", "ping"])
def test_a_command_that_needs_more_is_unfinished(typed: str) -> None:
    assert match(TREE, typed) == Unfinished()


def test_two_commands_of_one_syntax_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two commands"):
        keyword_tree([("show version", "a"), ("show version", "b")])
