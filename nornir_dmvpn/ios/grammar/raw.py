"""Lines IOS knows and this project does not model: accepted when typed, kept as text, never touched by a plan.

One entry per first words. ``SINGLE`` replace one another (``duplex auto`` → ``duplex full``), ``MANY`` stand beside
one another (``ntp server …``). Sections open a mode whose lines are kept as they are.
"""

from collections.abc import Iterable
from typing import Final

from nornir_dmvpn.ios.grammar.argument import LINE
from nornir_dmvpn.ios.grammar.line import Line, Table

_SINGLE: Final[dict[str, tuple[str, ...]]] = {
    "global": (
        "boot-start-marker",
        "boot-end-marker",
        "clock timezone",
        "cts logging",
        "enable password",
        "enable secret",
        "file prompt",
        "ip forward-protocol",
        "ip http",
        "ip scp server",
        "ip source-route",
        "ip ssh",
        "ip subnet-zero",
        "ip tcp",
        "license",
        "mmi",
        "platform",
        "spanning-tree",
        "subscriber",
        "vtp",
        "end",
        "config-register",
        "crypto ipsec security-association",
    ),
    "interface": (
        "arp",
        "carrier-delay",
        "cdp",
        "duplex",
        "encapsulation",
        "fair-queue",
        "half-duplex",
        "full-duplex",
        "hold-queue",
        "ip bandwidth-percent",
        "ip flow",
        "ip nat",
        "ip nhrp event-publisher",
        "ip ospf",
        "ip pim",
        "ip route-cache",
        "ip verify",
        "ip virtual-reassembly",
        "ipv6",
        "logging event",
        "mac-address",
        "media-type",
        "mpls",
        "mtu",
        "negotiation",
        "ppp",
        "serial",
        "service-policy",
        "snmp",
        "speed",
        "clock rate",
        "switchport",
        "channel-group",
    ),
    "isakmp policy": (),
    "ikev2 proposal": (),
    "ikev2 policy": (),
    "ikev2 keyring": (),
    "ikev2 peer": ("identity",),
    "ikev2 profile": (
        "aaa",
        "config-exchange",
        "anyconnect",
        "identity local",
        "lifetime certificate",
        "reconnect",
        "shutdown",
    ),
    "transform-set": (),
    "ipsec profile": (
        "set mixed-mode",
        "set reverse-route",
        "set security-association",
        "set security-policy",
    ),
    "vrf definition": ("vnet",),
    "ip vrf": ("export", "import", "maximum"),
    "vrf address-family": ("mdt", "bgp"),
    "router eigrp": ("default-information", "metric", "nsf", "timers"),
    "router eigrp named": ("service-family",),
    "eigrp address-family": ("metric", "timers", "nsf", "remote-neighbors", "maximum-prefix", "soft-sia"),
    "eigrp ipv6 address-family": ("metric", "timers", "nsf", "maximum-prefix", "soft-sia"),
    "eigrp af-interface": ("dampening-change", "dampening-interval"),
    "eigrp ipv6 af-interface": ("authentication", "bfd", "dampening-change", "dampening-interval"),
    "eigrp topology": ("offset-list", "snmp", "traffic-share", "distance", "metric", "timers"),
    "eigrp ipv6 topology": ("offset-list", "snmp", "traffic-share", "distance", "metric", "timers"),
    "router ospf": ("capability", "distance", "ispf", "max-metric", "mpls", "nsf", "nsr", "timers", "ttl-security"),
    "router ospfv3": ("distance", "max-metric", "nsf", "timers", "log-adjacency-changes"),
    "ipv6 router ospf": ("distance", "max-metric", "nsf", "timers", "log-adjacency-changes"),
    "ospfv3 address-family": ("area", "distance", "max-metric", "maximum-paths", "timers"),
    "router rip": ("distance", "flash-update-threshold", "output-delay", "traffic-share"),
    "router odr": ("distance", "maximum-paths"),
    "router bgp": ("distance", "scope", "table-map"),
    "bgp address-family": ("distance", "import", "table-map"),
    "bgp peer-session": (),
    "bgp peer-policy": ("filter-list", "maximum-prefix", "weight"),
    "route-map": ("match metric", "set metric"),
    "isakmp keyring": (),
    "isakmp profile": ("client", "accounting", "isakmp", "virtual-template"),
    "crypto map": ("set identity", "set nat", "set reverse-route", "qos"),
    "crypto dynamic-map": ("set identity", "set nat", "set reverse-route", "set security-association"),
    "pki trustpoint": ("authorization", "chain-validation", "crl", "eckeypair", "ip-extension", "primary", "root"),
    "pki server": ("auto-rollover", "cdp-url", "database", "eku", "mode", "serial-number"),
    "standard access-list": (),
    "ip sla": ("owner", "request-data-size", "tos", "verify-data", "history"),
    "track": ("threshold", "ip vrf", "carrier-delay"),
    "policy-map class": ("compression", "drop", "netflow-sampler"),
    "key-chain key": (),
}
_MANY: Final[dict[str, tuple[str, ...]]] = {
    "global": (
        "aaa",
        "access-list",
        "alias",
        "banner",
        "bridge",
        "call-home",
        "cdp",
        "crypto engine",
        "event",
        "exception",
        "hw-module",
        "ip access-list",
        "ip as-path",
        "ip community-list",
        "ip dhcp",
        "ip flow-export",
        "ip host",
        "ip icmp",
        "ip local",
        "ip name-server",
        "ip nat",
        "ip nbar",
        "ip pim",
        "ip prefix-list",
        "ip radius",
        "ip route",
        "ip tftp",
        "ip tacacs",
        "ipv6",
        "lldp",
        "logging",
        "login",
        "memory-size",
        "mpls",
        "multilink",
        "ntp",
        "parser",
        "privilege",
        "process",
        "radius-server",
        "security",
        "service",
        "snmp-server",
        "standby",
        "tacacs-server",
        "username",
        "voice-card",
        "xconnect",
    ),
    "interface": (
        "glbp",
        "ip helper-address",
        "ip igmp",
        "ip address negotiated",
        "standby",
        "vrrp",
    ),
    "ikev2 profile": (
        "match identity remote any",
        "match identity remote email",
        "match identity remote fqdn",
        "match identity remote key-id",
        "authentication local eap",
        "authentication remote eap",
        "keyring aaa",
    ),
    "router eigrp": ("distribute-list", "offset-list", "redistribute", "summary-metric"),
    "eigrp topology": ("distribute-list", "redistribute"),
    "eigrp ipv6 topology": ("distribute-list", "redistribute"),
    "router ospf": ("area", "distribute-list", "discard-route", "neighbor", "redistribute"),
    "router ospfv3": ("area", "distribute-list", "redistribute"),
    "ipv6 router ospf": ("area", "distribute-list", "redistribute"),
    "ospfv3 address-family": ("distribute-list", "redistribute"),
    "router rip": ("distribute-list", "offset-list", "redistribute"),
    "router bgp": ("aggregate-address", "bgp", "neighbor", "network", "redistribute"),
    "bgp address-family": ("aggregate-address", "bgp", "neighbor", "network", "redistribute"),
    "route-map": ("match", "set"),
    "isakmp profile": ("match",),
    "standard access-list": ("remark",),
    "extended access-list": ("remark", "permit", "deny", "evaluate"),
    "ip sla": ("udp-jitter", "udp-echo", "tcp-connect", "http", "path-echo", "dns"),
    "track": ("object",),
    "policy-map class": ("set",),
    "pki trustpoint": ("enrollment", "match"),
}
_SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "global": (
        "archive",
        "class-map",
        "control-plane",
        "controller",
        "crypto dynamic-map",
        "crypto keyring",
        "crypto map",
        "crypto isakmp profile",
        "crypto pki",
        "crypto ikev2 authorization",
        "flow",
        "ip access-list extended",
        "ip access-list standard",
        "ip dhcp pool",
        "ip sla",
        "ipv6 access-list",
        "ipv6 router",
        "key chain",
        "line aux",
        "line con",
        "line console",
        "line vty",
        "map-class",
        "policy-map",
        "redundancy",
        "route-map",
        "router bgp",
        "router isis",
        "router odr",
        "router ospf",
        "router ospfv3",
        "router rip",
        "telemetry",
        "template",
        "track",
        "vlan",
    ),
    "router eigrp": ("address-family",),
    "router rip": ("address-family",),
}
KEPT: Final = "kept"
"""The mode below a section that is not modelled."""
_KEPT_WORDS: Final = """
    accept-lifetime access-class access-list accounting activate address-family aggregate-address aggressive
    area attribute authentication authorization authorization-list auto-cost auto-summary bandwidth bfd bgp
    certificate class client connect crl default-information default-metric default-router delay deny
    description destination distance distribute-list dns-server domain-name drop enrollment event exec
    exec-timeout exit-address-family exit-af-topology export failure fqdn frequency grant hash history
    icmp-echo import ip ipv6 issuer-name key key-string keyring lease length lifetime local-address log
    logging login match max-metric maximum-paths mode neighbor netbios-name-server network nssa object option
    passive-interface password path permit police pre-shared-key priority privilege queue-limit quit
    random-detect redistribute rekey remark request-data-size revocation-check rotary route-target router-id
    rsakeypair self-identity send-lifetime sequence serial-number service-policy session-timeout set shape
    shutdown source source-interface speed start stopbits subject-alt-name subject-name summary-address
    synchronization tag threshold timeout timers topology traffic-export transport udp-jitter usage variance
    version vrf width write-memory
"""


def _kept(mode: str, words: str, *, many: bool, opens: str | None = None) -> Line:
    return Line(
        mode=mode,
        syntax=f"{words} [{{rest}}]",
        types={"rest": LINE},
        many=many,
        slot="" if many else f"{mode}/{words}",
        opens=opens,
        raw=True,
        order=_RANK.get(words.split(maxsplit=1)[0], 500) if mode == "global" else 350 if mode == "interface" else 900,
    )


_RANK: Final[dict[str, int]] = {
    "service": 15,
    "platform": 16,
    "boot-start-marker": 21,
    "boot-end-marker": 22,
    "aaa": 40,
    "clock": 45,
    "multilink": 150,
    "license": 160,
    "username": 170,
    "redundancy": 180,
    "ip": 810,
    "access-list": 820,
    "route-map": 830,
    "snmp-server": 840,
    "radius-server": 850,
    "control-plane": 860,
    "banner": 870,
    "line": 880,
    "ntp": 890,
    "end": 999,
    "router": 710,
}
"""Where kept global lines stand between the modelled ones; 500 otherwise."""


_LAST: Final = 999


def _lines() -> tuple[Line, ...]:
    found = [_kept(mode, words, many=False) for mode, entries in _SINGLE.items() for words in entries]
    found += [_kept(mode, words, many=True) for mode, entries in _MANY.items() for words in entries]
    found += [_kept(mode, words, many=True, opens=KEPT) for mode, entries in _SECTIONS.items() for words in entries]
    found += [_kept(KEPT, word, many=True) for word in _KEPT_WORDS.split()]
    return tuple(found)


def exits(tables: Iterable[Table]) -> Table:
    """The lines that leave the modes which the lines of ``tables`` open: ``exit``, ``exit-address-family`` …"""
    found = {(KEPT, "exit")}
    for table in tables:
        for line in table.lines:
            if line.opens:
                found |= {(line.opens, "exit"), (line.opens, line.exit or "exit")}
    lines = (Line(mode=mode, syntax=text, raw=True, order=_LAST) for mode, text in sorted(found))
    return Table(area="exits", lines=tuple(lines))


TABLE: Final = Table(area="kept", lines=_lines())
