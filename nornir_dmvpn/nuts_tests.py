"""Test classes for nuts (pip install 'nornir-dmvpn[nuts]'): a DMVPN tested by a YAML file, read with our parsers.

``test_module: nornir_dmvpn.nuts_tests``, ``test_class``: one of the classes below, ``test_data``: a list with ``host``
and the words of the test. nuts 3.6; see docs/how-to/netmiko.md.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from nornir.core.task import MultiResult, Result, Task
from nuts.context import NornirNutsContext
from nuts.helpers.result import AbstractHostResultExtractor, NutsResult

from nornir_dmvpn.ios.shows import JsonRow, find_command
from nornir_dmvpn.tasks.ways import open_session

SHOWS = ("show dmvpn", "show ip nhrp", "show ip nhrp nhs")
Answers = Mapping[str, list[JsonRow]]
"""Rows by command, as ``dmvpn parse -o json`` has them."""


def dmvpn_rows(task: Task) -> Result:
    """Nornir task: the rows of every command in ``SHOWS``. Fails where an answer is not understood to the last line."""
    rows: dict[str, list[JsonRow]] = {}
    with open_session(task) as session:
        for command in SHOWS:
            found = find_command(command)
            if found is not None:
                rows[command] = found[0].rows(found[0].parse(session.ask(command)).values)
    return Result(host=task.host, result=rows)


class DmvpnExtractor(AbstractHostResultExtractor):  # type: ignore[misc] # nuts ships no types
    """Gives each host its rows."""

    def single_transform(self, single_result: MultiResult) -> Answers:
        """What :func:`dmvpn_rows` returned for one host."""
        answers: Answers = self._simple_extract(single_result)
        return answers


class DmvpnContext(NornirNutsContext):  # type: ignore[misc] # nuts ships no types
    """Asks all hosts of the test data once."""

    def nuts_task(self) -> Callable[..., Result]:
        """What runs on every host."""
        return dmvpn_rows

    def nuts_extractor(self) -> DmvpnExtractor:
        """What makes rows of its result."""
        return DmvpnExtractor(self)


CONTEXT = DmvpnContext


def _row(result: NutsResult, command: str, wanted: Mapping[str, Any]) -> JsonRow:
    """The row with all of ``wanted``; the test fails with what is there instead."""
    rows: list[JsonRow] = result.result[command]
    found = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    seen = [{key: row[key] for key in wanted} for row in rows]
    assert found, f"{command} has no row with {dict(wanted)}; it has {seen}"  # noqa: S101 # pytest explains it
    return found[0]


def _same(what: str, found: object, expected: object) -> None:
    """Pytest rewrites no assertion of a module that nuts imports, so it says itself what is different."""
    assert found == expected, f"{what} - Expected: {expected} Actual: {found}"  # noqa: S101


class TestDmvpnPeer:
    """A row of ``show dmvpn``, found by its tunnel address."""

    @pytest.mark.nuts("tunnel,state")
    def test_state(self, single_result: NutsResult, tunnel: str, state: str) -> None:
        """``UP``, or how far it has come."""
        _same("state", _row(single_result, "show dmvpn", {"tunnel": tunnel})["state"], state)

    @pytest.mark.nuts("tunnel,nbma")
    def test_nbma(self, single_result: NutsResult, tunnel: str, nbma: str) -> None:
        """The underlay address."""
        _same("nbma", _row(single_result, "show dmvpn", {"tunnel": tunnel})["nbma"], nbma)

    @pytest.mark.nuts("tunnel,attributes")
    def test_attributes(self, single_result: NutsResult, tunnel: str, attributes: list[str]) -> None:
        """``[S]``, ``[D, T1]`` in any order."""
        _same(
            "attributes",
            sorted(_row(single_result, "show dmvpn", {"tunnel": tunnel})["attributes"]),
            sorted(attributes),
        )


class TestDmvpnPeerCount:
    """How many peers of an interface ``show dmvpn`` counts (0 where it prints no section)."""

    @pytest.mark.nuts("interface,peers")
    def test_peers(self, single_result: NutsResult, interface: str, peers: int) -> None:
        """As ``NHRP Peers:`` says."""
        rows = [row for row in single_result.result["show dmvpn"] if row["interface"] == interface]
        _same("peers", rows[0]["peers"] if rows else 0, peers)


class TestNhrpEntry:
    """An entry of ``show ip nhrp``, found by its target (``10.0.0.1/32``)."""

    @pytest.mark.nuts("target,nbma")
    def test_nbma(self, single_result: NutsResult, target: str, nbma: str) -> None:
        """The underlay address."""
        _same("nbma", _row(single_result, "show ip nhrp", {"target": target})["nbma"], nbma)

    @pytest.mark.nuts("target,type")
    def test_type(self, single_result: NutsResult, target: str, type: str) -> None:  # noqa: A002 # the word in the YAML
        """``static``, ``dynamic`` or ``incomplete``."""
        _same("type", _row(single_result, "show ip nhrp", {"target": target})["type"], type)


class TestNhrpServer:
    """A server of ``show ip nhrp nhs``, found by its address."""

    @pytest.mark.nuts("address,state")
    def test_state(self, single_result: NutsResult, address: str, state: str) -> None:
        """``RE``: it answers."""
        _same("state", _row(single_result, "show ip nhrp nhs", {"address": address})["state"], state)
