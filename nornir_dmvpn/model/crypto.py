"""What a router was told about IKE and IPsec. Only what is written; ``effective`` values add the defaults."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

from nornir_dmvpn.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpPolicy:
    """``crypto isakmp policy NUMBER`` (IKEv1). IOS defaults: des, sha, rsa-sig, group 1, 86400 s."""

    number: int
    encryption: str | None = None
    """As written after ``encr``/``encryption``: ``aes``, ``aes 256``, ``3des``, ``des``."""
    hash: str | None = None
    authentication: str | None = None
    group: int | None = None
    lifetime: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpKey:
    """``crypto isakmp key SECRET address ADDRESS [MASK]``; a host is a /32, a wildcard 0.0.0.0/0."""

    key: Secret
    peers: IPv4Network


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpKey6:
    """``crypto isakmp key SECRET address ipv6 PREFIX``."""

    key: Secret
    peers: IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpHostKey:
    """``crypto isakmp key SECRET hostname NAME``."""

    key: Secret
    hostname: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpKeyring:
    """``crypto keyring NAME [vrf FVRF]`` (IKEv1)."""

    name: str
    vrf: str | None = None
    """FVRF the keys are for; ``None`` = the global table (K-04)."""
    description: str | None = None
    local_address: str | None = None
    """Address or interface of ``local-address``."""
    keys: tuple[IsakmpKey, ...] = ()
    keys6: tuple[IsakmpKey6, ...] = ()
    host_keys: tuple[IsakmpHostKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpAddressMatch:
    """``match identity address ADDRESS [MASK] [VRF]``."""

    peers: IPv4Network
    vrf: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpKeepalive:
    """``keepalive SECONDS retry SECONDS`` of a profile, ``crypto isakmp keepalive SECONDS [RETRY] [MODE]``."""

    interval: int
    retry: int | None = None
    mode: str | None = None
    """``periodic`` or ``on-demand``; global line only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpProfileKeepalive:
    """``keepalive SECONDS retry SECONDS`` of a profile."""

    interval: int
    retry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpProfile:
    """``crypto isakmp profile NAME``."""

    name: str
    description: str | None = None
    vrf: str | None = None
    """IVRF."""
    keyrings: tuple[str, ...] = ()
    trustpoints: tuple[str, ...] = ()
    """``ca trust-point NAME``."""
    self_identity: str | None = None
    """``address``, ``fqdn [NAME]``, ``user-fqdn NAME``."""
    match_addresses: tuple[IsakmpAddressMatch, ...] = ()
    match_hosts: tuple[str, ...] = ()
    match_host_domains: tuple[str, ...] = ()
    match_users: tuple[str, ...] = ()
    match_groups: tuple[str, ...] = ()
    match_certificates: tuple[str, ...] = ()
    keepalive: IsakmpProfileKeepalive | None = None
    local_address: str | None = None
    initiate_aggressive: bool | None = None
    """``initiate mode aggressive``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpSettings:
    """The ``crypto isakmp …`` lines that are neither policy, key nor profile."""

    enabled: bool | None = None
    """``False``: ``no crypto isakmp enable``."""
    identity: str | None = None
    """``address``, ``hostname``, ``dn``, ``auto``."""
    keepalive: IsakmpKeepalive | None = None
    nat_keepalive: int | None = None
    aggressive_mode: bool | None = None
    """``False``: ``crypto isakmp aggressive-mode disable``."""
    invalid_spi_recovery: bool | None = None
    """K-12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAdmission:
    """``crypto call admission limit …`` and ``call admission limit`` (K-14)."""

    ike_sa: int | None = None
    ike_negotiating: int | None = None
    """``ike in-negotiation-sa N``."""
    ipsec_sa: int | None = None
    load: int | None = None
    """``call admission limit N``, percent of resources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Identity:
    """An identity: kind ``address``, ``fqdn``, ``fqdn domain``, ``email``, ``email domain``, ``key-id``; its value."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Proposal:
    """``crypto ikev2 proposal NAME``."""

    name: str
    encryption: tuple[str, ...] = ()
    integrity: tuple[str, ...] = ()
    groups: tuple[int, ...] = ()
    prf: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Policy:
    """``crypto ikev2 policy NAME``."""

    name: str
    fvrf: str | None = None
    proposals: tuple[str, ...] = ()
    match_local_addresses: tuple[str, ...] = ()
    """``match address local ADDRESS``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Peer:
    """``peer NAME`` in an IKEv2 keyring."""

    name: str
    description: str | None = None
    address: IPv4Network | None = None
    address6: IPv6Network | None = None
    hostname: str | None = None
    identity: Ikev2Identity | None = None
    key: Secret | None = None
    """``pre-shared-key SECRET``, both directions."""
    local_key: Secret | None = None
    remote_key: Secret | None = None
    key_hex: Secret | None = None
    """``pre-shared-key hex SECRET``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Keyring:
    """``crypto ikev2 keyring NAME``."""

    name: str
    peers: tuple[Ikev2Peer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dpd:
    """``dpd INTERVAL RETRY {periodic|on-demand}``, seconds (K-13)."""

    interval: int
    retry: int
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Trustpoint:
    """``pki trustpoint NAME [sign|verify]``."""

    name: str
    use: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Settings:
    """The ``crypto ikev2 …`` lines that open no section."""

    dpd: Dpd | None = None
    nat_keepalive: int | None = None
    cookie_challenge: int | None = None
    """Half-open SAs from which on a cookie is demanded (K-14)."""
    max_sa: int | None = None
    max_in_negotiation: int | None = None
    window: int | None = None
    fragmentation: bool | None = None
    fragmentation_mtu: int | None = None
    http_url: bool | None = None
    """``http-url cert``."""
    certificate_cache: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Profile:
    """``crypto ikev2 profile NAME``."""

    name: str
    description: str | None = None
    match_fvrf: str | None = None
    match_local_addresses: tuple[str, ...] = ()
    """``match address local ADDRESS``."""
    match_local_interfaces: tuple[str, ...] = ()
    """``match address local interface NAME``."""
    match_remote_addresses: tuple[IPv4Network, ...] = ()
    match_remote_addresses6: tuple[IPv6Network, ...] = ()
    match_remote_identities: tuple[Ikev2Identity, ...] = ()
    match_remote_any: bool | None = None
    match_certificates: tuple[str, ...] = ()
    """Certificate maps."""
    identity_local: Ikev2Identity | None = None
    identity_local_dn: bool | None = None
    authentication_local: str | None = None
    """``pre-share`` or ``rsa-sig``."""
    authentication_remote: tuple[str, ...] = ()
    local_key: Secret | None = None
    """``authentication local pre-share key SECRET``."""
    remote_key: Secret | None = None
    keyring: str | None = None
    trustpoints: tuple[Ikev2Trustpoint, ...] = ()
    lifetime: int | None = None
    dpd: Dpd | None = None
    nat_keepalive: int | None = None
    ivrf: str | None = None
    virtual_template: int | None = None
    initial_contact: bool | None = None
    """``initial-contact force``."""
    config_exchange_request: bool | None = None
    config_exchange_set_send: bool | None = None
    config_exchange_set_accept: bool | None = None
    authorization: str | None = None
    """The words after ``aaa authorization``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransformSet:
    """``crypto ipsec transform-set NAME TRANSFORM…`` with its ``mode``; IOS means tunnel without the line."""

    name: str
    transforms: tuple[str, ...]
    """As written: ``("esp-aes", "256", "esp-sha256-hmac")``."""
    mode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IpsecProfile:
    """``crypto ipsec profile NAME``."""

    name: str
    transform_sets: tuple[str, ...] = ()
    ikev2_profile: str | None = None
    pfs: str | None = None
    """``group14`` …; ``None`` = no PFS."""
    lifetime: int | None = None
    """``set security-association lifetime seconds``."""
    description: str | None = None
    isakmp_profile: str | None = None
    identity: str | None = None
    lifetime_kilobytes: int | None = None
    lifetime_kilobytes_disabled: bool | None = None
    idle_time: int | None = None
    """Seconds."""
    replay_window: int | None = None
    replay_disabled: bool | None = None
    """``set security-association replay disable``."""
    df_bit: str | None = None
    """``clear``, ``copy``, ``set``."""
    responder_only: bool | None = None
    mixed_mode: bool | None = None
    reverse_route: bool | None = None
