"""Intent → ``RouterConfig``: everything DMVPN that a router must be told.

The result follows protocol.md (P-10, P-20 and the lint rules of section 8). The intent must have passed
:func:`nornir_dmvpn.design.check.problems`; ``sources.load_inventory`` sees to that.
"""

from dataclasses import replace

from nornir_dmvpn.design.crypto import compile_crypto
from nornir_dmvpn.design.day_zero import day_zero
from nornir_dmvpn.design.routing import compile_routing
from nornir_dmvpn.design.routing.merge import merge
from nornir_dmvpn.design.tunnel import compile_tunnel
from nornir_dmvpn.errors import ConfigError
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.intent import Crypto, Intent, Member, Site

__all__ = ["compile_all", "compile_router", "complete_router", "day_zero"]


def compile_router(intent: Intent, router: str) -> RouterConfig:
    """What DMVPN needs on ``router`` (its inventory name): crypto, tunnels, routing over them.

    Interfaces of the underlay, the LANs and the hostname are not in it: they are the router's own (:func:`day_zero`),
    and rolling out a cloud must not rename a router, on which every prompt hangs.
    Raises ``ConfigError`` for a router that the intent does not have.
    """
    site = intent.sites.get(router)
    if site is None:
        raise ConfigError(router, "is not a DMVPN router of the inventory")
    members = {cloud: Member(router, site, attachment) for cloud, attachment in site.tunnels.items()}
    routing = {cloud: compile_routing(intent, cloud, member) for cloud, member in members.items()}
    together = merge(routing.values())
    return RouterConfig(
        **compile_crypto(_crypto(intent, site)),
        interfaces=tuple(
            compile_tunnel(intent, cloud, member, routing[cloud].tunnel_eigrp) for cloud, member in members.items()
        ),
        eigrp_classic=together.eigrp_classic,
        eigrp_named=together.eigrp_named,
        static_routes=together.static_routes,
    )


def compile_all(intent: Intent) -> dict[str, RouterConfig]:
    """:func:`compile_router` for every router, in the order of the inventory."""
    return {router: compile_router(intent, router) for router in intent.sites}


def complete_router(intent: Intent, router: str) -> RouterConfig:
    """The router with DMVPN on it: :func:`day_zero` and :func:`compile_router` together."""
    before, dmvpn = day_zero(intent, router), compile_router(intent, router)
    return replace(
        dmvpn,
        hostname=before.hostname,
        version=before.version,
        interfaces=(*before.interfaces, *dmvpn.interfaces),
        static_routes=(*before.static_routes, *dmvpn.static_routes),
    )


def _crypto(intent: Intent, site: Site) -> Crypto | None:
    """The one protection of a router (all its protected clouds have the same, see ``check``)."""
    return next((intent.clouds[name].crypto for name in site.tunnels if intent.clouds[name].crypto.protected), None)
