"""What a router shows of its interfaces: ``show ip interface brief`` and ``show interfaces tunnel``."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface

from nornir_dmvpn.model.address import NEVER, IPAddress, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceBrief:
    """One row of ``show ip interface brief``. ``address`` ``None``: ``unassigned``."""

    interface: str
    address: IPv4Address | None
    ok: bool = True
    method: str = "NVRAM"
    """How the address came: ``NVRAM``, ``manual``, ``DHCP``, ``IPCP``, ``unset``, ``TFTP``, ``other``."""
    status: str
    """``up``, ``down``, ``administratively down``, ``deleted``, ``reset``."""
    protocol: str
    """Line protocol: ``up``, ``down``, and ``up (spoofing)`` on dialers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceCounters:
    """The numbers below a tunnel interface, in the order in which IOS prints them. Times are ages in seconds."""

    last_input: Seconds = NEVER
    last_output: Seconds = NEVER
    output_hang: Seconds = NEVER
    cleared: Seconds = NEVER
    input_queue: int = 0
    input_queue_max: int = 75
    input_drops: int = 0
    input_flushes: int = 0
    output_drops: int = 0
    strategy: str = "fifo"
    output_queue: int = 0
    output_queue_max: int = 0
    input_bits: int = 0
    input_rate_packets: int = 0
    output_bits: int = 0
    output_rate_packets: int = 0
    packets_input: int = 0
    bytes_input: int = 0
    no_buffer: int = 0
    broadcasts: int = 0
    multicasts: int = 0
    runts: int = 0
    giants: int = 0
    throttles: int = 0
    input_errors: int = 0
    crc: int = 0
    frame: int = 0
    overrun: int = 0
    ignored: int = 0
    abort: int = 0
    packets_output: int = 0
    bytes_output: int = 0
    underruns: int = 0
    output_errors: int = 0
    collisions: int = 0
    resets: int = 0
    unknown_drops: int = 0
    buffer_failures: int = 0
    buffers_swapped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TunnelInterface:
    """``show interfaces tunnel N``. What was not printed is ``None`` (or ``False``)."""

    interface: str
    status: str
    protocol: str
    reason: str | None = None
    """Behind the line protocol in brackets: ``disabled``, ``looped``."""
    description: str | None = None
    address: IPv4Interface | None = None
    unnumbered: str | None = None
    """Interface whose address is borrowed."""
    mtu: int = 17916
    """MTU of the interface in bytes, as printed; not the transport MTU."""
    bandwidth: int = 100
    """Kbit/sec."""
    delay: int = 50_000
    """Microseconds."""
    reliability: int = 255
    txload: int = 1
    rxload: int = 1
    keepalive: tuple[int, int] | None = None
    """Seconds and retries."""
    linestate: str | None = None
    """``Tunnel linestate evaluation``."""
    source: IPAddress | None = None
    """``None`` with ``source_interface``: the interface has no address; with neither: ``UNKNOWN``."""
    source_interface: str | None = None
    destination: IPAddress | None = None
    tracked: int | None = None
    """Members of the set of tunnels with this source (the ``src-track`` subblock)."""
    transport: str = "multi-GRE/IP"
    """``Tunnel protocol/transport``."""
    key: int | None = None
    sequencing: bool = False
    checksums: bool = False
    ttl: int | None = 255
    fast_tunneling: bool = True
    transport_mtu: int | None = None
    """Bytes; ``None`` where the release prints no such line."""
    transmit_bandwidth: int = 8000
    receive_bandwidth: int = 8000
    protection: str | None = None
    """IPsec profile of ``Tunnel protection via IPSec``."""
    protection_shared: bool = False
    vrf: str | None = None
    """FVRF, as XE prints it."""
    counters: InterfaceCounters = InterfaceCounters()


__all__ = ["InterfaceBrief", "InterfaceCounters", "TunnelInterface"]
