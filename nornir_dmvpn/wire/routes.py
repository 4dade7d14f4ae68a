"""The overlay routes of a router that lives in this process."""

from collections.abc import Iterable

from nornir_dmvpn.model.address import IPAddress, IPNetwork
from nornir_dmvpn.nhrp.settings import Route


class RouteTable:
    """A few routes, the longest match first. Those that name no interface of the speaker are behind this router."""

    def __init__(self, routes: Iterable[Route] = ()) -> None:
        self._routes: list[Route] = []
        for one in routes:
            self.add(one)

    def add(self, route: Route) -> None:
        """Put it in, in the place of another one for the same prefix."""
        self.remove(route.prefix)
        self._routes.append(route)
        self._routes.sort(key=lambda one: one.prefix.prefixlen, reverse=True)

    def remove(self, prefix: IPNetwork) -> None:
        """Take it out, if it is there."""
        self._routes = [one for one in self._routes if one.prefix != prefix]

    def lookup(self, destination: IPAddress) -> Route | None:
        """The longest match, or ``None``."""
        return next((one for one in self._routes if destination in one.prefix), None)
