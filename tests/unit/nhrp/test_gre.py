"""GRE in front of NHRP (NHRP W-60)."""

import pytest

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.nhrp.gre import NHRP_PROTOCOL, GreHeader, decode_gre, encode_gre


def test_headers_of_the_documented_packets() -> None:
    assert encode_gre(GreHeader(protocol=NHRP_PROTOCOL), b"").hex() == "00002001"
    assert encode_gre(GreHeader(protocol=NHRP_PROTOCOL, key=100), b"").hex() == "2000200100000064"


@pytest.mark.parametrize("key", [None, 0, 100])
@pytest.mark.parametrize("sequence", [None, 7])
@pytest.mark.parametrize("checksum", [False, True])
def test_each_option_adds_four_bytes_and_goes_round(key: int | None, sequence: int | None, checksum: bool) -> None:
    header = GreHeader(protocol=0x0800, key=key, sequence=sequence, checksum=checksum)
    data = encode_gre(header, b"payload")
    assert len(data) == 4 + 7 + 4 * ((key is not None) + (sequence is not None) + checksum)
    assert decode_gre(data) == (header, b"payload")


def test_a_wrong_checksum_is_refused() -> None:
    data = encode_gre(GreHeader(protocol=0x0800, checksum=True), b"payload")
    with pytest.raises(NhrpDecodeError, match="checksum"):
        decode_gre(data[:-1] + b"x")


def test_source_routing_and_pptp_are_refused() -> None:
    for flags in ("4000", "0001", "3001"):
        with pytest.raises(NhrpDecodeError):
            decode_gre(bytes.fromhex(flags + "2001") + bytes(8))
