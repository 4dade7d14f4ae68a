"""Address translation of the inside, and pools."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import INTERFACE, IPV4, WORD, integer
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.value import words_of
from nornir_dmvpn.model.nat import NatPool, NatSource, NatStatic, NatStaticPort

_PORT: Final = integer(1, 65535)


def _source(kind: str) -> Line:
    return Line(
        mode="global",
        syntax=f"ip nat inside source {kind} {{name}} [interface {{interface}}] [pool {{pool}}] "
        "[vrf {vrf}] [overload]",
        types={"name": WORD, "interface": INTERFACE, "pool": WORD, "vrf": WORD},
        field="nat_sources",
        record=NatSource,
        fixed={"kind": kind},
        many=True,
        key=("name",),
        order=812,
    )


TABLE: Final = Table(
    area="nat",
    lines=(
        Line(
            mode="global",
            syntax="ip nat pool {name} {start} {end} [netmask {netmask}] [prefix-length {prefix_length}]",
            types={"name": WORD, "start": IPV4, "end": IPV4, "netmask": IPV4, "prefix_length": integer(1, 32)},
            field="nat_pools",
            record=NatPool,
            many=True,
            key=("name",),
            order=811,
        ),
        _source("list"),
        _source("route-map"),
        Line(
            mode="global",
            syntax="ip nat inside source static {local} [interface {interface}] [{outside}] [vrf {vrf}] [extendable]",
            types={"local": IPV4, "outside": IPV4, "interface": INTERFACE, "vrf": WORD},
            field="nat_statics",
            record=NatStatic,
            many=True,
            order=813,
        ),
        Line(
            mode="global",
            syntax="ip nat inside source static {protocol} {local} {local_port} [interface {interface}] [{outside}] "
            "{outside_port} [vrf {vrf}] [extendable]",
            types={
                "protocol": words_of("tcp", "udp"),
                "local": IPV4,
                "local_port": _PORT,
                "outside": IPV4,
                "interface": INTERFACE,
                "outside_port": _PORT,
                "vrf": WORD,
            },
            field="nat_static_ports",
            record=NatStaticPort,
            many=True,
            order=814,
        ),
    ),
)
