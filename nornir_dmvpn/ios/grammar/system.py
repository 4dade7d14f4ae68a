"""Global lines about the router itself: names, forwarding, multicast, the log of DMVPN."""

from dataclasses import replace
from ipaddress import ip_address
from typing import Any, Final

from nornir_dmvpn.ios.grammar.argument import IPV4, LINE, WORD, ArgumentType, integer
from nornir_dmvpn.ios.grammar.entry import flag, one
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.system import DomainServer, MulticastRouting, RendezvousPoint

_GLOBAL: Final = "global"
_LOGGING: Final = "logging dmvpn"


def _addresses(text: str) -> tuple[IPAddress, ...]:
    return tuple(ip_address(word) for word in text.split())


def _join(value: Any) -> str:
    return " ".join(str(one).upper() for one in value)


_ADDRESSES: Final = ArgumentType(
    name="addresses",
    regex=r"[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]+(?: [0-9A-Fa-f]*[.:][0-9A-Fa-f.:]+)*",
    read=_addresses,
    write=_join,
    most=6,
    hint="A.B.C.D",
)

_ACCESS_LIST: Final = replace(WORD, regex=r"(?!override$|override )\S+")

TABLE: Final = Table(
    area="system",
    lines=(
        one(_GLOBAL, "version {}", WORD, "version", 10, typed=False),
        one(_GLOBAL, "hostname {}", WORD, "hostname", 20),
        flag(
            _GLOBAL,
            _LOGGING,
            "system.logging_dmvpn",
            38,
            default=False,
            fixed={"logging_dmvpn_rate": None},
            slot=_LOGGING,
        ),
        one(
            _GLOBAL,
            "logging dmvpn rate-limit {}",
            integer(1, 10000),
            "system.logging_dmvpn_rate",
            39,
            fixed={"logging_dmvpn": True},
            slot=_LOGGING,
        ),
        flag(_GLOBAL, "ip routing", "system.routing", 46, default=True),
        flag(_GLOBAL, "ip domain lookup", "system.domain_lookup", 140, default=True, aliases=("ip domain-lookup",)),
        one(_GLOBAL, "ip domain name {}", WORD, "system.domain_name", 141, aliases=("ip domain-name {}",)),
        Line(
            mode=_GLOBAL,
            syntax="ip name-server [vrf {vrf}] {addresses}",
            types={"vrf": WORD, "addresses": _ADDRESSES},
            field="name_servers",
            record=DomainServer,
            many=True,
            order=142,
        ),
        flag(_GLOBAL, "ip cef", "system.cef", 145),
        flag(_GLOBAL, "ipv6 unicast-routing", "system.unicast_routing6", 146, default=False),
        flag(_GLOBAL, "ipv6 cef", "system.cef6", 147),
        Line(
            mode=_GLOBAL,
            syntax="ip multicast-routing [vrf {vrf}] [distributed]",
            types={"vrf": WORD},
            field="multicast_routing",
            record=MulticastRouting,
            many=True,
            key=("vrf",),
            order=143,
        ),
        Line(
            mode=_GLOBAL,
            syntax="ip pim [vrf {vrf}] rp-address {address} [{access_list}] [override]",
            types={"vrf": WORD, "address": IPV4, "access_list": _ACCESS_LIST},
            field="rendezvous_points",
            record=RendezvousPoint,
            many=True,
            order=804,
        ),
        one(_GLOBAL, "ip pim ssm {}", LINE, "system.pim_ssm", 805),
    ),
)
