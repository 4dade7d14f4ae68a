"""Class maps and policy maps, as far as per-tunnel QoS needs them (Q-01)."""

from dataclasses import replace
from typing import Final

from nornir_dmvpn.ios.grammar.argument import LINE, WORD, integer
from nornir_dmvpn.ios.grammar.entry import each, flag, one, section
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.value import words_of
from nornir_dmvpn.model.qos import ClassMap, PolicyClass, PolicyMap

_CLASS_MAP: Final = "class-map"
_POLICY_MAP: Final = "policy-map"
_CLASS: Final = "policy-map class"
_PERCENT: Final = integer(0, 100)
_RATE: Final = integer(8000, 100_000_000_000)
_OPTIONAL: Final = replace(LINE, missing="")

TABLE: Final = Table(
    area="qos",
    lines=(
        section(
            "class-map [{operator}] {name}",
            "class_maps",
            ClassMap,
            _CLASS_MAP,
            186,
            types={"operator": words_of("match-any", "match-all"), "name": WORD},
            key=("name",),
        ),
        each(_CLASS_MAP, "match {}", LINE, "matches", 10),
        section("policy-map {name}", "policy_maps", PolicyMap, _POLICY_MAP, 187),
        one(_POLICY_MAP, "description {}", LINE, "description", 5),
        section("class {name}", "classes", PolicyClass, _CLASS, 10, mode=_POLICY_MAP),
        one(_CLASS, "bandwidth {}", integer(1, 100_000_000), "bandwidth", 10),
        one(_CLASS, "bandwidth percent {}", _PERCENT, "bandwidth_percent", 11),
        one(_CLASS, "bandwidth remaining percent {}", _PERCENT, "bandwidth_remaining_percent", 12),
        one(_CLASS, "bandwidth remaining ratio {}", integer(1, 65536), "bandwidth_remaining_ratio", 13),
        Line(mode=_CLASS, syntax="priority [{priority}]", types={"priority": _OPTIONAL}, field="priority", order=14),
        one(_CLASS, "shape average {}", _RATE, "shape_average", 15),
        one(_CLASS, "shape average percent {}", _PERCENT, "shape_average_percent", 16),
        one(_CLASS, "police {}", LINE, "police", 17),
        flag(_CLASS, "fair-queue", "fair_queue", 18, default=False),
        one(_CLASS, "queue-limit {}", LINE, "queue_limit", 19),
        Line(
            mode=_CLASS,
            syntax="random-detect [{random_detect}]",
            types={"random_detect": _OPTIONAL},
            field="random_detect",
            order=20,
        ),
        one(_CLASS, "set dscp {}", WORD, "set_dscp", 21),
        one(_CLASS, "service-policy {}", WORD, "service_policy", 22, refers=(("policy_maps", "service_policy"),)),
    ),
)
