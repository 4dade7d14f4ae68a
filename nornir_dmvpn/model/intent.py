"""What the network is meant to be: clouds and the routers in them, as the Nornir inventory says it.

Clouds stand in defaults or group data, sites in host data, both under ``data: dmvpn:``. These models judge one value
at a time; what several values must agree on is judged by :mod:`nornir_dmvpn.design.check`.
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    model_validator,
)

from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.model.interface_name import KINDS, full_name
from nornir_dmvpn.model.secret import MASK, Secret

RESOLVER = "resolve"
"""Key of the validation context under which a ``Callable[[str], Secret]`` resolves references."""
AUTHENTICATION_LENGTH = 8
"""Longest NHRP authentication string that IOS takes, in characters (NHRP W-53)."""

_REFERENCE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|file:\S.*")
_CLOUD_NAME = r"^[A-Za-z][A-Za-z0-9_-]{0,31}$"
_EXPLAIN = (
    "a secret is never written into the inventory: write env:NAME to take it from the environment, "
    "or file:PATH to take it from the first line of a file"
)


def _secret(value: object, info: ValidationInfo) -> Secret:
    """A reference (``env:NAME``, ``file:PATH``) becomes the secret, through the resolver of the context."""
    if isinstance(value, Secret):
        return value
    if not isinstance(value, str) or not _REFERENCE.fullmatch(value):
        raise ValueError(_EXPLAIN)
    resolve: Callable[[str], Secret] = (info.context or {}).get(RESOLVER, Secret)
    secret = resolve(value)
    if resolve is not Secret:
        _check_secret(secret, info)
    return secret


def _check_secret(secret: Secret, info: ValidationInfo) -> None:
    text = secret.reveal()
    if not text or not text.isascii() or not text.isprintable() or " " in text or "?" in text:
        raise ValueError("the secret must be printable ASCII without blanks and question marks, and not empty")
    if info.field_name == "authentication" and len(secret) > AUTHENTICATION_LENGTH:
        raise ValueError(
            f"the NHRP authentication has {len(secret)} characters, IOS takes at most {AUTHENTICATION_LENGTH} (W-53)"
        )


def _interface_name(value: object) -> object:
    if not isinstance(value, str):
        return value
    name = full_name(value)
    if not any(name.startswith(kind) and name[len(kind) :][:1].isdigit() for kind in KINDS):
        raise ValueError(f"{value!r} is not the name of an IOS interface such as GigabitEthernet1 or Loopback10")
    return name


def _with_mask(value: object) -> object:
    if isinstance(value, str) and "/" not in value:
        raise ValueError(f"{value!r} needs its mask, such as {value}/24")
    return value


SecretField = Annotated[
    Secret,
    PlainValidator(_secret, json_schema_input_type=Annotated[str, Field(pattern=f"^({_REFERENCE.pattern})$")]),
    PlainSerializer(lambda _: MASK, return_type=str),
]
InterfaceName = Annotated[str, BeforeValidator(_interface_name)]
LanAddress = Annotated[IPv4Interface, BeforeValidator(_with_mask)]
Prefix = Annotated[IPv4Network, BeforeValidator(_with_mask)]
Word32 = Annotated[int, Field(ge=0, le=2**32 - 1)]
HoldingTime = Annotated[int, Field(ge=1, le=65535)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Ciphers(_Model):
    """Algorithms of IKE and ESP, in words that hold for IKEv1 and IKEv2."""

    ike_encryption: Literal["aes-128", "aes-192", "aes-256", "3des"] = "aes-256"
    ike_integrity: Literal["sha1", "sha256", "sha384", "sha512"] = "sha256"
    dh_group: Literal[2, 5, 14, 15, 16, 19, 20, 21, 24] = 14
    """Diffie-Hellman group of IKE."""
    esp_encryption: Literal["3des", "aes-128", "aes-192", "aes-256", "gcm-128", "gcm-192", "gcm-256"] = "aes-256"
    esp_integrity: Literal["md5", "sha1", "sha256", "sha384", "sha512"] = "sha256"
    """Has no meaning with a GCM cipher, which brings its own."""
    pfs_group: Literal[2, 5, 14, 15, 16, 19, 20, 21, 24] | None = None


class Crypto(_Model):
    """Protection of a cloud: one pre-shared key for any peer, since spokes meet spokes (K-10)."""

    ike: Literal["ikev2", "ikev1", "none"] = "ikev2"
    psk: SecretField | None = None
    ciphers: Ciphers = Ciphers()
    mode: Literal["transport", "tunnel"] = "transport"

    @model_validator(mode="after")
    def _key_fits_ike(self) -> Self:
        if self.ike != "none" and self.psk is None:
            raise ValueError(f"crypto with {self.ike} needs psk: env:NAME or file:PATH (or say ike: none)")
        if self.ike == "none" and self.psk is not None:
            raise ValueError("psk has no use with ike: none")
        return self

    @property
    def protected(self) -> bool:
        return self.ike != "none"


class _Advertising(_Model):
    advertise: Literal["specific", "summary", "default"] = "specific"
    """What spokes learn of other sites: every LAN, the ``summaries``, or a default route (P-10)."""
    summaries: tuple[Prefix, ...] = ()

    @model_validator(mode="after")
    def _summaries_fit(self) -> Self:
        if (self.advertise == "summary") != bool(self.summaries):
            raise ValueError("advertise: summary and summaries: [PREFIX, …] go together")
        return self


class EigrpRouting(_Advertising):
    """EIGRP between hub and spokes (P-20)."""

    protocol: Literal["eigrp"]
    asn: Annotated[int, Field(ge=1, le=65535)]
    name: Annotated[str, Field(pattern=_CLOUD_NAME)] | None = None
    """Name of the instance (named mode); classic mode without it."""
    stub: bool = True
    """Spokes are ``eigrp stub connected summary`` (P-34)."""


class StaticRouting(_Advertising):
    """Static routes; nothing notices a dead hub."""

    protocol: Literal["static"]


class NoRouting(_Model):
    """The cloud alone; routes come from elsewhere."""

    protocol: Literal["none"] = "none"


Routing = Annotated[EigrpRouting | StaticRouting | NoRouting, Field(discriminator="protocol")]


class Cloud(_Model):
    """One DMVPN: one tunnel subnet, one phase."""

    phase: Literal[1, 2, 3]
    tunnel: Annotated[int, Field(ge=0, le=2147483647)]
    """Number of the tunnel interface."""
    subnet: Prefix
    network_id: Annotated[int, Field(ge=1, le=2**32 - 1)]
    key: Word32 | None = None
    """GRE tunnel key."""
    authentication: SecretField | None = None
    holdtime: HoldingTime | None = None
    """Seconds; without it the default of the software generation holds (G-02, G-03)."""
    registration_timeout: HoldingTime | None = None
    """Seconds between registrations; a third of the holding time without it (R-10)."""
    crypto: Crypto
    routing: Routing = NoRouting()
    mtu: Annotated[int, Field(ge=68, le=9976)] | None = None
    """``ip mtu`` in bytes; computed from cipher, mode and key without it (W-70)."""
    mss: Annotated[int, Field(ge=500, le=1460)] | None = None
    """``ip tcp adjust-mss`` in bytes; mtu - 40 without it (W-71)."""
    bandwidth: Annotated[int, Field(ge=1, le=10_000_000)] = 1000
    """kb/s; EIGRP counts with it and uses up to half of it (L-035)."""
    delay: Annotated[int, Field(ge=1, le=16_777_215)] = 1000
    """Tens of microseconds."""

    @property
    def interface(self) -> str:
        return f"Tunnel{self.tunnel}"

    @property
    def advertise(self) -> str:
        return "specific" if isinstance(self.routing, NoRouting) else self.routing.advertise

    @property
    def summaries(self) -> tuple[IPv4Network, ...]:
        return () if isinstance(self.routing, NoRouting) else self.routing.summaries

    @model_validator(mode="after")
    def _values_agree(self) -> Self:
        if self.subnet.prefixlen > 30:
            raise ValueError(f"the subnet {self.subnet} has no room for a hub and a spoke")
        shortest = self.holdtime or min(behaviour.holdtime for behaviour in BEHAVIOUR.values())
        if self.registration_timeout is not None and self.registration_timeout > shortest // 3:
            raise ValueError(
                f"registration_timeout {self.registration_timeout} s is more than a third of the holding time "
                f"{shortest} s: entries would expire between registrations (L-031)"
            )
        if self.phase == 2 and self.advertise != "specific":
            raise ValueError(
                f"advertise: {self.advertise} in phase 2 sends all traffic through the hub for good (L-202); "
                "use advertise: specific, or phase 3"
            )
        if self.phase == 3 and self.advertise == "default":
            raise ValueError(
                "advertise: default in phase 3 without a front-door VRF hides the NBMA addresses of other spokes "
                "behind the tunnel (L-028, S-65); use advertise: summary"
            )
        return self


class Attachment(_Model):
    """A router's place in one cloud."""

    role: Literal["hub", "spoke"]
    address: IPv4Address
    """Tunnel address."""
    source: InterfaceName
    """Tunnel source, an interface of the underlay."""
    nbma: IPv4Address | None = None
    """Address of ``source`` as the underlay sees it; hubs need one, spokes may have it from their provider."""
    gateway: IPv4Address | None = None
    """Next hop of the underlay."""


class Lan(_Model):
    """A network behind a router."""

    interface: InterfaceName
    address: LanAddress


class Site(_Model):
    """One router: its place in each of its clouds, and what is behind it."""

    tunnels: Annotated[dict[str, Attachment], Field(min_length=1)]
    """By name of the cloud."""
    lans: tuple[Lan, ...] = ()
    generation: Generation | None = None
    """Software generation A to E; found out from the router without it."""


class Member(NamedTuple):
    """A router seen from one of its clouds."""

    router: str
    site: Site
    attachment: Attachment


class Intent(_Model):
    """The whole of it. Build it with ``model_validate`` or, from files, with ``sources.load_inventory``."""

    clouds: dict[Annotated[str, Field(pattern=_CLOUD_NAME)], Cloud]
    sites: dict[str, Site]

    @cached_property
    def members(self) -> Mapping[str, tuple[Member, ...]]:
        """The routers of every cloud, in the order of the inventory."""
        found: dict[str, list[Member]] = {name: [] for name in self.clouds}
        for router, site in self.sites.items():
            for cloud, attachment in site.tunnels.items():
                found.setdefault(cloud, []).append(Member(router, site, attachment))
        return {cloud: tuple(members) for cloud, members in found.items()}

    @cached_property
    def hubs(self) -> Mapping[str, tuple[Member, ...]]:
        """The hubs of every cloud, in the order of the inventory."""
        return {
            cloud: tuple(one for one in members if one.attachment.role == "hub")
            for cloud, members in self.members.items()
        }


def intent_schema() -> dict[str, Any]:
    """JSON schema of :class:`Intent`, for editors; secrets are references in it."""
    return Intent.model_json_schema()
