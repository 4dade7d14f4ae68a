"""What a router would print of IKE and IPsec, read again, is that state as far as IOS prints it."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import (
    RenderOptions,
    ShowCommand,
    crypto_session,
    crypto_sockets,
    ikev2_sa,
    ikev2_session,
    ipsec_sa,
    isakmp_sa,
)
from nornir_dmvpn.model.generation import Generation
from tests.property import strategies_crypto as some

GENERATIONS = pytest.mark.parametrize("generation", Generation, ids=lambda one: one.name)
EXAMPLES = settings(max_examples=12, deadline=None)
options = st.builds(RenderOptions, detail=st.booleans())


def many(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=4).map(tuple)


STATES: dict[str, tuple[ShowCommand[Any], st.SearchStrategy[Any]]] = {
    "isakmp": (isakmp_sa.SHOW, many(some.isakmp_sas())),
    "ikev2": (ikev2_sa.SHOW, many(some.ikev2_sas())),
    "ikev2_session": (ikev2_session.SHOW, many(some.ikev2_sessions())),
    "ipsec": (ipsec_sa.SHOW, many(some.ipsec_flows())),
    "session": (crypto_session.SHOW, many(some.crypto_sessions)),
    "sockets": (crypto_sockets.SHOW, some.crypto_sockets),
}
COMMANDS = pytest.mark.parametrize("name", STATES)


@COMMANDS
@GENERATIONS
@EXAMPLES
@given(data=st.data())
def test_a_command_reads_what_it_prints(name: str, generation: Generation, data: st.DataObject) -> None:
    show, states = STATES[name]
    state, chosen = data.draw(states), data.draw(options)
    parsed = show.parse(show.render(state, generation, chosen))
    assert parsed.values == show.quantise(state, generation, chosen)
    assert len(parsed.places) == len(show.rows(parsed.values))
    assert parsed.unread == ()


@COMMANDS
@EXAMPLES
@given(data=st.data())
def test_printing_twice_changes_nothing_more(name: str, data: st.DataObject) -> None:
    show, states = STATES[name]
    generation, chosen = data.draw(st.sampled_from(Generation)), data.draw(options)
    text = show.render(data.draw(states), generation, chosen)
    assert show.render(show.parse(text).values, generation, chosen) == text


@COMMANDS
@EXAMPLES
@given(data=st.data())
def test_leading_blanks_line_ends_and_blank_lines_do_not_matter(name: str, data: st.DataObject) -> None:
    show, states = STATES[name]
    generation, chosen = data.draw(st.sampled_from(Generation)), data.draw(options)
    text = show.render(data.draw(states), generation, chosen)
    shifted = "\r\n\r\n".join("   " + line.strip() for line in text.splitlines())
    assert show.parse(shifted).values == show.parse(text).values


@COMMANDS
@EXAMPLES
@given(data=st.data(), where=st.integers(0, 200))
def test_a_line_nobody_knows_is_never_lost(name: str, data: st.DataObject, where: int) -> None:
    show, states = STATES[name]
    generation, chosen = data.draw(st.sampled_from(Generation)), data.draw(options)
    state = data.draw(states)
    lines = show.render(state, generation, chosen).splitlines()
    assume(any(line.strip() for line in lines))
    number = where % (len(lines) + 1)
    lines.insert(number, "   Smart tunnels 17 of 42 =")
    with pytest.raises(ParseError) as caught:
        show.parse("\n".join(lines))
    assert caught.value.line_number == number + 1
    lenient = show.parse("\n".join(lines), strict=False)
    assert lenient.unread == ((number + 1, "   Smart tunnels 17 of 42 ="),)
    assert lenient.values == show.quantise(state, generation, chosen)


@COMMANDS
@EXAMPLES
@given(data=st.data(), cut=st.integers(0, 300))
def test_an_answer_cut_off_gives_no_row_that_was_not_there(name: str, data: st.DataObject, cut: int) -> None:
    show, states = STATES[name]
    generation, chosen = data.draw(st.sampled_from(Generation)), data.draw(options)
    lines = show.render(data.draw(states), generation, chosen).splitlines()
    whole = show.parse("\n".join(lines)).values
    try:
        rest = show.parse("\n".join(lines[: cut % (len(lines) + 1)]))
    except ParseError:
        return
    assert len(show.rows(rest.values)) <= len(show.rows(whole))
