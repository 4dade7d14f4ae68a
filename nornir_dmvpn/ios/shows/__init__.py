"""The show commands that the program reads and prints: one module each, one line in ``SHOWS`` each."""

from typing import Any

from nornir_dmvpn.ios.shows import (
    bgp_summary,
    crypto_session,
    crypto_sockets,
    dmvpn,
    dmvpn_detail,
    eigrp_neighbors,
    ikev2_sa,
    ikev2_session,
    interface_brief,
    interface_tunnel,
    ip_protocols,
    ip_route,
    ip_route_prefix,
    ipsec_sa,
    isakmp_sa,
    nhrp,
    nhrp_brief,
    nhrp_multicast,
    nhrp_redirect,
    nhrp_self,
    nhrp_stats,
    nhrp_summary,
    nhrp_traffic,
    nhs,
    nhs_redundancy,
    ospf_neighbor,
    version,
)
from nornir_dmvpn.ios.shows.dmvpn_section import CountMismatch, count_mismatches
from nornir_dmvpn.ios.shows.show_command import JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.ios.shows.terminal import split_prompt

SHOWS: tuple[ShowCommand[Any], ...] = (
    dmvpn.SHOW,
    dmvpn_detail.SHOW,
    nhs_redundancy.SHOW,
    nhrp_brief.SHOW,
    nhrp_self.SHOW,
    nhrp_redirect.SHOW,
    nhrp_summary.SHOW,
    nhrp_traffic.SHOW,
    nhrp_stats.SHOW,
    nhrp_multicast.SHOW,
    nhs.SHOW,
    nhrp.SHOW,
    version.SHOW,
    isakmp_sa.SHOW,
    ikev2_sa.SHOW,
    ikev2_session.SHOW,
    ipsec_sa.SHOW,
    crypto_session.SHOW,
    crypto_sockets.SHOW,
    interface_brief.SHOW,
    interface_tunnel.SHOW,
    ip_route_prefix.SHOW,
    ip_route.SHOW,
    eigrp_neighbors.SHOW,
    ospf_neighbor.SHOW,
    bgp_summary.SHOW,
    ip_protocols.SHOW,
)
"""Every show command, in the order in which a typed command is tried."""


def find_command(text: str) -> tuple[ShowCommand[Any], dict[str, str]] | None:
    """The show command that IOS would take ``text`` for, with its arguments; ``None`` if it is none of ours.

    ``sh ip nhr nhs det`` → (``show ip nhrp nhs``, ``{"detail": "detail"}``). An argument other than ``detail`` means
    that the answer shows a part of the section.
    """
    for show in SHOWS:
        arguments = show.match(text)
        if arguments is not None:
            return show, arguments
    return None


__all__ = [
    "SHOWS",
    "CountMismatch",
    "JsonRow",
    "Parsed",
    "RenderOptions",
    "ShowCommand",
    "count_mismatches",
    "find_command",
    "split_prompt",
]
