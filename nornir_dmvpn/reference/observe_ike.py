"""What a router shows of IKE: ``show crypto isakmp sa`` and ``show crypto ikev2 sa`` by the fault matrix (5.3, E.3)."""

from collections.abc import Iterator, Sequence

from nornir_dmvpn.model.crypto_state import Endpoint, Ikev2Sa, IsakmpDetail, IsakmpSa
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.reference.agreed import (
    IKE_LIFETIME,
    NOTHING_AGREED,
    Ikev2Agreed,
    ike_lifetime,
    ikev2_agreed,
    isakmp_agreed,
    isakmp_lifetime,
    proof,
)
from nornir_dmvpn.reference.association import FIRST_CONN_ID, Association, Ike
from nornir_dmvpn.reference.socket import RETRY

IKE_PORT = 500
"""UDP 500 on both ends; NAT, which would make it 4500 (K-15), is not modelled here."""
_SILENT_V1 = frozenset({"F-31"})
"""The initiator falls back to IKEv1 and shows none."""
_REFUSED_V2 = frozenset({"F-05", "F-07"})
"""IKE_SA_INIT was answered, IKE_AUTH not accepted: the SA lingers as ``DELETE`` (E.3)."""
_UNANSWERED_V2 = frozenset({"F-06", "F-11", "F-17"})
"""IKE_SA_INIT got no usable answer: ``IN-NEG`` with unknown algorithms (E.3)."""


def conn_ids(found: Sequence[Association]) -> dict[int, int]:
    """Numbers of IKE SAs by place in ``found``: 1001 and on for IKEv1, 1 and on for IKEv2."""
    numbers: dict[int, int] = {}
    for ikev2, first in ((False, FIRST_CONN_ID), (True, 1)):
        places = [index for index, one in enumerate(found) if one.ikev2 is ikev2]
        numbers |= {index: first + number for number, index in enumerate(places)}
    return numbers


def isakmp_sas(found: Sequence[Association], generation: Generation, now: float) -> tuple[IsakmpSa, ...]:
    """The IKEv1 SAs: QM_IDLE once phase 1 is done, else what the rule of the failure leaves (C-80)."""
    numbers = conn_ids(found)
    return tuple(
        sa for index, one in enumerate(found) if not one.ikev2 for sa in _isakmp(one, numbers[index], generation, now)
    )


def _isakmp(one: Association, number: int, generation: Generation, now: float) -> Iterator[IsakmpSa]:
    def sa(state: str, conn_id: int, *, deleted: bool = False) -> IsakmpSa:
        source, destination = (one.local, one.remote) if one.initiator else (one.remote, one.local)
        return IsakmpSa(
            conn_id=conn_id,
            status="ACTIVE",
            destination=destination,
            source=source,
            state=state,
            deleted=deleted,
            slot=0 if generation is Generation.A else None,
            detail=_detail(one, conn_id, now),
        )

    if one.ike is Ike.UP:
        yield sa("QM_IDLE", number)
    elif one.ike is Ike.FAILED and one.refusal is not None and one.refusal.rule not in _SILENT_V1:
        wrong_key = one.refusal.rule == "F-05"
        yield sa("MM_KEY_EXCH", number) if wrong_key else sa("MM_NO_STATE", 0)
        if now - one.since > RETRY and one.refusal.rule in ("F-02", "F-05"):  # the attempt before this one
            yield sa("MM_NO_STATE", number if wrong_key else 0, deleted=True)


def _detail(one: Association, conn_id: int, now: float) -> IsakmpDetail:
    agreed = isakmp_agreed(*one.ends) if one.ends is not None and conn_id else None
    left = None
    if one.there is not None and one.ike is Ike.UP:
        lifetime = isakmp_lifetime(one.here.config, one.there.config)
        left = lifetime - int(now - one.since) % lifetime
    return IsakmpDetail(
        local=one.local,
        remote=one.remote,
        ivrf=one.here.tunnel.ivrf,
        encryption=None if agreed is None else agreed.encryption,
        hash=None if agreed is None else agreed.hash,
        authentication=None if agreed is None else agreed.authentication,
        dh_group=0 if agreed is None else agreed.group,
        lifetime=left,
        capabilities="",
        engine=f"SW:{conn_id - FIRST_CONN_ID + 1}" if conn_id else "???",
    )


def ikev2_sas(found: Sequence[Association], now: float) -> tuple[Ikev2Sa, ...]:
    """The IKEv2 SAs: READY, or ``IN-NEG`` and ``DELETE`` as E.3 has them; otherwise none."""
    numbers = conn_ids(found)
    sas = (ikev2_sa(one, numbers[index], now) for index, one in enumerate(found) if one.ikev2)
    return tuple(sa for sa in sas if sa is not None)


def ikev2_sa(one: Association, number: int, now: float) -> Ikev2Sa | None:
    """The row of one association; ``None`` where the router shows none."""
    rule = one.refusal.rule if one.refusal is not None else None
    if one.ike is Ike.UP:
        return _ikev2(one, number, "READY", _agreed(one), _active(one, now))
    if rule in _REFUSED_V2:
        return _ikev2(one, number, "DELETE", _agreed(one), 0)
    if rule in _UNANSWERED_V2:
        return _ikev2(one, number, "IN-NEG", NOTHING_AGREED, 0)
    return None


def _active(one: Association, now: float) -> int:
    """Seconds since the SA was made; it is made anew when its lifetime is over."""
    return int(now - one.since) % ike_lifetime(one.here)


def _agreed(one: Association) -> Ikev2Agreed:
    return (ikev2_agreed(*one.ends) if one.ends is not None else None) or NOTHING_AGREED


def _ikev2(one: Association, number: int, status: str, agreed: Ikev2Agreed, active: int) -> Ikev2Sa:
    known = agreed is not NOTHING_AGREED
    return Ikev2Sa(
        tunnel_id=number,
        local=Endpoint(address=one.local, port=IKE_PORT),
        remote=Endpoint(address=one.remote, port=IKE_PORT),
        fvrf=one.here.tunnel.fvrf,
        ivrf=one.here.tunnel.ivrf,
        status=status,
        encryption=agreed.encryption,
        keysize=agreed.keysize,
        prf=agreed.prf,
        hash=agreed.hash,
        dh_group=agreed.group,
        auth_sign=proof(one.here) if known else "Unknown - 0",
        auth_verify=proof(one.there) if known and one.there is not None else "Unknown - 0",
        lifetime=ike_lifetime(one.here) if known else IKE_LIFETIME,
        active=active,
    )
