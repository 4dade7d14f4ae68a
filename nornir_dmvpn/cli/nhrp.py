"""``dmvpn nhrp``: what NHRP packets say, and a router of our own that speaks NHRP."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.cli.options import Verbose
from nornir_dmvpn.cli.speak import speak
from nornir_dmvpn.cli.terminal import emit, emit_json, note
from nornir_dmvpn.errors import IntentError, NhrpDecodeError, SourceError

if TYPE_CHECKING:
    from nornir_dmvpn.wire.pcap import Frame

nhrp = typer.Typer(
    name="nhrp", help="NHRP packets: read them, or speak them.", no_args_is_help=True, rich_markup_mode=None
)
nhrp.command()(speak)

Form = Annotated[Literal["tree", "json"], typer.Option("-o", "--output", help="Form of the packets.")]


@nhrp.command()
def decode(
    source: Annotated[str, typer.Argument(metavar="FILE|HEX|-", help="A pcap or pcapng file, or bytes as hex digits.")],
    *,
    output: Form = "tree",
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Print the NHRP packets of a capture, or of bytes that begin with an NHRP, GRE or IP header."""
    from nornir_dmvpn.wire.describe import tree
    from nornir_dmvpn.wire.pcap import frames, is_capture

    data, name = _read(source)
    damaged: list[str] = []
    found = _of_capture(frames(data), name, damaged) if is_capture(data) else iter((_of_bytes(data, name),))
    packets = []
    for packet in found:
        packets.append(packet)
        if output == "tree":
            emit(tree(packet, _title(packet)))
    if output == "json":
        emit_json(packets)
    for sentence in damaged:
        note(f"{name}: {sentence}")
    if not packets and not damaged:
        note(f"{name}: no NHRP packet in it")
    if damaged:
        raise typer.Exit(ExitCode.NOT_LOOKED)


def _read(source: str) -> tuple[bytes, str]:
    """The bytes, and what to call them."""
    if source == "-":
        data, name = sys.stdin.buffer.read(), "standard input"
    else:
        path = Path(source)
        try:
            is_file = path.exists()
        except OSError:  # far too long to be a name
            is_file = False
        if not is_file:
            found = _hex(source)
            if found is None:
                raise IntentError("", f"{_short(source)}: neither a file nor an even number of hex digits")
            return found, "the packet"
        try:
            data, name = path.read_bytes(), source
        except OSError as error:
            raise SourceError(source, f"cannot be read: {error.strerror}") from None
    with suppress(UnicodeDecodeError):
        return _hex(data.decode("ascii")) or data, name
    return data, name


def _hex(text: str) -> bytes | None:
    """Hex digits, with blanks, line ends, colons and 0x as they come."""
    try:
        return bytes.fromhex(text.replace("0x", "").replace(":", ""))
    except ValueError:
        return None


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:37]}...")


def _of_capture(found: "Iterator[Frame]", name: str, damaged: list[str]) -> Iterator[dict[str, Any]]:
    """Each NHRP packet of a capture; those that cannot be read end in ``damaged``."""
    from nornir_dmvpn.nhrp.wire import decode as decode_packet
    from nornir_dmvpn.wire.describe import describe, describe_carrier
    from nornir_dmvpn.wire.frame import nhrp_in_frame

    while True:
        try:
            frame = next(found, None)
        except NhrpDecodeError as error:
            raise SourceError(name, f"byte {error.offset}: {error.problem}") from None
        if frame is None:
            return
        try:
            carried = nhrp_in_frame(frame.link_type, frame.data)
            if carried is None:
                continue
            packet = decode_packet(carried.data)
        except NhrpDecodeError as error:
            why = " (only its beginning was captured)" if frame.is_cut else ""
            damaged.append(f"frame {frame.number}, byte {error.offset}: {error.problem}{why}")
            continue
        yield {"frame": frame.number, "time": frame.time} | describe_carrier(carried) | describe(packet)


def _of_bytes(data: bytes, name: str) -> dict[str, Any]:
    """One packet; its first bytes say with which header it begins."""
    from nornir_dmvpn.nhrp.gre import NHRP_PROTOCOL, decode_gre
    from nornir_dmvpn.nhrp.wire import decode as decode_packet
    from nornir_dmvpn.wire.describe import describe, describe_carrier
    from nornir_dmvpn.wire.frame import nhrp_in_ip

    try:
        if data and data[0] >> 4 in {4, 6}:
            carried = nhrp_in_ip(data)
            if carried is None:
                raise SourceError(name, "an IP packet without NHRP in GRE")
            return describe_carrier(carried) | describe(decode_packet(carried.data))
        if data[2:4] == NHRP_PROTOCOL.to_bytes(2, "big"):
            header, payload = decode_gre(data)
            return {"gre_key": header.key} | describe(decode_packet(payload))
        return describe(decode_packet(data))
    except NhrpDecodeError as error:
        raise SourceError(name, f"byte {error.offset}: {error.problem}") from None


def _title(packet: dict[str, Any]) -> str:
    """``frame 3: 198.51.100.11 to 198.51.100.1: registration request``, as far as it is known."""
    parts = [f"frame {packet['frame']}"] if "frame" in packet else []
    if "outer_source" in packet:
        parts.append(f"{packet['outer_source']} to {packet['outer_destination']}")
    return ": ".join([*parts, str(packet["type"])])
