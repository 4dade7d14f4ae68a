"""Reading a hub's answers beside the public parsers: both sides on the same text in one run."""

import gc
import time
import tracemalloc
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
import textfsm
from netmiko.utilities import get_structured_data_textfsm
from ntc_templates.parse import parse_output  # type: ignore[import-untyped] # ships no types

from nornir_dmvpn.ios.shows import dmvpn, nhrp
from nornir_dmvpn.ios.shows.compiled import program
from nornir_dmvpn.ios.shows.run import run
from nornir_dmvpn.ios.templates import parsers_dir, textfsm_template
from tests.benchmark.beside_genie import genie
from tests.benchmark.measure import Measured, report, side_by_side
from tests.benchmark.peers import Hub, hub, spoke

pytestmark = pytest.mark.benchmark

SIZES = (100, 1_000, 10_000)
HUBS: dict[int, Hub] = {size: hub(size) for size in SIZES}
PLAIN = """\
Value Required TARGET ([\\d.]+/\\d+)
Value VIA ([\\d.]+)
Value INTERFACE (\\S+)
Value CREATED (\\S+)
Value EXPIRES (\\S+)
Value TYPE (\\S+)
Value FLAGS (\\S.*?)
Value NBMA ([\\d.]+)
Value CLAIMED ([\\d.]+)
Value SOCKET (no-socket)
Value GROUP (\\S+)
Value PREFERENCE (\\d+)
Value REQUESTER ([\\d.]+)
Value CACHE_HITS (\\d+)

Start
  ^\\d -> Continue.Record
  ^${TARGET}(\\s+via\\s+${VIA})?\\s*$$
  ^\\s+${INTERFACE}\\s+created\\s+${CREATED},\\s+(expire\\s+)?${EXPIRES}
  ^\\s+Type:\\s+${TYPE},\\s+Flags:\\s+${FLAGS}\\s*$$
  ^\\s+NBMA\\s+address:\\s+${NBMA}\\s*$$
  ^\\s+\\(Claimed\\s+NBMA\\s+address:\\s+${CLAIMED}\\)
  ^\\s+\\(${SOCKET}\\)
  ^\\s+Group:\\s+${GROUP}
  ^\\s+Preference:\\s+${PREFERENCE}
  ^\\s+Requester:\\s+${REQUESTER}
  ^\\s+Cache\\s+hits:\\s+${CACHE_HITS}
"""
"""What an engineer writes who needs what ``show ip nhrp`` says from Netmiko: ntc-templates has no template."""


def rounds(size: int) -> int:
    return 3 if size >= 10_000 else 5


def times(measured: Measured) -> float:
    """How many times the second is slower than the first."""
    return measured.other / measured.one


def at_least(what: str, value: float, bound: float, size: int = SIZES[-1]) -> None:
    """The bound is for hubs of the largest size; what comes out for smaller ones is told."""
    report(what, value, bound, word="at least" if size == SIZES[-1] else "at 10,000:")
    assert value >= (bound if size == SIZES[-1] else 1.0)


def seconds(work: Callable[[], object], count: int = 3) -> float:
    best = float("inf")
    for _ in range(count):
        gc.collect()
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.parametrize("size", SIZES)
def test_show_dmvpn_against_ntc_templates(size: int) -> None:
    text = HUBS[size].dmvpn
    measured = side_by_side(
        lambda: dmvpn.parse(text),
        lambda: parse_output(platform="cisco_ios", command="show dmvpn", data=text),
        rounds=rounds(size),
    )
    at_least(f"show dmvpn, {size} peers: ntc_templates.parse_output slower by", times(measured), 6.0, size)


@pytest.mark.parametrize("size", SIZES)
def test_show_dmvpn_against_genie(size: int, tmp_path: Path) -> None:
    text = HUBS[size].dmvpn
    before = seconds(lambda: dmvpn.parse(text))
    theirs = genie(tmp_path, {"dmvpn": text})["seconds"]
    ours = min(before, seconds(lambda: dmvpn.parse(text)))
    at_least(f"show dmvpn, {size} peers: Genie .parse slower by", theirs / ours, 6.0, size)


@pytest.mark.parametrize("size", SIZES)
def test_show_ip_nhrp_against_genie(size: int, tmp_path: Path) -> None:
    text = HUBS[size].nhrp
    before = seconds(lambda: nhrp.parse(text))
    theirs = genie(tmp_path, {"nhrp": text})["seconds"]
    ours = min(before, seconds(lambda: nhrp.parse(text)))
    at_least(f"show ip nhrp, {size} peers: Genie .parse slower by", theirs / ours, 6.0, size)


@pytest.mark.parametrize("size", SIZES)
def test_show_ip_nhrp_against_netmiko(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plain.textfsm").write_text(PLAIN, encoding="utf-8")
    index = "Template, Hostname, Platform, Command\n\nplain.textfsm, .*, cisco_ios, sh[[ow]] ip nh[[rp]]\n"
    (tmp_path / "index").write_text(index, encoding="utf-8")
    monkeypatch.setenv("NET_TEXTFSM", str(tmp_path))
    text = HUBS[size].nhrp

    def netmiko() -> None:
        rows = get_structured_data_textfsm(text, platform="cisco_ios", command="show ip nhrp")
        assert len(rows) == len(HUBS[size].cached)

    measured = side_by_side(lambda: nhrp.parse(text), netmiko, rounds=rounds(size))
    at_least(f"show ip nhrp, {size} peers: netmiko use_textfsm slower by", times(measured), 10.0, size)


def test_a_spokes_small_answer_against_ntc_templates() -> None:
    text = spoke().dmvpn

    def ours() -> None:
        for _ in range(100):
            dmvpn.parse(text)

    def theirs() -> None:
        for _ in range(100):
            parse_output(platform="cisco_ios", command="show dmvpn", data=text)

    at_least("show dmvpn of a spoke: ntc_templates slower per call by", times(side_by_side(ours, theirs)), 10.0)


@pytest.mark.parametrize("name", ["show_dmvpn", "show_ip_nhrp"])
def test_compiled_against_stock_textfsm(name: str) -> None:
    text = HUBS[1_000].dmvpn if name == "show_dmvpn" else HUBS[1_000].nhrp
    compiled, stock = program(name), textfsm.TextFSM(StringIO(textfsm_template(name)))
    assert compiled is not None

    def theirs() -> None:
        stock.Reset()
        stock.ParseText(text)

    lines = text.splitlines()
    measured = side_by_side(lambda: run(compiled, enumerate(lines, 1)), theirs)
    at_least(f"{name}: stock TextFSM slower than compiled by", times(measured), 3.0)


def test_every_template_of_ours_is_compiled() -> None:
    stems = [path.stem.removeprefix("cisco_ios_") for path in (parsers_dir() / "textfsm").glob("*.textfsm")]
    assert stems
    assert [stem for stem in stems if program(stem) is None] == []


@pytest.mark.parametrize("command", ["show dmvpn", "show ip nhrp"])
def test_a_peer_costs_the_same_among_ten_thousand(command: str) -> None:
    parse = dmvpn.parse if command == "show dmvpn" else nhrp.parse
    small, large = ((one.dmvpn if parse is dmvpn.parse else one.nhrp) for one in (HUBS[1_000], HUBS[10_000]))

    def ten_of_a_thousand() -> None:
        for _ in range(10):
            parse(small)

    growth = side_by_side(lambda: parse(large), ten_of_a_thousand).ratio
    report(f"{command}: time per peer, 10,000 against 1,000 peers", growth, 1.3)
    assert growth <= 1.3


def test_memory_of_a_typed_hub_against_genie(tmp_path: Path) -> None:
    made = HUBS[10_000]
    theirs = genie(tmp_path, {"dmvpn": made.dmvpn, "nhrp": made.nhrp}, "memory")["peak"]
    dmvpn.parse(HUBS[100].dmvpn)
    nhrp.parse(HUBS[100].nhrp)
    gc.collect()
    tracemalloc.start()
    kept = [dmvpn.parse(made.dmvpn), nhrp.parse(made.nhrp)]
    ours = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(kept) == 2
    report(f"peak memory of both answers, {ours / 1e6:.1f} MB of Genie's {theirs / 1e6:.1f} MB", ours / theirs, 1 / 3)
    assert ours <= theirs / 3


def test_what_ntc_templates_loses_of_the_mix() -> None:
    """The correctness of ours is held in the suite; this line is for the table."""
    made = HUBS[10_000]
    theirs = len(parse_output(platform="cisco_ios", command="show dmvpn", data=made.dmvpn))
    ours = len(dmvpn.rows(dmvpn.parse(made.dmvpn).values))
    print(f"show dmvpn, {len(made.shown)} rows printed: {ours} read, ntc-templates reads {theirs}")  # noqa: T201
    assert ours == len(made.shown)
