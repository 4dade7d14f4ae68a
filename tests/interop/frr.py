"""FRRouting in the guest: one network namespace a router, with kernel mGRE, zebra and nhrpd."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import Any

from tests.interop.machine import Guest

KEY = 42
HOLDTIME = 9
"""Seconds. Short, because time passes in the guest as it does here; FRR registers every third of it."""
OFF = ("gre1.send_redirects", "all.send_redirects", "gre1.rp_filter", "all.rp_filter")
GROUP = 1
"""NFLOG group through which nhrpd is shown the packets that made a detour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """One of FRR's routers; behind a translating router when ``public`` differs from ``nbma``."""

    name: str
    nbma: IPv4Address
    public: IPv4Address
    tunnel: IPv4Address
    lan: IPv4Address
    """Its address in its LAN, a /24."""

    @property
    def network(self) -> str:
        return f"{self.lan - 1}/24"


def _router(name: str, number: int, *, tunnel: int | None = None, private: str | None = None) -> Router:
    public = IPv4Address("198.51.100.0") + number
    return Router(
        name=name,
        nbma=IPv4Address(private) if private else public,
        public=public,
        tunnel=IPv4Address("10.0.0.0") + (tunnel or number),
        lan=IPv4Address(f"192.168.{number}.1"),
    )


HUB = _router("hub", 1)
S1, S2 = _router("s1", 11), _router("s2", 12)
NATTED = _router("natted", 13, private="10.99.13.2")
TWIN = _router("twin", 14, tunnel=12)
"""Has the tunnel address of S2."""
ROUTERS = (HUB, S1, S2, NATTED, TWIN)


class Cloud:
    """All routers. Their kernels are set up once; each scenario starts the nhrpd processes that it needs."""

    def __init__(self, guest: Guest) -> None:
        self.guest = guest
        self._running: set[str] = set()
        guest.run("\n".join(_wires(one) for one in ROUTERS))
        guest.run("\n".join(_daemon(one, "zebra", f"hostname {one.name}") for one in ROUTERS))

    def start_hub(self, *lines: str, redirect: bool = True) -> None:
        """FRR's hub, which knows the LANs behind everyone."""
        told = ["ip nhrp redirect"] if redirect else []
        self._start(HUB, f"nhrp nflog-group {GROUP}", [*told, *lines])

    def start_spoke(self, router: Router, hub: IPv4Address, hub_nbma: IPv4Address, *lines: str) -> None:
        """A spoke that sends everything for the cloud to the hub until a shortcut says otherwise."""
        for prefix in ("192.168.0.0/16", "10.0.0.0/24"):
            self.guest.run(f"ip -n {router.name} route replace {prefix} via {hub} dev gre1 onlink")
        self._start(router, "", [f"ip nhrp nhs dynamic nbma {hub_nbma}", "ip nhrp shortcut", *lines])

    def kill(self, router: Router) -> None:
        """At once, as a crash: nobody is told."""
        self._running.discard(router.name)
        self.guest.run(
            f"kill -9 $(cat /run/frr/{router.name}/nhrpd.pid); rm -f /run/frr/{router.name}/nhrpd.*\n"
            f"ip -n {router.name} neighbour flush dev gre1"
        )

    def stop(self) -> None:
        """Every nhrpd, at the end of a scenario."""
        for router in ROUTERS:
            if router.name in self._running:
                self.kill(router)

    def cache(self, router: Router, kind: str = "dynamic") -> dict[str, dict[str, Any]]:
        """Rows of ``show ip nhrp cache`` of one type, by protocol address."""
        rows = self._json(router, "show ip nhrp cache json")["table"]
        return {one["protocol"]: one for one in rows if one["type"] == kind}

    def shortcuts(self, router: Router) -> dict[str, str]:
        """Prefix and next hop of the shortcuts that are in use."""
        rows = self._json(router, "show ip nhrp shortcut json").get("table", [])
        return {one["prefix"]: one["via"] for one in rows if one["type"] == "dynamic"}

    def servers(self, router: Router) -> list[str]:
        """Protocol addresses of the servers that have answered."""
        return sorted(self.cache(router, "nhs"))

    def ping(self, router: Router, target: IPv4Address, *, count: int = 1, interval: float = 0.2) -> list[int]:
        """TTL of each echo reply to packets from the router's LAN address."""
        output = self.guest.attempt(
            f"ip netns exec {router.name} ping -n -c {count} -i {interval} -W 1 -I {router.lan} {target}"
        )
        return [int(one) for one in re.findall(r"ttl=(\d+)", output)]

    def _start(self, router: Router, before: str, lines: list[str]) -> None:
        told = [before, "interface gre1", "ip nhrp network-id 1", f"ip nhrp holdtime {HOLDTIME}", *lines]
        self.guest.run(_daemon(router, "nhrpd", "\n".join([*told, "tunnel source eth0"])))
        self._running.add(router.name)

    def _json(self, router: Router, command: str) -> dict[str, Any]:
        text = self.guest.ask(router.name, "nhrpd", command)
        found = re.search(r"\{.*\}", text, re.DOTALL)  # an empty table may be no JSON at all
        return dict(json.loads(found.group())) if found else {}


def until(condition: Callable[[], Any], limit: float, what: str) -> float:
    """Look again and again until it is true; the seconds that took. Each look costs a while by itself."""
    started = time.monotonic()
    while not condition():
        waited = time.monotonic() - started
        assert waited < limit, f"{what}: not within {limit} s"
    return time.monotonic() - started


def _wires(router: Router) -> str:
    """Underlay, tunnel and LAN of one router; the hub's kernel also knows where everybody's LAN is."""
    name, translated = router.name, router.public != router.nbma
    outside = f"{name}nat" if translated else name
    lines = [
        f"ip netns add {outside}",
        f"ip link add v{outside} type veth peer name eth0 netns {outside}",
        f"ip link set v{outside} master br0 up",
        f"ip -n {outside} address add {router.public}/24 dev eth0",
        f"ip -n {outside} link set eth0 up",
        f"ip netns exec {outside} sysctl -qw net.ipv4.ip_forward=1",
    ]
    if translated:
        gateway = router.nbma - 1
        lines += [
            f"ip netns add {name}",
            f"ip link add eth1 netns {outside} type veth peer name eth0 netns {name}",
            f"ip -n {outside} address add {gateway}/24 dev eth1",
            f"ip -n {outside} link set eth1 up",
            f"ip netns exec {outside} iptables-legacy -t nat -A POSTROUTING -o eth0 -j MASQUERADE",
            f"ip -n {name} address add {router.nbma}/24 dev eth0",
            f"ip -n {name} link set eth0 up",
            f"ip -n {name} route add default via {gateway}",
            f"ip netns exec {name} sysctl -qw net.ipv4.ip_forward=1",
        ]
    lines += [
        f"ip -n {name} link set lo up",
        f"ip -n {name} tunnel add gre1 mode gre key {KEY} ttl 64 local {router.nbma} dev eth0",
        f"ip -n {name} address add {router.tunnel}/32 dev gre1",
        f"ip -n {name} link set gre1 up mtu 1400",
        f"ip netns exec {name} sysctl -qw {' '.join(f'net.ipv4.conf.{one}=0' for one in OFF)}",
        f"ip -n {name} link add lan0 type dummy",
        f"ip -n {name} address add {router.lan}/24 dev lan0",
        f"ip -n {name} link set lan0 up",
    ]
    return "\n".join(lines + (_hub_kernel() if router is HUB else []))


def _hub_kernel() -> list[str]:
    """Routes to the LANs of all spokes, ours included, and the rule that shows nhrpd what takes a detour."""
    lans = [f"ip -n hub route add {one.network} via {one.tunnel} dev gre1 onlink" for one in ROUTERS if one is not HUB]
    limit = "--hashlimit-upto 30/minute --hashlimit-burst 1 --hashlimit-mode srcip,dstip --hashlimit-name redirect"
    log = f"-j NFLOG --nflog-group {GROUP} --nflog-size 128"
    return [
        *lans,
        "ip -n hub route add 10.0.0.0/24 dev gre1",
        "ip -n hub route add 192.168.200.0/24 via 10.0.0.200 dev gre1 onlink",
        f"ip netns exec hub iptables-legacy -A FORWARD -i gre1 -o gre1 -m hashlimit {limit} {log}",
    ]


def _daemon(router: Router, daemon: str, config: str) -> str:
    """Start it; it reads its configuration from a file and lets go of its output, or the agent waits for ever."""
    name = router.name
    folder, run = f"/etc/frr/{name}", f"/run/frr/{name}"
    command = f"/usr/lib/frr/{daemon} -d -N {name} -A 127.0.0.1 -f {folder}/{daemon}.conf -i {run}/{daemon}.pid"
    return f"""
mkdir -p {folder} {run}
touch {folder}/vtysh.conf
cat > {folder}/{daemon}.conf <<'END'
{config}
END
chown -R frr:frr {folder} {run}
ip netns exec {name} {command} < /dev/null > /tmp/{name}-{daemon}.out 2>&1
"""
