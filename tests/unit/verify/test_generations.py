"""A router's generation is taken from what says it best (design: Generation; G-06)."""

import pytest

from nornir_dmvpn.ios.config import parse_config
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.verify.generations import settle_generations
from nornir_dmvpn.verify.observation import CapturedOutput, Observation, observe
from tests.unit.reference.cloud import PARSER

ENTRY = """\
10.0.0.2/32 via 10.0.0.2
   Tunnel0 created 00:04:19, expire {expire}
   Type: dynamic, Flags: {flags}
   NBMA address: 198.51.100.2
"""


def seen(expire: str = "00:07:00", flags: str = "registered nhop") -> Observation:
    text = ENTRY.format(expire=expire, flags=flags)
    return observe("HUB", [CapturedOutput(command="show ip nhrp", text=text)])


@pytest.mark.parametrize(
    ("version", "observation", "given", "expected"),
    [
        ("version 15.9\n", seen(), {}, Generation.D),
        ("version 15.9\n", seen(), {"HUB": Generation.B}, Generation.B),
        ("", seen(), {}, Generation.E),
        ("", seen(flags="unique registered nhop"), {}, Generation.C),
        ("", seen(expire="01:50:00"), {}, Generation.C),
    ],
)
def test_the_best_source_wins(
    version: str, observation: Observation, given: dict[str, Generation], expected: Generation
) -> None:
    configs = {"HUB": parse_config(version + "hostname HUB\n", parser=PARSER)}
    assert settle_generations(configs, {"HUB": observation}, given)["HUB"] is expected


def test_a_router_about_which_nothing_tells_is_taken_to_be_like_the_others() -> None:
    configs = {
        name: parse_config(f"{version}hostname {name}\n", parser=PARSER)
        for name, version in (("A", "version 15.4\n"), ("B", "version 15.4\n"), ("C", ""))
    }
    assert settle_generations(configs, {}, {})["C"] is Generation.C
