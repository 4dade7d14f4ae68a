"""A finding's words tell apart what differs."""

from ipaddress import IPv4Address, IPv4Network

import pytest

from nornir_dmvpn.model.address import NEVER
from nornir_dmvpn.model.finding import Severity
from nornir_dmvpn.model.state import EntryType, NhrpEntry
from nornir_dmvpn.reference.form import EntryForm
from nornir_dmvpn.verify.observation import CapturedOutput, observe
from nornir_dmvpn.verify.verify import verify_network
from nornir_dmvpn.verify.wording import difference
from tests.unit.reference.cloud import Cloud
from tests.unit.verify.test_verify import outputs, running_network, seen

SPOKE = IPv4Address("10.0.0.3")
RIGHT = EntryForm(
    interface="Tunnel0",
    target=IPv4Network("10.0.0.3/32"),
    via=SPOKE,
    type=EntryType.DYNAMIC,
    flags=frozenset({"registered"}),
    nbma=IPv4Address("198.51.100.3"),
    claimed_nbma=None,
    no_socket=False,
)


def entry(nbma: IPv4Address | None, claimed: IPv4Address | None = None) -> NhrpEntry:
    return NhrpEntry(
        target=RIGHT.target,
        via=SPOKE,
        interface="Tunnel0",
        created=9,
        expires=NEVER,
        type=EntryType.DYNAMIC,
        flags=RIGHT.flags,
        nbma=nbma,
        claimed_nbma=claimed,
    )


def test_a_claimed_address_that_should_not_be_there_is_said() -> None:
    _, expected, observed = difference(RIGHT, entry(IPv4Address("198.51.100.3"), IPv4Address("172.16.1.1")))
    assert expected != observed
    assert "claimed 172.16.1.1" in observed


def test_an_entry_without_nbma_address_is_called_so() -> None:
    assert difference(RIGHT, entry(None)) == ("NBMA address", "198.51.100.3", "none")


@pytest.mark.parametrize(("shown", "warned"), [("never expire", True), (None, False)])
def test_a_registration_that_never_expires_is_reported(shown: str | None, warned: bool) -> None:
    configs = Cloud(phase=2).configs()
    network = running_network(configs)
    hub = next(name for name, one in seen(network).items() if "registered" in str(one.state.nhrp))
    texts = outputs(network, hub)
    if shown is not None:
        texts = [
            CapturedOutput(command=one.command, text=_first_lifetime(one.text, shown))
            if one.command == "show ip nhrp"
            else one
            for one in texts
        ]
    verdict = verify_network(configs, {**seen(network), hub: observe(hub, texts)})
    said = [(one.what, one.rule, one.observed, one.severity) for one in verdict.findings]
    assert said == ([("lifetime", "R-13", "never expires", Severity.WARNING)] if warned else [])


def _first_lifetime(text: str, shown: str) -> str:
    before, _, rest = text.partition("expire ")
    return f"{before}{shown}{rest[rest.index(chr(10)) :]}"
