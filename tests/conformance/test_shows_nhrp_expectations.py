"""What the contributors of Genie and ntc-templates expect, field by field, and where they are wrong."""

import runpy
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import dmvpn, nhrp, nhrp_redirect, nhrp_self, nhrp_stats, nhrp_summary, nhrp_traffic, nhs
from nornir_dmvpn.ios.shows.duration import render_duration
from nornir_dmvpn.model.address import NEVER
from nornir_dmvpn.model.interface_name import short_name
from nornir_dmvpn.model.nhrp_state import NhrpSummary, NhrpTraffic, PacketCounts, TypeCounts
from nornir_dmvpn.model.state import DmvpnPeer, NhrpEntry, NhsEntry
from tests.captures import captures_folder

pytestmark = pytest.mark.conformance

GENIE = captures_folder() / "genieparser"
Tree = dict[Any, Any]

MISSING: dict[str, list[tuple[Any, ...]]] = {
    "ShowIpNhrpNhs/iosxe__golden_output": [("Tunnel100", "nhs_ip", "172.16.0.1")],
    "ShowIpNhrpNhs/iosxe__golden_output_2": [("Tunnel100", "nhs_ip", "172.16.0.1")],
}
"""What is in the output and not in their expectation: a server without an NBMA address is no row of theirs."""


def letters(peer: DmvpnPeer) -> str:
    return "".join(letter for letter in dmvpn.ATTRIBUTES if letter in peer.attributes)


def show_dmvpn(text: str) -> Tree:
    found: Tree = {}
    for tunnel in dmvpn.parse(text).values:
        entries: Tree = {}
        for peer in tunnel.peers:
            peers = entries.setdefault(peer.entries, {"peers": {}})["peers"]
            addresses = peers.setdefault(str(peer.nbma).upper(), {"tunnel_addr": {}})["tunnel_addr"]
            attributes = addresses.setdefault(str(peer.tunnel), {"attrb": {}})["attrb"]
            attributes[letters(peer)] = {"state": peer.state.value, "time": render_duration(peer.updown)}
        found[tunnel.interface] = {"ent": entries, "nhrp_peers": tunnel.declared_peers, "type": tunnel.role.value}
    return {"interfaces": found}


def show_dmvpn_ipv6(text: str) -> Tree:
    return {
        "interfaces": {
            tunnel.interface: {
                "type": tunnel.role.value,
                "nhrp_peers": tunnel.declared_peers,
                "peers": {
                    str(peer.nbma).upper(): {
                        "tunnel_addr": str(peer.tunnel).upper(),
                        "ipv6_target_network": str(peer.target).upper(),
                        "ent": peer.entries,
                        "status": peer.state.value,
                        "updn_time": render_duration(peer.updown),
                        "cache_attrib": letters(peer),
                    }
                    for peer in tunnel.peers
                },
            }
            for tunnel in dmvpn.parse(text).values
        }
    }


def expiry(entry: NhrpEntry, prefix: str = "") -> str:
    return "never expire" if entry.expires is NEVER else prefix + render_duration(entry.expires)


def flags(entry: NhrpEntry) -> list[str]:
    return [flag for flag in nhrp.FLAGS if flag in entry.flags]


def show_ip_nhrp(text: str) -> Tree:
    found: Tree = {}
    for entry in nhrp.parse(text).values:
        one: Tree = {
            "tunnel": {
                "tunnel_name": entry.interface,
                "created": render_duration(entry.created),
                "expire": expiry(entry),
            },
            "type": entry.type.value,
            "flags": " ".join(flags(entry)),
            "nbma_address": str(entry.nbma),
        }
        if entry.preference is not None:
            one["preference"] = entry.preference
        if entry.requester is not None:
            one |= {"requester": str(entry.requester), "request_id": str(entry.request_id)}
        found[str(entry.target)] = {"via": {str(entry.via): one}}
    return found


def show_ip_nhrp_vrf(text: str) -> Tree:
    found: Tree = {}
    for entry in nhrp.parse(text).values:
        found[str(entry.target)] = {
            "via": str(entry.via),
            "tunnel": entry.interface.removeprefix("Tunnel"),
            "created": render_duration(entry.created),
            "expire": expiry(entry, "expire "),
            "type": entry.type.value,
            "flags": flags(entry),
            "nbma_address": str(entry.nbma),
        }
        if entry.group is not None:
            found[str(entry.target)]["group"] = entry.group
    return {"entries": found}


def server(one: NhsEntry) -> Tree:
    socket = None if one.socket_requested is None else str(one.socket_requested).upper()
    told = {
        "nhs_state": one.state.value,
        "nbma_address": None if one.nbma is None else str(one.nbma),
        "priority": one.priority,
        "cluster": one.cluster,
        "req_sent": one.requests_sent,
        "req_failed": one.requests_failed,
        "reply_recv": one.replies_received,
        "receive_time": None if one.last_reply_age is None else render_duration(one.last_reply_age),
        "current_request_id": one.request_id,
        "ack": one.acknowledged_id,
        "protection_socket_requested": socket,
    }
    return {name: value for name, value in told.items() if value is not None}


def show_ip_nhrp_nhs(text: str) -> Tree:
    report = nhs.parse(text).values
    found: Tree = {}
    for one in report.servers:
        found.setdefault(one.interface, {"nhs_ip": {}})["nhs_ip"][str(one.address)] = server(one)
    if report.pending:
        waiting: Tree = {}
        for late in report.pending:
            waiting[str(late.request_id)] = {"ret": late.retry, "nhs_ip": str(late.nhs), "nhs_state": "expired"}
            if f"expired ({short_name(late.interface)})" in text:
                waiting[str(late.request_id)]["tunnel"] = short_name(late.interface)
        found["pending_registration_requests"] = {"req_id": waiting}
    return found


def show_ip_nhrp_redirect(text: str) -> Tree:
    return {
        "entries": {
            str(one.target): {
                "ip": str(one.target),
                "via": str(one.via),
                "type": one.type.value,
                "flags": " ".join(sorted(one.flags)),
                "nbma_address": str(one.nbma),
                "hold_time": one.hold_time,
                "authentication": one.authentication,
            }
            for one in nhrp_redirect.parse(text).values
        }
    }


def show_ip_nhrp_self(text: str) -> Tree:
    return {
        "entries": {
            str(one.entry.target): {
                "ip": str(one.entry.target),
                "via": str(one.entry.via),
                "tunnel": one.entry.interface.removeprefix("Tunnel"),
                "created": render_duration(one.entry.created),
                "expires": expiry(one.entry),
                "type": one.entry.type.value,
                "flags": " ".join(flags(one.entry)),
                "nbma_address": str(one.entry.nbma),
                "metadata_exchange_framework": {
                    str(part.type): {"state": part.state, "mef_ext_data": hex(part.data)} for part in one.metadata
                },
            }
            for one in nhrp_self.parse(text).values
        }
    }


def by_type(counts: TypeCounts) -> list[int]:
    return [counts.static, counts.dynamic, counts.incomplete]


def summary_numbers(one: NhrpSummary) -> list[Any]:
    """The numbers in the order of their expectation, which has them under other names for IPv4 and IPv6."""
    route = [one.route, one.rib, one.rib_routes, one.rib_overrides, one.bgp]
    remote = [one.remote, *by_type(one.remote_types), one.nhop, one.bfd, one.default, one.temporary]
    return [
        [one.entries, one.size, *by_type(one.types)],
        [*remote, route, one.remote_lfib],
        [one.local, *by_type(one.local_types), one.local_lfib],
    ]


def nested(tree: Any) -> Any:
    return [nested(value) for value in tree.values()] if isinstance(tree, dict) else tree


def counts(one: PacketCounts) -> Tree:
    told = {field.name: getattr(one, field.name) for field in fields(one)}
    return {("redirect_supress" if name == "redirect_suppress" else name): value for name, value in told.items()}


def block(one: NhrpTraffic) -> Tree:
    found: Tree = {"sent": counts(one.sent), "rcvd": counts(one.received)}
    if one.forwarded is not None:
        found["fwd"] = counts(one.forwarded)
    if one.queue is not None:
        found |= dict(zip(("packet", "queue", "size"), one.queue, strict=True))
    if one.send_limit is not None:
        found |= {"max_send_limit": f"{one.send_limit}Pkts/{one.limit_period}Sec", "usage": f"{one.usage}%"}
    return found


def show_ip_nhrp_traffic(text: str) -> Tree:
    found = nhrp_traffic.parse(text).values
    named = {one.interface or "global_statistics": block(one) for one in found}
    return {"statistics" if "global_statistics" in named else "interface": named}


READERS: dict[str, Callable[[str], Tree]] = {
    "ShowDmvpn": show_dmvpn,
    "ShowDmvpnIpv6": show_dmvpn_ipv6,
    "ShowIpNhrp": show_ip_nhrp,
    "ShowIpNhrpDetail": show_ip_nhrp,
    "ShowIpNhrpVrf": show_ip_nhrp_vrf,
    "ShowIpNhrpNhs": show_ip_nhrp_nhs,
    "ShowIpNhrpNhsDetail": show_ip_nhrp_nhs,
    "ShowIpNhrpRedirect": show_ip_nhrp_redirect,
    "ShowIpNhrpSelf": show_ip_nhrp_self,
    "ShowIpNhrpTraffic": show_ip_nhrp_traffic,
    "ShowIpNhrpTrafficDetail": show_ip_nhrp_traffic,
}


def cases(names: Sequence[str]) -> list[Any]:
    found = [path for name in names for path in sorted((GENIE / name).glob("*")) if path.is_dir()]
    return [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in found]


def expectation(path: Path) -> Tree:
    found: Tree = runpy.run_path(str(path / "expected.py"))["expected_output"]
    return found


def take(tree: Tree, way: tuple[Any, ...]) -> None:
    for key in way[:-1]:
        tree = tree[key]
    del tree[way[-1]]


def test_every_kind_of_output_has_a_case() -> None:
    assert all(cases([name]) for name in READERS)


@pytest.mark.parametrize("path", cases(list(READERS)))
def test_our_values_are_theirs(path: Path) -> None:
    found = READERS[path.parent.name]((path / "output.txt").read_text(encoding="utf-8"))
    for way in MISSING.get(f"{path.parent.name}/{path.name}", []):
        take(found, way)
    assert found == expectation(path)


@pytest.mark.parametrize("path", cases(["ShowIpNhrpSummary", "ShowIpv6NhrpSummary"]))
def test_our_numbers_of_the_cache_are_theirs(path: Path) -> None:
    (value,) = nhrp_summary.parse((path / "output.txt").read_text(encoding="utf-8")).values
    (theirs,) = expectation(path).items()
    assert theirs[0] == ("ipv6_nhrp" if value.family.value == "IPv6" else "ip_nhrp")
    assert summary_numbers(value) == nested(theirs[1])


@pytest.mark.parametrize(
    "path", cases(["ShowIpNhrpStats", "ShowIpNhrpStatsDetail", "ShowNhrpStats", "ShowNhrpStatsDetail"])
)
def test_our_event_counters_are_theirs(path: Path) -> None:
    """Their names are ours written differently; direction, order, counts and errors are compared."""
    theirs = expectation(path)["interface"]
    ours = nhrp_stats.parse((path / "output.txt").read_text(encoding="utf-8")).values
    assert len(ours) == len(theirs)
    for one, (name, groups) in zip(ours, theirs.items(), strict=True):
        assert one.interface in (name, None)
        told = [(key[0], value) for group in groups.values() for key, value in group.items()]
        assert [pair for count in one.counts for pair in (count.count, count.errors)] == [value for _, value in told]
        assert [count.direction.value.lower() for count in one.counts] == [letter for letter, _ in told[::2]]


def test_where_their_expectation_of_servers_is_wrong() -> None:
    """172.16.0.1 stands in the output, below Tunnel100, and is not in what they expect of it."""
    for name, ways in MISSING.items():
        text = (GENIE / name / "output.txt").read_text(encoding="utf-8")
        for interface, key, address in ways:
            assert f"\n{address}   E  priority = 0" in text
            assert address not in expectation(GENIE / name)[interface][key]
            assert address in show_ip_nhrp_nhs(text)[interface]["nhs_ip"]


def test_what_their_expectation_of_the_cache_does_not_say() -> None:
    """``(no-socket)`` of a local entry has no key in their schema; ours has it."""
    for name in ("ShowIpNhrp", "ShowIpNhrpDetail"):
        text = (GENIE / name / "iosxe__golden_output" / "output.txt").read_text(encoding="utf-8")
        assert [str(entry.target) for entry in nhrp.parse(text).values if entry.no_socket] == ["100.0.0.1/32"]
        assert "socket" not in str(expectation(GENIE / name / "iosxe__golden_output"))


def test_the_rows_of_ntc_templates_are_ours() -> None:
    folder = captures_folder() / "ntc-templates" / "show_dmvpn"
    theirs = yaml.safe_load((folder / "cisco_ios_show_dmvpn.yml").read_text(encoding="utf-8"))["parsed_sample"]
    (tunnel,) = dmvpn.parse((folder / "cisco_ios_show_dmvpn.raw").read_text(encoding="utf-8")).values
    assert theirs == [
        {
            "peer_nbma": str(peer.nbma),
            "peer_tunnel": str(peer.tunnel),
            "state": peer.state.value,
            "uptime": render_duration(peer.updown),
            "attribute": letters(peer),
        }
        for peer in tunnel.peers
    ]


def test_the_counts_of_lines_are_not_an_answer_of_ours() -> None:
    """``show dmvpn | count`` prints a number, no rows: the pipe makes it another command."""
    text = (GENIE / "ShowDmvpnCountStatus" / "iosxe__golden_output" / "output.txt").read_text(encoding="utf-8")
    with pytest.raises(ParseError, match="not the output of that command"):
        dmvpn.parse(text)
