"""Line protocol of a tunnel, and the state column of a row: INTF → IKE → IPSEC → NHRP → UP."""

from dataclasses import dataclass

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.effective import EffectiveTunnel
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.state import TunnelState


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Whether a tunnel's line protocol is up, and if not, why (``rule`` and sentence)."""

    up: bool
    rule: str = "M-01"
    reason: str = ""


UP = Line(up=True)


def line_protocol(config: RouterConfig, tunnel: EffectiveTunnel, *, has_source: bool) -> Line:
    """The line of a tunnel from its configuration (M-01, M-02, M-06, M-08).

    ``has_source``: the source has an address on this router. Keepalives and recursive routing are not judged here.
    """
    if tunnel.shutdown:
        return Line(up=False, rule="F-29", reason=f"{tunnel.name} is shut down")
    if tunnel.source is None:
        return Line(up=False, rule="L-002", reason=f"{tunnel.name} has no tunnel source")
    source = config.interface(full_name(tunnel.source))
    if source is not None and source.shutdown:
        return Line(up=False, rule="F-29", reason=f"the tunnel source {source.name} is shut down")
    if not has_source:
        return Line(up=False, rule="M-06", reason=f"the tunnel source {tunnel.source} has no address")
    if not tunnel.multipoint and tunnel.destination is None:
        return Line(up=False, rule="F-27", reason=f"{tunnel.name} is point-to-point GRE without a destination")
    return UP


def row_state(
    *, line_up: bool, protected: bool, ike_up: bool, ipsec_up: bool, complete: bool, registered: bool
) -> TunnelState:
    """State of one ``show dmvpn`` row (M-10).

    ``registered``: the entry is a dynamic one, or a static one whose NHS has answered since it last went down.
    """
    if not line_up:
        return TunnelState.INTF
    if protected and not ipsec_up:
        return TunnelState.IPSEC if ike_up else TunnelState.IKE
    if not complete or not registered:
        return TunnelState.NHRP
    return TunnelState.UP
