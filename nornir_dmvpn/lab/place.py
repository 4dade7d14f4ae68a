"""Where a command line stands: user mode, privileged mode or a configuration (sub)mode."""

from collections.abc import Mapping
from dataclasses import dataclass

from nornir_dmvpn.ios.grammar import GLOBAL

HOSTNAME_CUT = 20
"""Characters of the host name that IOS shows in a configuration prompt."""

_PROMPTS: Mapping[str, str] = {
    GLOBAL: "config",
    "interface": "config-if",
    "router eigrp": "config-router",
    "router eigrp named": "config-router",
    "eigrp address-family": "config-router-af",
    "eigrp af-interface": "config-router-af-interface",
    "vrf definition": "config-vrf",
    "vrf address-family": "config-vrf-af",
    "ip vrf": "config-vrf",
    "isakmp policy": "config-isakmp",
    "ikev2 proposal": "config-ikev2-proposal",
    "ikev2 policy": "config-ikev2-policy",
    "ikev2 keyring": "config-ikev2-keyring",
    "ikev2 peer": "config-ikev2-keyring-peer",
    "ikev2 profile": "config-ikev2-profile",
    "transform-set": "cfg-crypto-trans",
    "ipsec profile": "ipsec-profile",
    "isakmp keyring": "conf-keyring",
    "isakmp profile": "conf-isa-prof",
    "crypto map": "config-crypto-map",
    "crypto dynamic-map": "config-crypto-map",
    "pki trustpoint": "ca-trustpoint",
    "pki certificate map": "ca-certificate-map",
    "pki server": "cs-server",
    "eigrp topology": "config-router-af-topology",
    "eigrp ipv6 address-family": "config-router-af",
    "eigrp ipv6 af-interface": "config-router-af-interface",
    "eigrp ipv6 topology": "config-router-af-topology",
    "ipv6 router ospf": "config-rtr",
    "ospfv3 address-family": "config-router-af",
    "bgp address-family": "config-router-af",
    "bgp peer-session": "config-router-stmp",
    "bgp peer-policy": "config-router-ptmp",
    "key-chain key": "config-keychain-key",
    "policy-map class": "config-pmap-c",
    "ip sla": "config-ip-sla",
    "track": "config-track",
}
"""Grammar mode → what stands in the brackets of the prompt."""

_KEPT_PROMPTS: Mapping[str, str] = {
    "archive": "config-archive",
    "line": "config-line",
    "router": "config-router",
    "route-map": "config-route-map",
    "ip access-list standard": "config-std-nacl",
    "ip access-list extended": "config-ext-nacl",
    "class-map": "config-cmap",
    "policy-map": "config-pmap",
    "key chain": "config-keychain",
    "crypto pki trustpoint": "ca-trustpoint",
}
"""Beginning of a section that is kept as text → the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A configuration mode of the grammar and the lines above it: ``interface`` below ``("interface Tunnel0",)``."""

    mode: str = GLOBAL
    path: tuple[str, ...] = ()

    @property
    def brackets(self) -> str:
        """``config-if``."""
        known = _PROMPTS.get(self.mode)
        if known is not None:
            return known
        section = self.path[-1] if self.path else ""
        return next((one for words, one in _KEPT_PROMPTS.items() if section.startswith(words)), "config-sub")


TOP = Place()
"""Global configuration mode."""


def prompt(hostname: str, places: tuple[Place, ...], *, privileged: bool) -> str:
    """``R1>``, ``R1#``, ``R1(config)#``, ``R1(config-if)#``."""
    if places:
        return f"{hostname[:HOSTNAME_CUT]}({places[-1].brackets})#"
    return f"{hostname}{'#' if privileged else '>'}"
