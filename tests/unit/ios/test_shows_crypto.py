"""The crypto commands on layouts that the captures do not have, and on answers that are not whole."""

from ipaddress import ip_address

import pytest

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import (
    crypto_session,
    crypto_sockets,
    find_command,
    ikev2_sa,
    ikev2_session,
    ipsec_sa,
    isakmp_sa,
)
from nornir_dmvpn.model.generation import Generation

WIPED = "\b" * 9 + " " * 8 + "\b" * 9
ISAKMP_OLD = f"""\
R1>show crypto isakmp sa\r
IPv4 Crypto ISAKMP SA\r
dst             src             state          conn-id slot status\r
203.0.113.1     198.51.100.2    QM_IDLE           1001    0 ACTIVE\r
 --More-- {WIPED}203.0.113.1     198.51.100.3    MM_NO_STATE          0    0 ACTIVE (deleted)\r
\r
IPv6 Crypto ISAKMP SA\r
\r
 dst: 2001:DB8::1\r
 src: 2001:DB8::2\r
 state: MM_KEY_EXCH     conn-id:   1003 slot:    0 status: ACTIVE\r
\r
R1>
"""


def test_an_old_isakmp_table_with_slots_a_pager_and_ipv6_is_read() -> None:
    parsed = isakmp_sa.parse(ISAKMP_OLD)
    assert parsed.layout is Generation.A
    assert [(str(one.source), one.state, one.conn_id, one.deleted, one.slot) for one in parsed.values] == [
        ("198.51.100.2", "QM_IDLE", 1001, False, 0),
        ("198.51.100.3", "MM_NO_STATE", 0, True, 0),
        ("2001:db8::2", "MM_KEY_EXCH", 1003, False, 0),
    ]
    assert [place.line for place in parsed.places] == [4, 5, 9]


def test_a_detail_row_without_agreed_algorithms_is_read() -> None:
    text = (
        "0     203.0.113.9     198.51.100.2           ACTIVE                  0  0\n       Engine-id:Conn-id =  ???\n"
    )
    (row,) = isakmp_sa.parse(text).values
    assert row.detail is not None
    assert (row.conn_id, row.detail.encryption, row.detail.lifetime, row.detail.engine) == (0, None, None, "???")


def test_a_detail_row_cut_off_is_said_so() -> None:
    text = "1001  203.0.113.1     198.51.100.2           ACTIVE aes  sha    psk  14 23:58:51\n"
    with pytest.raises(ParseError, match="cut off"):
        isakmp_sa.parse(text)


def test_headings_alone_are_an_empty_table_and_nothing_at_all_too() -> None:
    heading = "dst             src             state          conn-id status"
    empty = f"IPv4 Crypto ISAKMP SA\n{heading}\n\nIPv6 Crypto ISAKMP SA\n"
    assert isakmp_sa.parse(empty).values == isakmp_sa.parse("").values == ()
    assert ipsec_sa.parse("\n\n").values == ()


def test_the_answer_to_another_command_is_no_empty_answer() -> None:
    with pytest.raises(ParseError, match="this is the answer to 'show version'"):
        ipsec_sa.parse("R1#show version\nR1#")
    with pytest.raises(ParseError, match="rejected"):
        ikev2_sa.parse("R1#show crypto ikev2 sa\n              ^\n% Invalid input detected at '^' marker.\n")


IN_NEG = """\
 IPv4 Crypto IKEv2  SA 

Tunnel-id Local                 Remote                fvrf/ivrf            Status 
3         198.51.100.2/500      203.0.113.9/500       INET/RED             IN-NEG 
      Encr: Unknown - 0, PRF: Unknown - 0, Hash: None, DH Grp:0, Auth sign: Unknown - 0, Auth verify: Unknown - 0
      Life/Active Time: 86400/0 sec

 IPv6 Crypto IKEv2  SA 
"""  # noqa: W291 # as IOS prints it


def test_a_row_in_negotiation_is_read_and_printed() -> None:  # C-82 as amended
    (row,) = ikev2_sa.parse(IN_NEG).values
    assert (row.status, row.fvrf, row.ivrf) == ("IN-NEG", "INET", "RED")
    assert (row.encryption, row.keysize, row.prf, row.hash) == ("Unknown - 0", None, "Unknown - 0", "None")
    assert ikev2_sa.render((row,), Generation.D).rstrip() == IN_NEG.rstrip()


def test_an_address_that_is_none_is_refused_with_its_line() -> None:
    with pytest.raises(ParseError, match=r"line 4: '1.1.1::1' does not appear") as caught:
        ikev2_sa.parse(IN_NEG.replace("198.51.100.2/500 ", "1.1.1::1/500 "))
    assert caught.value.line_number == 4


SESSION = """\
Session-id:2, Status:UP-ACTIVE, IKE count:1, CHILD count:1

Tunnel-id Local                 Remote                fvrf/ivrf            Status
1         10.18.1.2/500         10.19.3.2/500         none/none            READY
      Encr: AES-CBC, keysize: 128, PRF: MD5, Hash: MD596, DH Grp:2, Auth sign: PSK, Auth verify: PSK
      Life/Active Time: 86400/67 sec
Child sa: local selector  10.18.1.2/0 - 10.18.1.2/65535
          remote selector 10.19.3.2/0 - 10.19.3.2/65535
          ESP spi in/out: 0x94BE9F9E/0x86A797ED
"""


@pytest.mark.parametrize("kept", [1, 5, 6, 7, 8])
def test_a_session_with_fewer_sas_than_it_counts_is_cut_off(kept: int) -> None:
    with pytest.raises(ParseError, match="cut off"):
        ikev2_session.parse("\n".join(SESSION.splitlines()[:kept]))
    (whole,) = ikev2_session.parse(SESSION).values
    assert whole.children[0].esp_spis == (0x94BE9F9E, 0x86A797ED)


def test_an_old_stanza_without_plaintext_mtu_pfs_and_sibling_flags_is_read() -> None:
    text = """\
interface: Tunnel0
    Crypto map tag: Tunnel0-head-0, local addr 192.0.2.1

   protected vrf: RED
   local  ident (addr/mask/prot/port): (192.0.2.1/255.255.255.255/47/0)
   remote ident (addr/mask/prot/port): (192.0.2.2/255.255.255.255/47/0)
   current_peer 192.0.2.2 port 4500
     PERMIT, flags={origin_is_acl,}
    #pkts encaps: 4, #pkts encrypt: 4, #pkts digest: 4
    #pkts decaps: 0, #pkts decrypt: 0, #pkts verify: 0
    #send errors 2, #recv errors 0

     local crypto endpt.: 192.0.2.1, remote crypto endpt.: 192.0.2.2
     path mtu 1500, ip mtu 1500, ip mtu idb FastEthernet0/0
     current outbound spi: 0x0(0)

     inbound esp sas:

     outbound pcp sas:
"""
    (flow,) = ipsec_sa.parse(text).values
    assert (flow.protected_vrf, flow.plaintext_mtu, flow.pfs, flow.inbound) == ("RED", None, False, ())
    assert (flow.counters.encaps, flow.counters.decaps, flow.counters.send_errors) == (4, 0, 2)
    assert ipsec_sa.rows((flow,))[0]["local_ident"] == "192.0.2.1/32/47/0"


def test_a_stanza_that_begins_in_the_middle_is_not_lost() -> None:
    text = "   local  ident (addr/mask/prot/port): (192.0.2.1/255.255.255.255/47/0)\n"
    with pytest.raises(ParseError):
        ipsec_sa.parse(text)
    assert ipsec_sa.parse(text, strict=False).unread == ((1, text.rstrip("\n")),)


def test_a_session_of_an_old_release_has_no_ids_and_one_kind_of_ike() -> None:
    text = """\
Crypto session current status

Interface: Tunnel0
Session status: UP-NO-IKE
Peer: 192.0.2.2 port 500
  IPSEC FLOW: permit 47 host 192.0.2.1 host 192.0.2.2
        Active SAs: 2, origin: crypto map
"""
    (session,) = crypto_session.parse(text).values
    assert (session.status, session.ike) == ("UP-NO-IKE", ())
    assert session.flows[0].active_sas == 2


SOCKETS = """\

Number of Crypto Socket connections 2

   Tu0 Peers (local/remote): 203.0.113.1/198.51.100.2
       Local Ident  (addr/mask/port/prot): (203.0.113.1/255.255.255.255/0/47)
       Remote Ident (addr/mask/port/prot): (198.51.100.2/255.255.255.255/0/47)
       IPSec Profile: "PROF"
       Socket State: Open
       Client: "TUNNEL SEC" (Client State: Active)
   Shd Peers (local/remote): 203.0.113.1/198.51.100.3
       Local Ident  (addr/mask/port/prot): (203.0.113.1/255.255.255.255/0/47)
       Remote Ident (addr/mask/port/prot): (198.51.100.3/255.255.255.255/0/47)
       Flags: shared
       IPSec Profile: "PROF"
       Socket State: Closed
       Client: "TUNNEL SEC" (Client State: Active)

Crypto Sockets in Listen state:
Client: "TUNNEL SEC" Profile: "PROF" Map-name: "Tunnel0-head-0"
"""


def test_sockets_shared_and_not_are_read_and_printed() -> None:  # C-84
    parsed = crypto_sockets.parse(SOCKETS)
    one, other = parsed.values.connections
    assert (one.interface, one.is_open, one.flags) == ("Tunnel0", True, None)
    assert (other.interface, other.is_open, other.flags) == (None, False, "shared")
    assert one.remote == ip_address("198.51.100.2")
    assert (one.local_ident.protocol, one.local_ident.port) == (47, 0)
    assert [listener.map_name for listener in parsed.values.listening] == ["Tunnel0-head-0"]
    assert [place.line for place in parsed.places] == [4, 10, 19]
    assert crypto_sockets.render(parsed.values, Generation.E) == SOCKETS


def test_a_count_of_sockets_that_is_not_borne_out_is_no_success() -> None:
    with pytest.raises(ParseError, match="2 connections are listed") as caught:
        crypto_sockets.parse(SOCKETS.replace("connections 2", "connections 3"))
    assert caught.value.line_number == 2
    assert crypto_sockets.parse(SOCKETS.replace("connections 2", "connections 3"), strict=False).values.declared == 3
    with pytest.raises(ParseError, match="number of connections is missing"):
        crypto_sockets.parse(SOCKETS.split("\n", 3)[3])


@pytest.mark.parametrize(
    ("typed", "name", "arguments"),
    [
        ("sh cr isa sa", "show_crypto_isakmp_sa", {}),
        ("sh cry ikev2 sa det", "show_crypto_ikev2_sa", {"detail": "detailed"}),
        ("show crypto ikev2 session detailed", "show_crypto_ikev2_session", {"detail": "detailed"}),
        ("sh crypto ipsec sa int tunnel 1", "show_crypto_ipsec_sa", {"interface": "Tunnel1"}),
        ("sh cry ips sa peer 192.0.2.1", "show_crypto_ipsec_sa", {"nbma": "192.0.2.1"}),
        ("sh cry sess rem 192.0.2.1 det", "show_crypto_session", {"nbma": "192.0.2.1", "detail": "detail"}),
        ("sh crypto sockets", "show_crypto_sockets", {}),
    ],
)
def test_crypto_commands_are_found_as_they_are_typed(typed: str, name: str, arguments: dict[str, str]) -> None:
    found = find_command(typed)
    assert found is not None
    assert (found[0].name, found[1]) == (name, arguments)


@pytest.mark.parametrize(
    "typed", ["show crypto", "show crypto isakmp policy", "show crypto isakmp peers", "show crypto key"]
)
def test_other_crypto_commands_are_not_taken_for_one_of_ours(typed: str) -> None:
    assert find_command(typed) is None
