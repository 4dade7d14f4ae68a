"""The pre-shared key differs from everybody else's (F-05)."""

from dataclasses import replace

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.crypto import Ikev2Keyring
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.reference.faults.fault import Fault


def _spoiled(key: Secret | None) -> Secret | None:
    return None if key is None else Secret(key.reveal() + "x")


def _keyring(keyring: Ikev2Keyring) -> Ikev2Keyring:
    peers = tuple(
        replace(
            one,
            key=_spoiled(one.key),
            local_key=_spoiled(one.local_key),
            remote_key=_spoiled(one.remote_key),
        )
        for one in keyring.peers
    )
    return replace(keyring, peers=peers)


def _apply(config: RouterConfig) -> RouterConfig:
    keys = tuple(replace(one, key=Secret(one.key.reveal() + "x")) for one in config.isakmp_keys)
    return replace(config, isakmp_keys=keys, ikev2_keyrings=tuple(_keyring(one) for one in config.ikev2_keyrings))


FAULT = Fault(name="wrong-psk", rule="F-05", title="pre-shared key differs", apply=_apply)
