"""``dmvpn nhrp speak`` as a person runs it, in a cloud of FRR's."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.interop.frr import HOLDTIME, HUB, KEY, S1, Cloud, until
from tests.interop.ours import ADDRESS, LAN_HOST, NBMA

pytestmark = pytest.mark.interop

PROJECT = Path(__file__).resolve().parents[2]
SECONDS = 6


def speak(cloud: Cloud, *options: str) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and lines of the command, run in the guest's underlay."""
    command = ["ip", "netns", "exec", cloud.guest.namespace, sys.executable, "-m", "nornir_dmvpn", "nhrp", "speak"]
    command += ["--source", str(NBMA), "--address", f"{ADDRESS}/24", "--key", str(KEY), "--holdtime", str(HOLDTIME)]
    command += ["--lan", f"{LAN_HOST}/24", "--seconds", str(SECONDS), "-o", "json", *options]
    done = subprocess.run(
        command, cwd=PROJECT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_speak_joins_frrs_cloud_resolves_a_spoke_and_pings_through_the_shortcut(cloud: Cloud) -> None:
    cloud.start_hub()
    cloud.start_spoke(S1, HUB.tunnel, HUB.public)
    until(lambda: cloud.servers(S1), 15, "the FRR spoke registers")
    code, lines = speak(
        cloud,
        *("--nhs", str(HUB.tunnel), "--nbma", str(HUB.public), "--route", f"192.168.0.0/16={HUB.tunnel}"),
        *("--resolve", str(S1.tunnel), "--ping", str(S1.lan), "-v"),
    )
    assert code == 0
    events = [one["event"] for one in lines]
    assert {"NhsUp", "NhpUp", "RouteInstalled", "echo reply", "sent", "received"} <= set(events)
    replies = [one for one in lines if one["event"] == "echo reply"]
    assert (replies[0]["ttl"], replies[0]["came_from"]) == (63, str(HUB.public))
    assert (replies[-1]["ttl"], replies[-1]["came_from"]) == (64, str(S1.public))


def test_speak_says_by_its_exit_code_that_no_server_answered(cloud: Cloud) -> None:
    code, lines = speak(cloud, "--nhs", str(HUB.tunnel), "--nbma", str(HUB.public))
    assert code == 3
    assert not [one for one in lines if one["event"] == "NhsUp"]
