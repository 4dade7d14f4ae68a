"""Answering and forwarding Resolution Requests (RFC 2332 §5.2.1, §5.2.2; NHRP S-20, S-33, S-55, S-80 steps 4 and 5)."""

from collections import OrderedDict
from dataclasses import replace

from nornir_dmvpn.model.address import IPAddress, IPNetwork
from nornir_dmvpn.model.state import EntryType
from nornir_dmvpn.nhrp.cache import CacheEntry, network_of
from nornir_dmvpn.nhrp.cie import Cie, CieCode
from nornir_dmvpn.nhrp.extension import Extension, ExtensionType, cie_extension
from nornir_dmvpn.nhrp.forward import forward, is_straight, translated_nbma
from nornir_dmvpn.nhrp.limits import MOST_TOLD
from nornir_dmvpn.nhrp.port import Port
from nornir_dmvpn.nhrp.shortcuts import route_flags
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, ResolutionFlag


class Responder:
    """The answering side of one interface; remembers whom it told what, for purges (RFC 2332 §5.2.5)."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self._told: OrderedDict[IPNetwork, dict[IPAddress, int]] = OrderedDict()
        self._answers = 0

    def request(self, source_nbma: IPAddress, packet: ClientPacket, now: float) -> None:
        """Answer as egress, or pass on towards the egress (S-80 step 4)."""
        port, context = self._port, self._port.context
        source, target = packet.source_protocol, packet.destination_protocol
        claimed = packet.source_nbma
        if source is None or target is None or claimed is None or claimed.version != source_nbma.version:
            port.dropped(source_nbma, "resolution request without addresses", "S-80")
        elif not port.settings.multipoint:
            port.dropped(source_nbma, "resolution request on a point-to-point tunnel", "S-11")
        elif context.own(source) is not None:
            port.dropped(source_nbma, "our own resolution request came back", "S-60")
        elif context.own(target) is not None:
            self._answer(source_nbma, packet, network_of(target), now)
        else:
            self._route(source_nbma, packet, target, now)

    def told(self) -> list[tuple[IPNetwork, IPAddress]]:
        """Networks of live answers, and who got them."""
        live = [network for network in self._told if self._port.bindings.cache.get(network) is not None]
        return [(network, requester) for network in live for requester in self._told[network]]

    def forget(self) -> None:
        """Whoever was told something has been told otherwise."""
        self._told.clear()
        self._answers = 0

    def _route(self, source_nbma: IPAddress, packet: ClientPacket, target: IPAddress, now: float) -> None:
        port, context = self._port, self._port.context
        route = context.routes.lookup(target)
        if route is None:
            self._refuse(source_nbma, packet)
            return
        out = context.ports.get(route.interface)
        if out is None or out.settings.network_id != port.settings.network_id:
            # A default route can only be answered with a host: prefix length 0 means that on the wire (S-33, W-24).
            prefix = route.prefix if route.prefix.prefixlen else network_of(target)
            self._answer(source_nbma, packet, self._summary(target) or prefix, now)
            return
        entry = out.bindings.host(target)
        if context.behaviour.answers_from_cache and entry is not None and "registered" in entry.flags:
            self._answer_for(source_nbma, packet, entry, now)
            return
        forward(port, source_nbma, packet, target)

    def _summary(self, target: IPAddress) -> IPNetwork | None:
        """The summary that an answer about ``target`` carries: it needs shortcuts, and local routes under it (S-44)."""
        port, routes = self._port, self._port.context.routes
        if not port.settings.shortcut:
            return None
        for summary in port.settings.summary_maps:
            ends = (summary.network_address, summary.broadcast_address)
            local = all(routes.lookup(one) is not None and not port.context.in_cloud(port, one) for one in ends)
            if target in summary and local:
                return summary
        return None

    def _refuse(self, source_nbma: IPAddress, packet: ClientPacket) -> None:
        """Nobody can be found behind us: a negative answer, back the way the question came (W-23 code 12)."""
        bits = self._port.settings.address.max_prefixlen
        answer = Cie(code=CieCode.NO_BINDING, prefix_length=bits, mtu=self._port.settings.mtu)
        reply = self._reply(packet, answer, ResolutionFlag(0))
        self._port.send(source_nbma, replace(reply, flags=packet.flags))

    def _answer(self, source_nbma: IPAddress, packet: ClientPacket, prefix: IPNetwork, now: float) -> None:
        """Step 5: learn the requester, note what we give away, reply when the path to it is open."""
        port = self._port
        nbma = self._learn(source_nbma, packet, prefix, now)
        self._note(packet, prefix, now)
        answer = port.own_cie(prefix_length=prefix.prefixlen)
        port.send_when_up(nbma, self._reply(packet, answer, ResolutionFlag.UNIQUE))

    def _answer_for(self, source_nbma: IPAddress, packet: ClientPacket, entry: CacheEntry, now: float) -> None:
        """Old servers answer from their registrations, for the time that is left of them (S-20 step 3)."""
        left = 0 if entry.expires_at is None else int(entry.expires_at - now)
        answer = Cie(
            prefix_length=entry.network.prefixlen,
            mtu=self._port.settings.mtu,
            holding_time=left,
            nbma=entry.nbma,
            protocol=entry.next_hop,
        )
        unique = ResolutionFlag.UNIQUE if "unique" in entry.flags else ResolutionFlag(0)
        self._port.send_when_up(source_nbma, self._reply(packet, answer, unique))

    def _learn(self, source_nbma: IPAddress, packet: ClientPacket, prefix: IPNetwork, now: float) -> IPAddress:
        """Where the requester is; kept as an implicit entry unless something better is known (S-20 as amended)."""
        port, requester, claimed = self._port, packet.source_protocol, packet.source_nbma
        if requester is None or claimed is None:
            return source_nbma
        nbma = claimed
        translated = translated_nbma(packet, requester, source_nbma)
        if translated is not None:
            nbma = translated
        elif is_straight(packet, ExtensionType.FORWARD_TRANSIT):
            nbma = source_nbma
        old = port.bindings.host(requester)
        if old is not None and (old.type is EntryType.STATIC or "registered" in old.flags):
            return old.nbma or nbma
        holding_time = next((one.holding_time for one in packet.cies), port.settings.holdtime)
        resolved = old is not None and old.complete and not old.flags & {"temporary", "implicit"}
        entry = CacheEntry(
            interface=port.name,
            network=network_of(requester),
            next_hop=requester,
            nbma=nbma,
            claimed_nbma=claimed if claimed != nbma else None,
            type=EntryType.DYNAMIC,
            flags=old.flags if old is not None and resolved else self._implicit_flags(packet, prefix, old),
            created_at=now if old is None else old.created_at,
            expires_at=now + holding_time,
        )
        port.bindings.store(entry)
        return nbma

    def _implicit_flags(self, packet: ClientPacket, prefix: IPNetwork, old: CacheEntry | None) -> frozenset[str]:
        """Asked for a network behind us (phase 3), the requester becomes a route as well (Annex D 10)."""
        port, requester = self._port, packet.source_protocol
        flags = {"router", "implicit"}
        if port.context.behaviour.nhop_flag:
            flags.add("nhop")
        if old is not None:
            flags |= old.flags & {"used"}
        if port.settings.shortcut and prefix != network_of(port.settings.address) and requester is not None:
            flags |= route_flags(port, network_of(requester), requester)
        return frozenset(flags)

    def _note(self, packet: ClientPacket, prefix: IPNetwork, now: float) -> None:
        """The local entry: what was handed out, and to whom last (S-21, C-22)."""
        port = self._port
        old = port.bindings.cache.get(prefix)
        requester = packet.source_protocol
        if old is None:
            self._answers -= len(self._told.pop(prefix, ()))
        if requester is not None:
            self._remember(prefix, requester, packet.request_id)
        if old is not None and old.type is EntryType.STATIC:
            return  # a configured summary stays as it is (S-44)
        entry = CacheEntry(
            interface=port.name,
            network=prefix,
            next_hop=port.settings.address,
            nbma=port.settings.nbma,
            type=EntryType.DYNAMIC,
            flags=frozenset({"router", "unique", "local"}),
            created_at=now if old is None else old.created_at,
            expires_at=now + port.settings.holdtime,
            no_socket=True,
            requester=requester,
            request_id=packet.request_id,
        )
        port.bindings.store(entry)

    def _remember(self, prefix: IPNetwork, requester: IPAddress, request_id: int) -> None:
        """Note who knows ``prefix`` now; of too many the oldest prefixes are forgotten, and expire unpurged."""
        requesters = self._told.setdefault(prefix, {})
        self._answers += requester not in requesters
        requesters[requester] = request_id
        self._told.move_to_end(prefix)
        while self._answers > MOST_TOLD:
            self._answers -= len(self._told.popitem(last=False)[1])

    def _reply(self, packet: ClientPacket, answer: Cie, unique: ResolutionFlag) -> ClientPacket:
        """EX-5: the request's addresses, records and order of extensions, with the answer in it."""
        return replace(
            packet,
            type=PacketType.RESOLUTION_REPLY,
            hop_count=255,
            flags=packet.flags | ResolutionFlag.DESTINATION_STABLE | unique,
            cies=(answer,),
            extensions=tuple(self._answered(one) for one in packet.extensions or ()),
        )

    def _answered(self, extension: Extension) -> Extension:
        port = self._port
        if extension.type == ExtensionType.RESPONDER_ADDRESS:
            return cie_extension(ExtensionType.RESPONDER_ADDRESS, port.own_cie())
        if extension.type == ExtensionType.NAT_ADDRESS:
            if port.public_nbma is None:
                return cie_extension(ExtensionType.NAT_ADDRESS)
            public = replace(port.own_cie(holding_time=0), nbma=port.public_nbma)
            return cie_extension(ExtensionType.NAT_ADDRESS, public)
        return extension
