"""Design rules on real configurations: they never raise, and each error they report is right."""

from pathlib import Path

import pytest

from nornir_dmvpn.ios.config import ConfigParser, parse_config
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.finding import Finding, Severity
from nornir_dmvpn.sources.captures import read_captures
from nornir_dmvpn.verify.lint import RULES, lint

pytestmark = pytest.mark.conformance

ERRORS = {
    ("KSNAM97_cisco-dmvpn-ipsec-network", "L-023", "Branch1"): "its author gave it keys for the two hubs only (F-35)",
    ("KSNAM97_cisco-dmvpn-ipsec-network", "L-023", "Branch2"): "as Branch1",
    ("NGMunia_Dual-Hub-DMVPN", "L-200", "R2"): (
        "no 'no split-horizon' on this hub, and its route map lets two LANs through, no summary of the spokes' (P-20)"
    ),
    ("kononenko-yury_lab40", "L-107", "R27"): (
        "the hub's IPsec profile names no transform set, so it has esp-aes esp-sha-hmac, not aes 256 sha256 (K-06)"
    ),
    ("nilitaanil_DMVPN-Phase-2-using-RIP-OSPF-and-EIGRP", "L-027", "HUB"): (
        "'redistribute connected' takes the network of the tunnel source into the overlay's OSPF (P-61)"
    ),
    ("otus-lab14-ipsec", "L-013", "R27"): "two mGRE tunnels of one source and profile, neither 'shared' (K-04)",
    (
        "otus-lab14-ikev2-pki",
        "L-013",
        "R15",
    ): "an mGRE and a point-to-point tunnel of one source without 'shared' (K-04)",
    ("otus-lab14-ipsec-ikev2", "L-208", "R15"): "iBGP to a listen range of spokes that are not reflected to (P-23)",
}
"""(case, rule, router): why the error is right."""

_PARSER = ConfigParser()


@pytest.fixture(scope="module")
def findings(captures: Path) -> dict[str, tuple[Finding, ...]]:
    """Everything the rules say about each case that has configurations."""
    folders = sorted({path.parent.parent for path in captures.glob("**/configs/*")})
    assert len(folders) >= 25
    return {folder.name: lint(configs(folder), RULES) for folder in folders}


def configs(folder: Path) -> dict[str, RouterConfig]:
    return {
        name: parse_config(files.config_text, str(files.config_path), parser=_PARSER)
        for name, files in read_captures(folder).routers.items()
        if files.config_text is not None
    }


def test_the_errors_in_real_configurations_are_the_known_ones(findings: dict[str, tuple[Finding, ...]]) -> None:
    found = {
        (case, one.rule, one.router)
        for case, found in findings.items()
        for one in found
        if one.severity is Severity.ERROR
    }
    assert found == ERRORS.keys()


def test_what_is_found_says_where_it_stands(findings: dict[str, tuple[Finding, ...]]) -> None:
    every = [one for found in findings.values() for one in found]
    assert len(every) > 200
    without = [one.sentence() for one in every if not one.evidence]
    assert without == []
    for one in every:
        for place in one.evidence:
            assert place.line > 0
            line = Path(place.source).read_text(encoding="utf-8", errors="replace").splitlines()[place.line - 1]
            assert line.strip(), one.sentence()
