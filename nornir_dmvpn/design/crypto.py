"""The IKE and IPsec configuration of a router.

One set of objects per router: a wildcard key answers for any peer (K-10), so a router cannot hold two of them, and
tunnels with one source must use one profile (K-04).
"""

from ipaddress import IPv4Network
from typing import TypedDict

from nornir_dmvpn.model.crypto import (
    Ikev2Keyring,
    Ikev2Peer,
    Ikev2Policy,
    Ikev2Profile,
    Ikev2Proposal,
    IpsecProfile,
    IsakmpKey,
    IsakmpPolicy,
    TransformSet,
)
from nornir_dmvpn.model.intent import Ciphers, Crypto
from nornir_dmvpn.model.secret import Secret

NAME = "DMVPN"
"""Name of every crypto object that is compiled."""
ANY_PEER = IPv4Network("0.0.0.0/0")

_ISAKMP_NUMBER = 10
_ESP_INTEGRITY = {
    "md5": "esp-md5-hmac",
    "sha1": "esp-sha-hmac",
    "sha256": "esp-sha256-hmac",
    "sha384": "esp-sha384-hmac",
    "sha512": "esp-sha512-hmac",
}


class CryptoParts(TypedDict, total=False):
    """The crypto fields of a ``RouterConfig``."""

    isakmp_policies: tuple[IsakmpPolicy, ...]
    isakmp_keys: tuple[IsakmpKey, ...]
    ikev2_proposals: tuple[Ikev2Proposal, ...]
    ikev2_policies: tuple[Ikev2Policy, ...]
    ikev2_keyrings: tuple[Ikev2Keyring, ...]
    ikev2_profiles: tuple[Ikev2Profile, ...]
    transform_sets: tuple[TransformSet, ...]
    ipsec_profiles: tuple[IpsecProfile, ...]


def compile_crypto(crypto: Crypto | None) -> CryptoParts:
    """Everything ``tunnel protection ipsec profile`` refers to; nothing for an unprotected router."""
    if crypto is None or crypto.psk is None or not crypto.protected:
        return {}
    parts = _ikev2(crypto.ciphers, crypto.psk) if crypto.ike == "ikev2" else _ikev1(crypto.ciphers, crypto.psk)
    parts["transform_sets"] = (TransformSet(name=NAME, transforms=transforms(crypto.ciphers), mode=crypto.mode),)
    parts["ipsec_profiles"] = (
        IpsecProfile(
            name=NAME,
            transform_sets=(NAME,),
            ikev2_profile=NAME if crypto.ike == "ikev2" else None,  # K-12: IKEv1 is tried without it
            pfs=f"group{crypto.ciphers.pfs_group}" if crypto.ciphers.pfs_group else None,
        ),
    )
    return parts


def transforms(ciphers: Ciphers) -> tuple[str, ...]:
    """The words after ``crypto ipsec transform-set NAME``; IOS does not write a key size of 128."""
    kind, _, size = ciphers.esp_encryption.partition("-")
    words = (f"esp-{kind}",) if size in ("", "128") else (f"esp-{kind}", size)
    return words if kind == "gcm" else (*words, _ESP_INTEGRITY[ciphers.esp_integrity])


def _ikev1(ciphers: Ciphers, psk: Secret) -> CryptoParts:
    kind, _, size = ciphers.ike_encryption.partition("-")
    policy = IsakmpPolicy(
        number=_ISAKMP_NUMBER,
        encryption=kind if size in ("", "128") else f"{kind} {size}",
        hash="sha" if ciphers.ike_integrity == "sha1" else ciphers.ike_integrity,
        authentication="pre-share",
        group=ciphers.dh_group,
    )
    return {"isakmp_policies": (policy,), "isakmp_keys": (IsakmpKey(key=psk, peers=ANY_PEER),)}


def _ikev2(ciphers: Ciphers, psk: Secret) -> CryptoParts:
    kind, _, size = ciphers.ike_encryption.partition("-")
    proposal = Ikev2Proposal(
        name=NAME,
        encryption=(f"{kind}-cbc-{size}" if size else kind,),
        integrity=(ciphers.ike_integrity,),
        groups=(ciphers.dh_group,),
    )
    profile = Ikev2Profile(
        name=NAME,
        match_remote_addresses=(ANY_PEER,),
        authentication_local="pre-share",
        authentication_remote=("pre-share",),
        keyring=NAME,
    )
    return {
        "ikev2_proposals": (proposal,),
        "ikev2_policies": (Ikev2Policy(name=NAME, proposals=(NAME,)),),
        "ikev2_keyrings": (Ikev2Keyring(name=NAME, peers=(Ikev2Peer(name="ANY", address=ANY_PEER, key=psk),)),),
        "ikev2_profiles": (profile,),
    }
