"""Lines IOS knows and this project does not model: accepted when typed, kept as text, never touched by a plan.

One entry per first words. ``SINGLE`` replace one another (``duplex auto`` → ``duplex full``), ``MANY`` stand beside
one another (``ntp server …``). Sections open a mode whose lines are kept as they are.
"""

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
        "ip cef",
        "ip domain lookup",
        "ip domain-lookup",
        "ip domain name",
        "ip domain-name",
        "ip forward-protocol",
        "ip http",
        "ip multicast-routing",
        "ip routing",
        "ip scp server",
        "ip source-route",
        "ip ssh",
        "ip subnet-zero",
        "ip tcp",
        "ipv6 cef",
        "ipv6 unicast-routing",
        "license",
        "mmi",
        "platform",
        "spanning-tree",
        "subscriber",
        "vtp",
        "end",
        "config-register",
        "crypto isakmp identity",
        "crypto isakmp invalid-spi-recovery",
        "crypto isakmp keepalive",
        "crypto isakmp nat",
        "crypto ikev2 dpd",
        "crypto ikev2 limit",
        "crypto ikev2 nat",
        "crypto ipsec security-association",
        "crypto ipsec df-bit",
        "crypto ipsec fragmentation",
    ),
    "interface": (
        "arp",
        "carrier-delay",
        "cdp",
        "crypto map",
        "duplex",
        "encapsulation",
        "fair-queue",
        "half-duplex",
        "full-duplex",
        "hold-queue",
        "ip access-group",
        "ip bandwidth-percent",
        "ip flow",
        "ip nat",
        "ip nhrp attribute",
        "ip nhrp cache",
        "ip nhrp connect",
        "ip nhrp event-publisher",
        "ip nhrp group",
        "ip nhrp interest",
        "ip nhrp max-send",
        "ip nhrp record",
        "ip nhrp responder",
        "ip nhrp send-routed",
        "ip nhrp server-only",
        "ip nhrp trigger-svc",
        "ip nhrp use",
        "ip ospf",
        "ip pim",
        "ip policy",
        "ip proxy-arp",
        "ip rip",
        "ip route-cache",
        "ip split-horizon",
        "ip unnumbered",
        "ip unreachables",
        "ip verify",
        "ip virtual-reassembly",
        "ipv6",
        "load-interval",
        "logging event",
        "mac-address",
        "media-type",
        "mpls",
        "mtu",
        "negotiation",
        "nhrp",
        "ppp",
        "qos",
        "serial",
        "service-policy",
        "snmp",
        "speed",
        "clock rate",
        "switchport",
        "channel-group",
        "tunnel bandwidth",
        "tunnel path-mtu-discovery",
        "tunnel tos",
        "tunnel ttl",
        "tunnel route-via",
    ),
    "isakmp policy": (),
    "ikev2 proposal": ("prf",),
    "ikev2 policy": ("match address",),
    "ikev2 keyring": (),
    "ikev2 peer": ("description", "hostname", "identity"),
    "ikev2 profile": (
        "aaa",
        "config-exchange",
        "description",
        "identity local",
        "ivrf",
        "match address",
        "match certificate",
        "nat",
        "pki",
        "virtual-template",
    ),
    "transform-set": (),
    "ipsec profile": (
        "description",
        "responder-only",
        "set identity",
        "set isakmp-profile",
        "set mixed-mode",
        "set reverse-route",
        "set security-association",
        "set security-policy",
    ),
    "vrf definition": ("description", "route-target"),
    "ip vrf": ("description", "route-target"),
    "vrf address-family": ("route-target", "import", "export", "maximum"),
    "router eigrp": (
        "bfd",
        "default-information",
        "default-metric",
        "maximum-paths",
        "metric",
        "nsf",
        "timers",
        "variance",
    ),
    "router eigrp named": ("shutdown", "service-family"),
    "eigrp address-family": ("metric", "shutdown", "timers", "nsf", "remote-neighbors", "maximum-prefix", "soft-sia"),
    "eigrp af-interface": ("authentication", "bandwidth-percent", "bfd", "dampening-change", "dampening-interval"),
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
    "router eigrp": ("distribute-list", "neighbor", "offset-list", "redistribute", "summary-metric"),
    "eigrp address-family": ("neighbor", "distribute-list"),
    "eigrp af-interface": ("add-paths",),
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
    "vrf definition": ("address-family ipv6",),
    "eigrp address-family": ("topology",),
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
_EXITS: Final = {
    "vrf address-family": "exit-address-family",
    "eigrp address-family": "exit-address-family",
    "eigrp af-interface": "exit-af-interface",
}


def _lines() -> tuple[Line, ...]:
    found = [_kept(mode, words, many=False) for mode, entries in _SINGLE.items() for words in entries]
    found += [_kept(mode, words, many=True) for mode, entries in _MANY.items() for words in entries]
    found += [_kept(mode, words, many=True, opens=KEPT) for mode, entries in _SECTIONS.items() for words in entries]
    found += [_kept(KEPT, word, many=True) for word in _KEPT_WORDS.split()]
    found += [Line(mode=mode, syntax=text, raw=True, order=_LAST) for mode, text in _EXITS.items()]
    found += [Line(mode=mode, syntax="exit", raw=True, order=_LAST) for mode in (*_SINGLE, KEPT) if mode != "global"]
    return tuple(found)


TABLE: Final = Table(area="kept", lines=_lines())
