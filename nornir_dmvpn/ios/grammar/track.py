"""IP SLA probes and tracked objects."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import INTERFACE, IPV4, WORD, ArgumentType, integer
from nornir_dmvpn.ios.grammar.entry import one, section
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.value import words_of
from nornir_dmvpn.model.track import IpSla, SlaEcho, SlaSchedule, Track, TrackDelay, TrackedObject

_SLA: Final = "ip sla"
_TRACK: Final = "track"
_NUMBER: Final = integer(1, 1000)
_PROBE: Final = integer(1, 2147483647)
_MILLISECONDS: Final = integer(0, 604800000)


def _track(syntax: str, *used: str, types: dict[str, ArgumentType], order: int) -> Line:
    """One way to write ``track``; what another way would say is not there."""
    return section(
        f"track {{number}} {syntax}",
        "tracks",
        Track,
        _TRACK,
        order,
        types={"number": _NUMBER, **types},
        key=("number",),
        fixed={name: None for name in ("sla", "interface", "operator", "what") if name not in used},
        slot="track",
    )


TABLE: Final = Table(
    area="track",
    lines=(
        section("ip sla {number}", "slas", IpSla, _SLA, 816, types={"number": _PROBE}),
        Line(
            mode=_SLA,
            syntax="icmp-echo {address} [source-ip {source_ip}] [source-interface {source_interface}]",
            types={"address": WORD, "source_ip": IPV4, "source_interface": INTERFACE},
            field="echo",
            record=SlaEcho,
            order=10,
        ),
        one(_SLA, "vrf {}", WORD, "vrf", 20),
        one(_SLA, "tag {}", WORD, "tag", 21),
        one(_SLA, "threshold {}", _MILLISECONDS, "threshold", 22),
        one(_SLA, "timeout {}", _MILLISECONDS, "timeout", 23),
        one(_SLA, "frequency {}", integer(1, 604800), "frequency", 24),
        Line(
            mode="global",
            syntax="ip sla schedule {number} [life {life}] [start-time {start_time}]",
            types={"number": _PROBE, "life": WORD, "start_time": WORD},
            field="sla_schedules",
            record=SlaSchedule,
            many=True,
            key=("number",),
            order=817,
        ),
        _track(
            "ip sla {sla} [{what}]",
            "sla",
            "what",
            types={"sla": _PROBE, "what": words_of("reachability", "state")},
            order=60,
        ),
        _track(
            "interface {interface} {what}",
            "interface",
            "what",
            types={"interface": INTERFACE, "what": words_of("line-protocol", "ip routing")},
            order=61,
        ),
        _track("list boolean {operator}", "operator", types={"operator": words_of("and", "or")}, order=62),
        Line(
            mode=_TRACK,
            syntax="object {number} [not]",
            types={"number": _NUMBER},
            field="objects",
            record=TrackedObject,
            many=True,
            key=("number",),
            order=10,
        ),
        Line(
            mode=_TRACK,
            syntax="delay [down {down}] [up {up}]",
            types={"down": integer(0, 180), "up": integer(0, 180)},
            field="delay",
            record=TrackDelay,
            order=20,
        ),
    ),
)
