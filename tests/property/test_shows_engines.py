"""Compiled or by stock TextFSM: one outcome on whatever is printed, and on what is left of it after an accident."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from nornir_dmvpn.ios.shows import SHOWS
from nornir_dmvpn.ios.templates import textfsm_template
from tests.benchmark.peers import hub
from tests.engines import difference
from tests.property.damage import damaged

NAMES = sorted({show.name for show in SHOWS})
EXAMPLES = settings(max_examples=150, deadline=None)


@cache
def printed() -> tuple[str, ...]:
    made = hub(30, seed=7)
    return made.dmvpn, made.nhrp


@EXAMPLES
@given(name=st.sampled_from(NAMES), text=damaged)
def test_any_template_comes_out_the_same_on_damaged_answers(name: str, text: str) -> None:
    assert difference(textfsm_template(name), text) is None


def test_a_hubs_answers_come_out_the_same() -> None:
    for name, text in zip(("show_dmvpn", "show_ip_nhrp"), printed(), strict=True):
        assert difference(textfsm_template(name), text) is None
