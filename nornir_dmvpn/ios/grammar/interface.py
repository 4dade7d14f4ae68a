"""``interface NAME`` and its lines that are neither tunnel, NHRP nor routing. Order is that of a running-config."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import INTERFACE, INTERFACE_ADDRESS, LINE, WORD, integer
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.model.interface import Interface, Keepalive

MODE: Final = "interface"

TABLE: Final = Table(
    area="interface",
    lines=(
        Line(
            mode="global",
            syntax="interface {name}",
            types={"name": INTERFACE},
            field="interfaces",
            record=Interface,
            many=True,
            key=("name",),
            opens=MODE,
            order=600,
        ),
        Line(mode=MODE, syntax="description {description}", types={"description": LINE}, field="description", order=10),
        Line(
            mode=MODE,
            syntax="bandwidth {bandwidth}",
            types={"bandwidth": integer(1, 10_000_000)},
            field="bandwidth",
            order=20,
        ),
        Line(
            mode=MODE,
            syntax="vrf forwarding {vrf}",
            aliases=("ip vrf forwarding {vrf}",),
            types={"vrf": WORD},
            field="vrf",
            wipes=("address", "address_dhcp", "secondaries"),
            refers=(("vrfs", "vrf"),),
            order=30,
        ),
        Line(
            mode=MODE,
            syntax="ip address {address}",
            types={"address": INTERFACE_ADDRESS},
            field="address",
            slot="ip address",
            prints_no=True,
            no_wipes=("secondaries",),
            order=40,
        ),
        Line(
            mode=MODE,
            syntax="ip address {secondary} secondary",
            types={"secondary": INTERFACE_ADDRESS},
            field="secondaries",
            many=True,
            order=41,
        ),
        Line(mode=MODE, syntax="ip address dhcp", field="address_dhcp", slot="ip address", default=False, order=42),
        Line(mode=MODE, syntax="ip redirects", field="redirects", default=True, order=50),
        Line(mode=MODE, syntax="ip mtu {mtu}", types={"mtu": integer(68, 9976)}, field="mtu", order=60),
        Line(
            mode=MODE,
            syntax="ip tcp adjust-mss {adjust_mss}",
            types={"adjust_mss": integer(500, 1460)},
            field="adjust_mss",
            order=300,
        ),
        Line(mode=MODE, syntax="delay {delay}", types={"delay": integer(1, 16_777_215)}, field="delay", order=310),
        Line(mode=MODE, syntax="shutdown", field="shutdown", default=False, sticky=True, last=True, order=320),
        Line(mode=MODE, syntax="if-state nhrp", field="if_state_nhrp", default=False, order=330),
        Line(
            mode=MODE,
            syntax="keepalive {period} [{retries}]",
            types={"period": integer(0, 32767), "retries": integer(1, 255)},
            field="keepalive",
            record=Keepalive,
            order=340,
        ),
    ),
)
