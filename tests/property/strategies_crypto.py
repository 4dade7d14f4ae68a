"""Generated IKE and IPsec states, as a router could have them."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from hypothesis import strategies as st

from nornir_dmvpn.model.address import IPAddress, IPNetwork
from nornir_dmvpn.model.crypto_state import (
    ChildSa,
    CryptoSession,
    CryptoSocketEntry,
    CryptoSockets,
    Endpoint,
    FlowCounters,
    Ident,
    Ikev2Detail,
    Ikev2Sa,
    Ikev2Session,
    IpsecCounters,
    IpsecFlow,
    IpsecSa,
    IsakmpDetail,
    IsakmpSa,
    ListeningSocket,
    Selector,
    SessionFlow,
    SessionIke,
)

ipv4 = st.integers(0x01000000, 0xDFFFFFFF).map(IPv4Address)
ipv6 = st.integers(1, 0xFFFF).map(lambda host: IPv6Address("2001:db8:12:a::") + host)
counts = st.integers(0, 2**40)
numbers = st.integers(0, 65_535)
names = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,20}", fullmatch=True).filter(lambda text: text != "none")
maybe_name = st.one_of(st.none(), names)
spis = st.integers(256, 2**32 - 1)
lifetimes = st.integers(0, 200_000)
ike_ports = st.sampled_from([500, 4500, 38452])
groups = st.integers(0, 31)
flags = st.sampled_from(["80000000", "FFFFFFFF80000048"])
interfaces = st.integers(0, 200).map(lambda number: f"Tunnel{number}")
counted = st.integers(0, 999_999_999)


@st.composite
def networks(draw: st.DrawFn, *, wide: bool = False) -> IPNetwork:
    if wide:
        return IPv6Network((draw(ipv6), draw(st.integers(0, 128))), strict=False)
    return IPv4Network((draw(ipv4), draw(st.integers(0, 32))), strict=False)


def addresses(wide: bool) -> st.SearchStrategy[IPAddress]:
    return ipv6 if wide else ipv4


def ends(wide: bool) -> st.SearchStrategy[Endpoint]:
    return st.builds(Endpoint, address=addresses(wide), port=ike_ports)


@st.composite
def isakmp_sas(draw: st.DrawFn) -> IsakmpSa:
    wide = draw(st.booleans())
    local, remote = draw(addresses(wide)), draw(addresses(wide))
    agreed = draw(st.booleans())
    detail = IsakmpDetail(
        local=local,
        remote=remote,
        ivrf=draw(st.one_of(st.none(), st.from_regex(r"[A-Z]{1,12}", fullmatch=True))),
        encryption=draw(st.sampled_from(["aes", "3des"])) if agreed else None,
        hash=draw(st.sampled_from(["sha", "sha256", "md5"])) if agreed else None,
        authentication=draw(st.sampled_from(["psk", "rsig", "renc"])) if agreed else None,
        dh_group=draw(groups),
        lifetime=draw(st.one_of(st.none(), lifetimes)),
        capabilities=draw(st.sampled_from(["", "D", "DN", "CDKNTX"])),
        engine=draw(st.sampled_from(["SW:1", "HW:12609", "???"])),
    )
    return IsakmpSa(
        conn_id=draw(st.integers(0, 99_999)),
        status=draw(st.sampled_from(["ACTIVE", "STDBY"])),
        destination=remote,
        source=local,
        state=draw(st.sampled_from(["MM_NO_STATE", "MM_SA_SETUP", "MM_KEY_EXCH", "QM_IDLE", "AG_INIT_EXCH"])),
        deleted=draw(st.booleans()),
        slot=draw(st.one_of(st.none(), st.integers(0, 12))),
        detail=draw(st.one_of(st.none(), st.just(detail))),
    )


pairs = st.one_of(st.none(), st.tuples(numbers, numbers))
configured = st.sampled_from([None, "configured", "not configured"])
ikev2_details = st.builds(
    Ikev2Detail,
    description=st.sampled_from([None, "Negotiation done", "Initiator waiting for INIT response"]),
    local_id=st.one_of(maybe_name, ipv4.map(str)),
    remote_id=maybe_name,
    request_ids=pairs,
    next_ids=pairs,
    queued=pairs,
    window=pairs,
    dpd=pairs,
    route_update=st.sampled_from([None, "enabled", "disabled"]),
    nat=st.sampled_from([None, "not detected", "detected inside", "detected outside"]),
    initiator=st.sampled_from([None, True, False]),
    pushed_address=st.one_of(st.none(), ipv4, ipv6),
    remote_subnets=st.lists(st.one_of(networks(), networks(wide=True)), max_size=3).map(tuple),
    quantum=st.sampled_from([None, "Quantum Resistance Enabled", "Quantum-safe Encryption using Manual PPK"]),
    system_ids=st.one_of(st.none(), st.tuples(names, names)),
    peer_type=st.sampled_from([None, "IOS-XE", "Other"]),
    fragmentation=configured,
    extended_authentication=configured,
    trust_security=st.sampled_from([None, "enabled", "disabled"]),
)
hex_spis = st.one_of(st.none(), st.integers(0, 2**64 - 1).map(lambda number: f"{number:016X}"))
optional = st.one_of(st.none(), numbers)


@st.composite
def ikev2_sas(draw: st.DrawFn, wide: bool | None = None) -> Ikev2Sa:
    six = draw(st.booleans()) if wide is None else wide
    known = draw(st.booleans())
    words = st.sampled_from(["AES-CBC", "AES-GCM", "3DES"]) if known else st.just("Unknown - 0")
    digests = st.sampled_from(["SHA512", "MD596", "None"])
    proofs = st.sampled_from(["PSK", "RSA"]) if known else st.just("Unknown - 0")
    return Ikev2Sa(
        tunnel_id=draw(st.integers(1, 99_999)),
        local=draw(ends(six)),
        remote=draw(ends(six)),
        fvrf=draw(maybe_name),
        ivrf=draw(maybe_name),
        status=draw(st.sampled_from(["READY", "IN-NEG", "DELETE"])),
        encryption=draw(words),
        keysize=draw(st.sampled_from([None, 128, 256])),
        prf=draw(digests) if known else "Unknown - 0",
        hash=draw(digests),
        dh_group=draw(groups),
        auth_sign=draw(proofs),
        auth_verify=draw(proofs),
        quantum_resistant=draw(st.booleans()),
        pqc=draw(st.sampled_from([None, "ML-KEM-1024"])),
        lifetime=draw(lifetimes),
        active=draw(lifetimes),
        ce_id=draw(optional),
        session_id=draw(optional),
        local_spi=draw(hex_spis),
        remote_spi=draw(hex_spis),
        detail=draw(st.one_of(st.none(), ikev2_details)),
    )


def selectors(wide: bool) -> st.SearchStrategy[Selector]:
    return st.builds(Selector, first=addresses(wide), last=addresses(wide), first_port=numbers, last_port=numbers)


spi_pairs = st.tuples(spis, spis)


@st.composite
def child_sas(draw: st.DrawFn) -> ChildSa:
    wide = draw(st.booleans())
    selecting = st.lists(selectors(wide), min_size=1, max_size=3).map(tuple)
    return ChildSa(
        local=draw(selecting),
        remote=draw(selecting),
        esp_spis=draw(spi_pairs),
        ah_spis=draw(st.one_of(st.none(), st.just((0, 0)), spi_pairs)),
        cpis=draw(st.one_of(st.none(), st.just((0, 0)))),
        encryption=draw(st.sampled_from([None, "AES-CBC, keysize: 256, esp_hmac: SHA256"])),
        mode=draw(st.sampled_from([None, "ah_hmac: None, comp: IPCOMP_NONE, mode transport"])),
    )


@st.composite
def ikev2_sessions(draw: st.DrawFn) -> Ikev2Session:
    wide = draw(st.booleans())
    ike = tuple(draw(st.lists(ikev2_sas(wide), min_size=1, max_size=2)))
    children = tuple(draw(st.lists(child_sas(), max_size=3)))
    return Ikev2Session(
        session_id=draw(st.integers(0, 10**7)),
        status=draw(st.sampled_from(["UP-ACTIVE", "UP-IDLE", "DOWN-NEGOTIATING"])),
        declared_ike=len(ike),
        declared_children=len(children),
        ike=ike,
        children=children,
    )


def idents(wide: bool) -> st.SearchStrategy[Ident]:
    return st.builds(Ident, network=networks(wide=wide), protocol=st.integers(0, 255), port=numbers)


@st.composite
def ipsec_sas(draw: st.DrawFn) -> IpsecSa:
    protocol = draw(st.sampled_from(["esp", "ah", "pcp"]))
    transforms = {"esp": ("esp-gcm", "256"), "ah": ("ah-md5-hmac",), "pcp": ("comp-lzs",)}
    seconds = draw(st.one_of(st.none(), lifetimes))
    return IpsecSa(
        protocol=protocol,
        spi=draw(st.one_of(st.none(), spis)),
        transform=draw(st.sampled_from([transforms[protocol], (*transforms[protocol], "esp-sha256-hmac")])),
        mode=draw(st.sampled_from(["Tunnel", "Transport", "Transport UDP-Encaps", "Tunnel UDP-Encaps"])),
        esn=draw(st.booleans()),
        conn_id=draw(numbers),
        flow_id=draw(st.sampled_from(["SW:13", "Onboard VPN:124", "CAT9K-BIGBANG:210"])),
        sibling_flags=draw(st.one_of(st.none(), flags)),
        crypto_map=draw(names),
        initiator=draw(st.sampled_from([None, True, False])),
        kilobytes=None if seconds is None else draw(st.one_of(st.none(), counted)),
        seconds=seconds,
        iv_size=draw(st.sampled_from([None, 8, 16])),
        replay=draw(st.booleans()),
        replay_window=draw(st.sampled_from([None, 64, 1024])),
        status=draw(st.sampled_from(["ACTIVE(ACTIVE)", "ACTIVE", "STANDBY(ACTIVE)"])),
    )


FAILURES = (
    *("no_sa_send", "invalid_sa_rcv", "encaps_failed_send", "decaps_failed_rcv", "invalid_prot_recv"),
    *("verify_failed", "invalid_identity_recv", "invalid_len_rcv", "replay_rollover_send", "replay_rollover_rcv"),
    *("replay_failed_rcv", "tagged_send", "untagged_rcv", "not_tagged_send", "not_untagged_rcv"),
    *("internal_err_send", "internal_err_recv"),
)


@st.composite
def counters(draw: st.DrawFn) -> IpsecCounters:
    into, out, wrong = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    return IpsecCounters(
        encaps=draw(counts) if out else None,
        encrypt=draw(counts) if out else None,
        digest=draw(counts) if out else None,
        decaps=draw(counts) if into else None,
        decrypt=draw(counts) if into else None,
        verify=draw(counts) if into else None,
        compressed=draw(counts),
        decompress_failed=draw(counts),
        send_errors=draw(counts) if wrong else None,
        recv_errors=draw(counts) if wrong else None,
        failures=tuple((name, draw(counts)) for name in FAILURES) if draw(st.booleans()) else (),
    )


@st.composite
def ipsec_flows(draw: st.DrawFn) -> IpsecFlow:
    wide = draw(st.booleans())
    ordered = st.lists(ipsec_sas(), max_size=3).map(lambda sas: tuple(sorted(sas, key=_protocol)))
    outbound = draw(ordered)
    interface = draw(interfaces)
    return IpsecFlow(
        interface=interface,
        crypto_map=f"{interface}-head-0",
        local_address=draw(addresses(wide)),
        ipv6_policy=draw(maybe_name) if wide else None,
        protected_vrf=draw(maybe_name),
        local_ident=draw(idents(wide)),
        remote_ident=draw(idents(wide)),
        peer=draw(ends(wide)),
        flags=draw(st.sampled_from(["origin_is_acl", "", "origin_is_acl,ipsec_sa_request_sent"])),
        counters=draw(counters()),
        local_endpoint=draw(addresses(wide)),
        remote_endpoint=draw(addresses(wide)),
        plaintext_mtu=draw(st.one_of(st.none(), numbers)),
        path_mtu=draw(numbers),
        mtu=draw(numbers),
        mtu_interface=draw(st.one_of(st.none(), st.just("GigabitEthernet0/0/0"))),
        outbound_spi=draw(spis) if outbound else 0,
        pfs=draw(st.booleans()),
        dh_group=draw(st.sampled_from(["none", "group14"])),
        key_exchange=draw(st.sampled_from([None, "PQC Key Exchange: ML-KEM-1024"])),
        inbound=draw(ordered),
        outbound=outbound,
    )


def _protocol(sa: IpsecSa) -> int:
    return ("esp", "ah", "pcp").index(sa.protocol)


flow_counters = st.builds(
    FlowCounters, packets=counts, drop=counts, kilobytes=st.one_of(st.none(), counted), seconds=lifetimes
)


@st.composite
def session_flows(draw: st.DrawFn) -> SessionFlow:
    protocol = draw(st.sampled_from(["47", "ip", "ipv6"]))
    wide = protocol == "ipv6"
    return SessionFlow(
        protocol=protocol,
        source=draw(networks(wide=wide)),
        destination=draw(networks(wide=wide)),
        active_sas=draw(st.integers(0, 8)),
        origin=draw(st.sampled_from(["crypto map", "dynamic crypto map"])),
        inbound=draw(st.one_of(st.none(), flow_counters)),
        outbound=draw(st.one_of(st.none(), flow_counters)),
    )


@st.composite
def session_ikes(draw: st.DrawFn) -> SessionIke:
    wide, detailed = draw(st.booleans()), draw(st.booleans())
    return SessionIke(
        version=draw(st.sampled_from(["IKEv1", "IKEv2", "IKE"])),
        session_id=draw(st.one_of(st.none(), numbers)),
        local=draw(ends(wide)),
        remote=draw(ends(wide)),
        active=draw(st.booleans()),
        capabilities=draw(st.sampled_from(["", "D", "DNU"])) if detailed else None,
        conn_id=draw(numbers) if detailed else None,
        lifetime=draw(lifetimes) if detailed else None,
    )


crypto_sessions = st.builds(
    CryptoSession,
    interface=interfaces,
    username=maybe_name,
    profile=maybe_name,
    group=maybe_name,
    assigned_address=st.one_of(st.none(), ipv4, ipv6),
    uptime=st.one_of(st.none(), st.integers(0, 60_000_000)),
    status=st.sampled_from(["UP-ACTIVE", "UP-NO-IKE", "UP-IDLE", "DOWN-NEGOTIATING", "DOWN"]),
    peer=st.one_of(ends(False), ends(True)),
    fvrf=maybe_name,
    ivrf=maybe_name,
    phase1_id=maybe_name,
    description=st.one_of(st.none(), st.just("this is my peer at 10.1.1.3:500 Green")),
    system=st.one_of(st.none(), st.tuples(ipv4, st.just("Tu1"))),
    ike=st.lists(session_ikes(), max_size=3).map(tuple),
    flows=st.lists(session_flows(), max_size=3).map(tuple),
)


@st.composite
def socket_entries(draw: st.DrawFn) -> CryptoSocketEntry:
    wide = draw(st.booleans())
    return CryptoSocketEntry(
        interface=draw(st.one_of(st.none(), interfaces)),
        local=draw(addresses(wide)),
        remote=draw(addresses(wide)),
        local_ident=draw(idents(wide)),
        remote_ident=draw(idents(wide)),
        flags=draw(st.sampled_from([None, "shared"])),
        profile=draw(names),
        is_open=draw(st.booleans()),
        client="TUNNEL SEC",
        client_state="Active",
    )


listeners = st.builds(ListeningSocket, client=st.just("TUNNEL SEC"), profile=names, map_name=names)
crypto_sockets = st.builds(
    CryptoSockets,
    declared=numbers,
    connections=st.lists(socket_entries(), max_size=3).map(tuple),
    listening=st.lists(listeners, max_size=2).map(tuple),
)
