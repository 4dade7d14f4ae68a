"""``ping``: real traffic through the reference network, with what it teaches the routers on its way."""

from ipaddress import IPv4Address

from nornir_dmvpn.lab.answer import INCOMPLETE, Answer, Invalid, Output
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.model.interface_name import full_name

_OPTIONS = ("repeat", "size", "source", "timeout")
_ROW = 70
"""Marks on a line."""
_MOST = 1000
"""Largest ``repeat`` that a virtual router sends at once."""


def _ping(session: Session, arguments: Arguments) -> Answer:
    words = arguments["destination"].split()
    if words[0] == "ip":
        words = words[1:]
    if not words:
        return INCOMPLETE
    destination = _address(words[0])
    if destination is None:
        return Output(text=f"% Unrecognized host or address, or protocol not running: {words[0]}")
    options = _options(words[1:])
    if options is None:
        return Invalid(offset=len("ping ") + len(words[0]) + 1)
    source = _source(session, options["source"]) if "source" in options else None
    if "source" in options and source is None:
        return Output(text="% Invalid source. Must use same-VRF IP address or full interface name without spaces")
    count = options.get("repeat", "5")
    if not count.isdigit() or not 0 < int(count) <= _MOST:
        return Output(text=f"% A bad number of packets (1-{_MOST})")
    return _send(session, destination, source, int(count), options)


def _send(
    session: Session, destination: IPv4Address, source: IPv4Address | None, count: int, options: dict[str, str]
) -> Answer:
    network, name = session.router.network, session.router.name
    marks, times = "", []
    for _ in range(count):
        sent = network.now
        answered = network.ping(name, destination, source=source, count=1).received
        marks += "!" if answered else "."
        if answered:
            times.append(max(1, round(1000 * (network.now - sent))))
    size, timeout = options.get("size", "100"), options.get("timeout", "2")
    lines = [
        "Type escape sequence to abort.",
        f"Sending {count}, {size}-byte ICMP Echos to {destination}, timeout is {timeout} seconds:",
        *([f"Packet sent with a source address of {source} "] if source else []),
        *(marks[start : start + _ROW] for start in range(0, count, _ROW)),
        f"Success rate is {100 * len(times) // count} percent ({len(times)}/{count}){_round_trip(times)}",
    ]
    return Output(text="\n".join(lines))


def _round_trip(times: list[int]) -> str:
    """Virtual milliseconds, as IOS sums them up; nothing when no echo came back."""
    if not times:
        return ""
    return f", round-trip min/avg/max = {min(times)}/{sum(times) // len(times)}/{max(times)} ms"


def _options(words: list[str]) -> dict[str, str] | None:
    """``repeat 3 size 100`` as a mapping; ``None`` when a word is no option or lacks its value."""
    if len(words) % 2:
        return None
    options: dict[str, str] = {}
    for word, value in zip(words[::2], words[1::2], strict=True):
        found = [option for option in _OPTIONS if option.startswith(word.lower())]
        if len(found) != 1:
            return None
        options[found[0]] = value
    return options


def _address(text: str) -> IPv4Address | None:
    try:
        return IPv4Address(text)
    except ValueError:
        return None


def _source(session: Session, text: str) -> IPv4Address | None:
    interface = session.router.config.interface(full_name(text))
    return interface.ip if interface else _address(text)


COMMANDS = (ExecCommand(syntaxes=("ping <destination...>",), run=_ping, user=True),)
