"""``show version``: who the router is and of which generation."""

import pytest

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import version
from nornir_dmvpn.model.generation import Generation

IOSV = """Cisco IOS Software, IOSv Software (VIOS-ADVENTERPRISEK9-M), Version 15.9(3)M6, RELEASE SOFTWARE (fc1)
Technical Support: http://www.cisco.com/techsupport
Copyright (c) 1986-2022 by Cisco Systems, Inc.

ROM: Bootstrap program is IOSv

HUB1 uptime is 2 weeks, 5 days, 17 minutes
System returned to ROM by reload
System image file is "flash0:/vios-adventerprisek9-m"
"""
XE = """Cisco IOS XE Software, Version 17.03.04a
Cisco IOS Software [Amsterdam], Virtual XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 17.3.4a, RELEASE SOFTWARE
BRANCH-7 uptime is 3 minutes
"""
OLD = """Cisco IOS Software, 2800 Software (C2800NM-ADVENTERPRISEK9-M), Version 12.4(15)T8, RELEASE SOFTWARE (fc3)
R1 uptime is 1 year, 1 week
"""


@pytest.mark.parametrize(
    ("text", "hostname", "number", "generation"),
    [
        (IOSV, "HUB1", "15.9(3)M6", Generation.D),
        (XE, "BRANCH-7", "17.3.4a", Generation.E),
        (OLD, "R1", "12.4(15)T8", Generation.A),
    ],
)
def test_hostname_version_and_generation_are_read(
    text: str, hostname: str, number: str, generation: Generation
) -> None:
    (value,) = version.parse(f"{hostname}#show version\n{text}{hostname}#").values
    assert (value.hostname, value.version, value.generation) == (hostname, number, generation)
    assert version.rows((value,))[0]["generation"] == generation.value


def test_an_answer_without_a_version_or_cut_before_the_hostname_is_refused() -> None:
    with pytest.raises(ParseError, match="no software version is said here"):
        version.parse("Interface  IP-Address\nTunnel0  10.0.0.1\n")
    with pytest.raises(ParseError, match="cut off"):
        version.parse("\n".join(IOSV.split("\n")[:4]))
    assert version.parse("\n".join(IOSV.split("\n")[:4]), strict=False).values[0].hostname is None
