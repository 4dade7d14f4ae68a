"""What one value of an intent may be."""

from typing import Any

import pytest
from pydantic import ValidationError

from nornir_dmvpn.model.intent import Attachment, Cloud, Intent, Lan, Site, intent_schema
from nornir_dmvpn.model.secret import Secret

CLOUD: dict[str, Any] = {
    "phase": 3,
    "tunnel": 0,
    "subnet": "10.0.0.0/24",
    "network_id": 1,
    "crypto": {"ike": "ikev2", "psk": "env:PSK"},
}


def cloud(**changes: Any) -> Cloud:
    return Cloud.model_validate(CLOUD | changes)


def refusal(**changes: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        cloud(**changes)
    return str(caught.value)


def test_a_cloud_has_sane_ciphers_without_being_told() -> None:
    ciphers = cloud().crypto.ciphers
    assert (ciphers.ike_encryption, ciphers.esp_encryption, ciphers.esp_integrity) == ("aes-256", "aes-256", "sha256")
    assert cloud().crypto.mode == "transport"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"crypto": {"ike": "ikev2"}}, "needs psk"),
        ({"crypto": {"ike": "none", "psk": "env:PSK"}}, "no use"),
        ({"crypto": {"ike": "none"}, "phase": 4}, "phase"),
        ({"subnet": "10.0.0.0/31"}, "no room"),
        ({"subnet": "10.0.0.0"}, "needs its mask"),
        ({"network_id": 0}, "network_id"),
        ({"key": 2**32}, "key"),
        ({"holdtime": 600, "registration_timeout": 201}, "L-031"),
        ({"registration_timeout": 300}, "L-031"),
        ({"phase": 2, "routing": {"protocol": "eigrp", "asn": 1, "advertise": "default"}}, "L-202"),
        ({"routing": {"protocol": "eigrp", "asn": 1, "advertise": "default"}}, "L-028"),
        ({"routing": {"protocol": "static", "advertise": "summary"}}, "go together"),
        ({"routing": {"protocol": "static", "summaries": ["10.0.0.0/8"]}}, "go together"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_a_cloud_refuses_what_cannot_work(changes: dict[str, Any], says: str) -> None:
    assert says in refusal(**changes)


def test_a_registration_timeout_of_a_third_of_the_holding_time_is_allowed() -> None:
    assert cloud(holdtime=600, registration_timeout=200).registration_timeout == 200


@pytest.mark.parametrize("text", ["hunter2", "", 12345678, "env:", "env:A B", "file:"])
def test_a_secret_in_plain_text_is_refused_and_not_repeated(text: object) -> None:
    message = refusal(authentication=text)
    assert "env:NAME" in message
    assert "file:PATH" in message
    assert "hunter2" not in message


@pytest.mark.parametrize("value", ["nine_char", "with spa", "quest?", "ümlaut", ""])
def test_an_authentication_that_ios_would_not_take_is_refused_and_not_repeated(value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Cloud.model_validate(
            CLOUD | {"crypto": {"ike": "none"}, "authentication": "env:A"}, context={"resolve": lambda _: Secret(value)}
        )
    assert not value or value not in str(caught.value)


def test_eight_characters_of_authentication_are_enough_and_allowed() -> None:
    data = CLOUD | {"authentication": "env:A", "crypto": {"ike": "none"}}
    one = Cloud.model_validate(data, context={"resolve": lambda _: Secret("8letters")})
    assert one.authentication == Secret("8letters")


def test_an_intent_shows_no_secret() -> None:
    one = Cloud.model_validate(CLOUD, context={"resolve": lambda _: Secret("topsecret")})
    intent = Intent(clouds={"CORP": one}, sites={})
    assert one.crypto.psk == Secret("topsecret")
    assert "topsecret" not in repr(intent) + intent.model_dump_json() + str(intent.model_dump())


def test_interfaces_have_their_full_name_whatever_is_written() -> None:
    assert Lan.model_validate({"interface": "lo10", "address": "192.168.1.1/24"}).interface == "Loopback10"
    with pytest.raises(ValidationError, match="not the name of an IOS interface"):
        Lan.model_validate({"interface": "eth", "address": "192.168.1.1/24"})
    with pytest.raises(ValidationError, match="needs its mask"):
        Lan.model_validate({"interface": "lo10", "address": "192.168.1.1"})


def test_members_and_hubs_come_in_the_order_of_the_inventory() -> None:
    def site(role: str, address: str) -> Site:
        attachment = Attachment.model_validate({"role": role, "address": address, "source": "Gi1"})
        return Site(tunnels={"CORP": attachment})

    sites = {"s1": site("spoke", "10.0.0.2"), "h2": site("hub", "10.0.0.9"), "h1": site("hub", "10.0.0.1")}
    intent = Intent(clouds={"CORP": cloud()}, sites=sites)
    assert [one.router for one in intent.members["CORP"]] == ["s1", "h2", "h1"]
    assert [one.router for one in intent.hubs["CORP"]] == ["h2", "h1"]


def test_the_schema_names_every_key_and_wants_references_for_secrets() -> None:
    schema = intent_schema()
    assert set(schema["$defs"]["Cloud"]["properties"]) == set(Cloud.model_fields)
    psk = schema["$defs"]["Crypto"]["properties"]["psk"]
    assert any("env:" in branch.get("pattern", "") for branch in psk["anyOf"])
