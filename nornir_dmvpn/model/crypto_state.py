"""What a router shows of IKE and IPsec: security associations, sessions and crypto sockets (protocol.md 4.10).

A value that was not printed is ``None``. SPIs, connection ids, handles and ages say nothing about right or wrong
(C-85); no key is ever printed by these commands, so none of these types holds one. Durations are whole seconds.
"""

from dataclasses import dataclass

from nornir_dmvpn.model.address import IPAddress, IPNetwork


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One end of IKE: ``203.0.113.1/500``; port 4500 tells of NAT-T (K-15)."""

    address: IPAddress
    port: int

    def __str__(self) -> str:
        return f"{str(self.address).upper()}/{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpDetail:
    """What only ``show crypto isakmp sa detail`` says of an SA; algorithms are empty while none are agreed."""

    local: IPAddress
    remote: IPAddress
    ivrf: str | None
    encryption: str | None
    hash: str | None
    authentication: str | None
    dh_group: int
    lifetime: int | None
    """Seconds left; ``None`` where 0 without a unit, or nothing, is printed."""
    capabilities: str
    """Letters ``C D K N T X``, run together; empty for none."""
    engine: str
    """``SW:12609``; question marks where the SA has no engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpSa:
    """An IKEv1 SA (C-80). The plain command gives ``destination`` to ``slot``, ``detail`` gives ``detail`` instead."""

    conn_id: int
    status: str
    """``ACTIVE``, ``STDBY``."""
    destination: IPAddress | None = None
    source: IPAddress | None = None
    """The initiator (C-80)."""
    state: str | None = None
    """``MM_NO_STATE``, ``MM_SA_SETUP``, ``MM_KEY_EXCH``, ``QM_IDLE``, …"""
    deleted: bool = False
    slot: int | None = None
    """Only generation A prints it."""
    detail: IsakmpDetail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Detail:
    """What only ``show crypto ikev2 sa detailed`` says of an SA."""

    description: str | None = None
    """``Negotiation done``."""
    local_id: str | None = None
    remote_id: str | None = None
    request_ids: tuple[int, int] | None = None
    """Local and remote, as the three that follow."""
    next_ids: tuple[int, int] | None = None
    queued: tuple[int, int] | None = None
    window: tuple[int, int] | None = None
    dpd: tuple[int, int] | None = None
    """Interval and retry in seconds (K-13); (0, 0): not configured."""
    route_update: str | None = None
    nat: str | None = None
    """Words after ``NAT-T is``: ``not detected``, ``detected inside``."""
    initiator: bool | None = None
    pushed_address: IPAddress | None = None
    remote_subnets: tuple[IPNetwork, ...] = ()
    quantum: str | None = None
    """The line on quantum resistance, as printed."""
    system_ids: tuple[str, str] | None = None
    peer_type: str | None = None
    fragmentation: str | None = None
    """Words after ``Fragmentation``: ``not configured.``."""
    extended_authentication: str | None = None
    trust_security: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Sa:
    """An IKEv2 SA (C-82). ``fvrf`` and ``ivrf`` are ``None`` where ``none`` is printed."""

    tunnel_id: int
    local: Endpoint
    remote: Endpoint
    fvrf: str | None = None
    ivrf: str | None = None
    status: str
    """``READY``, ``IN-NEG``, ``DELETE``."""
    encryption: str
    keysize: int | None = None
    prf: str
    hash: str
    dh_group: int
    auth_sign: str
    auth_verify: str
    quantum_resistant: bool = False
    pqc: str | None = None
    lifetime: int
    active: int
    ce_id: int | None = None
    session_id: int | None = None
    local_spi: str | None = None
    """Sixteen hexadecimal digits."""
    remote_spi: str | None = None
    detail: Ikev2Detail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """A traffic selector of a child SA: a range of addresses and one of ports (RFC 7296, section 3.13)."""

    first: IPAddress
    last: IPAddress
    first_port: int
    last_port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSa:
    """A child SA of an IKEv2 session; SPIs are in, out. The last four only ``detailed`` prints."""

    local: tuple[Selector, ...]
    remote: tuple[Selector, ...]
    esp_spis: tuple[int, int]
    ah_spis: tuple[int, int] | None = None
    cpis: tuple[int, int] | None = None
    encryption: str | None = None
    """``AES-CBC, keysize: 256, esp_hmac: SHA256`` as printed."""
    mode: str | None = None
    """``ah_hmac: None, comp: IPCOMP_NONE, mode tunnel`` as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Session:
    """One session of ``show crypto ikev2 session``; the counts are those of its header."""

    session_id: int
    status: str
    """``UP-ACTIVE`` and the like (C-55)."""
    declared_ike: int
    declared_children: int
    ike: tuple[Ikev2Sa, ...]
    children: tuple[ChildSa, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ident:
    """A proxy identity: GRE from host to host in a DMVPN (K-01)."""

    network: IPNetwork
    protocol: int
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IpsecSa:
    """One SA of one direction. ``spi`` ``None``: not available; lifetimes ``None``: no such limit."""

    protocol: str
    """``esp``, ``ah`` or ``pcp``."""
    spi: int | None
    transform: tuple[str, ...]
    """Words of the transform: ``esp-aes``, ``256``, ``esp-sha-hmac``."""
    mode: str
    """``Tunnel``, ``Transport``, ``Transport UDP-Encaps``."""
    esn: bool = False
    conn_id: int
    flow_id: str
    sibling_flags: str | None = None
    crypto_map: str
    initiator: bool | None = None
    kilobytes: int | None = None
    seconds: int | None = None
    iv_size: int | None = None
    replay: bool
    replay_window: int | None = None
    status: str
    """``ACTIVE(ACTIVE)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IpsecCounters:
    """Packets of a flow. ``None``: not printed, or not known."""

    encaps: int | None = None
    encrypt: int | None = None
    digest: int | None = None
    decaps: int | None = None
    decrypt: int | None = None
    verify: int | None = None
    compressed: int = 0
    decompressed: int = 0
    not_compressed: int = 0
    compress_failed: int = 0
    not_decompressed: int = 0
    decompress_failed: int = 0
    send_errors: int | None = None
    """Not printed by ``detail``, which prints ``failures`` instead."""
    recv_errors: int | None = None
    failures: tuple[tuple[str, int], ...] = ()
    """The counters of ``detail``, by the words it prints, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IpsecFlow:
    """A pair of identities of ``show crypto ipsec sa`` and the SAs that protect it (C-83)."""

    interface: str
    crypto_map: str
    local_address: IPAddress
    ipv6_policy: str | None = None
    protected_vrf: str | None = None
    local_ident: Ident
    remote_ident: Ident
    peer: Endpoint
    flags: str = "origin_is_acl"
    counters: IpsecCounters
    local_endpoint: IPAddress
    remote_endpoint: IPAddress
    plaintext_mtu: int | None = None
    path_mtu: int
    mtu: int
    mtu_interface: str | None = None
    outbound_spi: int
    """0: no SA."""
    pfs: bool = False
    dh_group: str = "none"
    key_exchange: str | None = None
    """``PQC Key Exchange: ML-KEM-1024`` as printed behind the group."""
    inbound: tuple[IpsecSa, ...] = ()
    outbound: tuple[IpsecSa, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionIke:
    """An IKE SA of a crypto session. Capabilities to ``lifetime`` only ``detail`` prints (C-54)."""

    version: str
    """``IKEv1``, ``IKEv2``, or ``IKE`` of old releases."""
    session_id: int | None = None
    local: Endpoint
    remote: Endpoint
    active: bool
    capabilities: str | None = None
    """Letters run together (C-54); empty for ``(none)``."""
    conn_id: int | None = None
    lifetime: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCounters:
    """One direction of a flow in ``detail``. ``kilobytes`` ``None``: volume rekey is disabled."""

    packets: int
    drop: int
    kilobytes: int | None
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFlow:
    """An ``IPSEC FLOW`` of a crypto session."""

    protocol: str
    """``47`` for GRE, ``ip``, ``ipv6``."""
    source: IPNetwork
    destination: IPNetwork
    active_sas: int
    origin: str = "crypto map"
    inbound: FlowCounters | None = None
    outbound: FlowCounters | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CryptoSession:
    """One block of ``show crypto session [detail]``. ``fvrf`` to ``uptime`` only ``detail`` prints."""

    interface: str
    username: str | None = None
    profile: str | None = None
    group: str | None = None
    assigned_address: IPAddress | None = None
    uptime: int | None = None
    status: str
    """C-55: UP-ACTIVE, UP-NO-IKE, UP-IDLE, DOWN-NEGOTIATING, DOWN."""
    peer: Endpoint
    fvrf: str | None = None
    ivrf: str | None = None
    phase1_id: str | None = None
    description: str | None = None
    system: tuple[IPAddress, str] | None = None
    """System IP and interface, where an SD-WAN session has them."""
    ike: tuple[SessionIke, ...] = ()
    flows: tuple[SessionFlow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListeningSocket:
    """A line below ``Crypto Sockets in Listen state:`` (C-84)."""

    client: str
    profile: str
    map_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CryptoSocketEntry:
    """One connection of ``show crypto sockets`` (C-84). ``interface`` is ``None`` where a shared one prints ``Shd``."""

    interface: str | None
    local: IPAddress
    remote: IPAddress
    local_ident: Ident
    remote_ident: Ident
    flags: str | None = None
    profile: str
    is_open: bool
    client: str
    client_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CryptoSockets:
    """``show crypto sockets``: connections and listeners; ``declared`` is the count of its first line."""

    declared: int
    connections: tuple[CryptoSocketEntry, ...] = ()
    listening: tuple[ListeningSocket, ...] = ()


__all__ = [
    "ChildSa",
    "CryptoSession",
    "CryptoSocketEntry",
    "CryptoSockets",
    "Endpoint",
    "FlowCounters",
    "Ident",
    "Ikev2Detail",
    "Ikev2Sa",
    "Ikev2Session",
    "IpsecCounters",
    "IpsecFlow",
    "IpsecSa",
    "IsakmpDetail",
    "IsakmpSa",
    "ListeningSocket",
    "Selector",
    "SessionFlow",
    "SessionIke",
]
