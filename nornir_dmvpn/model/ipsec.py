"""What a router was told about IPsec: crypto maps, and what holds for all of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IpsecSettings:
    """The ``crypto ipsec …`` lines that open no section: they hold where a profile says nothing."""

    lifetime: int | None = None
    """``security-association lifetime seconds``."""
    lifetime_kilobytes: int | None = None
    lifetime_kilobytes_disabled: bool | None = None
    idle_time: int | None = None
    replay_window: int | None = None
    """``security-association replay window-size`` (K-15)."""
    replay_disabled: bool | None = None
    df_bit: str | None = None
    fragmentation: str | None = None
    """``before-encryption`` or ``after-encryption``."""
    nat_transparency: bool | None = None
    """``nat-transparency udp-encapsulation``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CryptoMap:
    """``crypto map NAME SEQUENCE ipsec-isakmp [dynamic D] [profile P]``."""

    name: str
    sequence: int
    dynamic: str | None = None
    profile: str | None = None
    description: str | None = None
    peers: tuple[str, ...] = ()
    match_address: str | None = None
    transform_sets: tuple[str, ...] = ()
    pfs: str | None = None
    ikev2_profile: str | None = None
    isakmp_profile: str | None = None
    lifetime: int | None = None
    lifetime_kilobytes: int | None = None
    reverse_route: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicCryptoMap:
    """``crypto dynamic-map NAME SEQUENCE``."""

    name: str
    sequence: int
    transform_sets: tuple[str, ...] = ()
    match_address: str | None = None
    pfs: str | None = None
    isakmp_profile: str | None = None
    ikev2_profile: str | None = None
    reverse_route: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CryptoMapSource:
    """``crypto map NAME local-address INTERFACE``."""

    name: str
    interface: str
