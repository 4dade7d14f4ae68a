"""The algorithms that two ends agree on, in IOS's words for them: what a router prints of an SA that is up."""

from dataclasses import dataclass

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.reference.crypto import Endpoint, policies, proposals, transform_sets

IKE_LIFETIME = 86_400
IPSEC_LIFETIME = 3600
IPSEC_KILOBYTES = 4_608_000
"""Defaults of both IKE versions and of IPsec (K-06)."""

_PROOFS = {"pre-share": "PSK", "rsa-sig": "RSA", "ecdsa-sig": "ECDSA"}
_SHORT_PROOFS = {"pre-share": "psk", "rsa-sig": "rsig", "rsa-encr": "renc"}
_HASHES = {"md5": "MD596", "sha1": "SHA96", "sha256": "SHA256", "sha384": "SHA384", "sha512": "SHA512"}
"""``Hash:`` of C-82 as captured; ``PRF:`` is the same algorithm untruncated (``MD5`` beside ``MD596``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IsakmpAgreed:
    """Row of ``show crypto isakmp sa detail``."""

    encryption: str
    hash: str
    authentication: str
    group: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ikev2Agreed:
    """Line ``Encr: …`` of ``show crypto ikev2 sa``."""

    encryption: str = "Unknown - 0"
    keysize: int | None = None
    prf: str = "Unknown - 0"
    hash: str = "None"
    group: int = 0


NOTHING_AGREED = Ikev2Agreed()
"""What an ``IN-NEG`` row prints (C-82 as amended)."""


def isakmp_agreed(initiator: Endpoint, responder: Endpoint) -> IsakmpAgreed | None:
    """The first policy of the initiator that the responder has too (RFC 2409, section 5)."""
    accepted = policies(responder.config)
    chosen = next((one for one in policies(initiator.config) if one in accepted), None)
    if chosen is None:
        return None
    encryption, digest, method, group = chosen
    return IsakmpAgreed(
        encryption=encryption.split()[0], hash=digest, authentication=_SHORT_PROOFS.get(method, method), group=group
    )


def ikev2_agreed(initiator: Endpoint, responder: Endpoint) -> Ikev2Agreed | None:
    """Of the first proposals that fit, the initiator's first of each kind (RFC 7296, section 2.7).

    A combined-mode cipher has no hash, and its PRF is not known from the configuration as modelled.
    """
    for mine in proposals(initiator):
        for theirs in proposals(responder):
            encryption = next((one for one in mine.encryption if one in theirs.encryption), None)
            digest = next((one for one in mine.integrity if one in theirs.integrity), None)
            group = next((one for one in mine.groups if one in theirs.groups), None)
            if encryption is None or group is None or (digest is None and (mine.integrity or theirs.integrity)):
                continue
            name, size = _cipher(encryption)
            combined = "gcm" in encryption
            return Ikev2Agreed(
                encryption=name,
                keysize=size,
                prf=NOTHING_AGREED.prf if digest is None else digest.upper(),
                hash="None" if digest is None or combined else _HASHES.get(digest, digest.upper()),
                group=group,
            )
    return None


def _cipher(written: str) -> tuple[str, int | None]:
    """``aes-cbc-256`` → ``AES-CBC``, 256; ``3des`` → ``3DES``, none."""
    name, _, size = written.rpartition("-")
    return (name.upper(), int(size)) if size.isdigit() else (written.upper(), None)


def proof(side: Endpoint) -> str:
    """How a side authenticates by IKEv2: ``PSK`` or ``RSA``."""
    profile = side.ikev2_profile
    method = (profile.authentication_local if profile is not None else None) or "rsa-sig"
    return _PROOFS.get(method, method.upper())


def transform(initiator: Endpoint, responder: Endpoint) -> tuple[tuple[str, ...], str] | None:
    """The transform both have, as ``show crypto ipsec sa`` prints it, and the mode (K-03, F-09, F-10).

    IKEv1 needs one mode on both ends; IKEv2 falls back to tunnel mode when one end does not want transport.
    """
    common = [
        (one, other)
        for one in transform_sets(initiator)
        for other in transform_sets(responder)
        if set(one.transforms) == set(other.transforms)
    ]
    if initiator.ikev2_profile is None:
        common = [(one, other) for one, other in common if (one.mode or "tunnel") == (other.mode or "tunnel")]
    if not common:
        return None
    one, other = common[0]
    both = one.mode == other.mode == "transport"
    return _printed(one.transforms), "Transport" if both else "Tunnel"


def _printed(words: tuple[str, ...]) -> tuple[str, ...]:
    """``esp-aes 256 esp-sha-hmac`` is printed ``esp-256-aes esp-sha-hmac``, ``esp-gcm 256`` as written (captures)."""
    found: list[str] = []
    for word in words:
        if word.isdigit() and found and found[-1] == "esp-aes":
            found[-1] = f"esp-{word}-aes"
        else:
            found.append(word)
    return tuple(found)


def ike_lifetime(side: Endpoint) -> int:
    """Seconds an IKEv2 SA lives on that side; each side has its own (RFC 7296, section 2.8)."""
    profile = side.ikev2_profile
    return (profile.lifetime if profile is not None else None) or IKE_LIFETIME


def isakmp_lifetime(one: RouterConfig, other: RouterConfig) -> int:
    """Seconds an IKEv1 SA lives: the smaller of both (K-16)."""
    return min(_isakmp_lifetime(one), _isakmp_lifetime(other))


def _isakmp_lifetime(config: RouterConfig) -> int:
    written = sorted(config.isakmp_policies, key=lambda policy: policy.number)
    return (written[0].lifetime if written else None) or IKE_LIFETIME


def ipsec_lifetime(one: Endpoint, other: Endpoint) -> int:
    """Seconds a pair of IPsec SAs lives: the smaller of both (K-16)."""
    return min((side.profile.lifetime if side.profile else None) or IPSEC_LIFETIME for side in (one, other))
