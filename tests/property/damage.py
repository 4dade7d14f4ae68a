"""Answers in the shape of real ones, and what terminals, editors and the cut of a log leave of them."""

from hypothesis import strategies as st

from tests.benchmark.peers import hub

_HUB = hub(12, seed=5)
ANSWERS: tuple[str, ...] = (
    _HUB.dmvpn,
    _HUB.nhrp,
    """\
Legend: E=Expecting replies, R=Responding, W=Waiting, D=Dynamic
Tunnel0:
10.0.0.1  RE  NBMA Address: 203.0.113.1 priority = 0 cluster = 0  req-sent 12  req-failed 0  repl-recv 11 (00:01:02 ago)
10.0.0.2   E  NBMA Address: 203.0.113.2 priority = 0 cluster = 0  req-sent 4  req-failed 4  repl-recv 0

Pending Registration Requests:
Registration Request: Reqid 15, Ret 64  NHS 10.0.0.2 expired (Tu0)
""",
    """\
Cisco IOS XE Software, Version 17.15.01a
Cisco IOS Software [IOSXE], Virtual XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 17.15.1a
Copyright (c) 1986-2024 by Cisco Systems, Inc.
R1 uptime is 3 weeks, 2 days, 14 hours, 5 minutes
""",
    """\
Interface: Tunnel0, IPv6 NHRP Details
Type:Hub, Total NBMA Peers (v4/v6): 1
    1.Peer NBMA Address: 2001:DB8:1201::122
        Tunnel IPv6 Address: 2001:DB8:10::2
        IPv6 Target Network: 2001:DB8:10::2/128
        # Ent: 1, Status: UP, UpDn Time: 1d02h, Cache Attrib: DN
Tunnel1 is administratively down
    1 2001:DB8:1201:A::122
                           10.0.0.3    UP    never    S
""",
    """\
      D   %    192.168.2.0/24 [NHO][90/255] via 10.0.0.3, 00:00:05, Tunnel0
H        10.0.0.3/32 is directly connected, 00:00:06, Tunnel0
O        192.168.3.0/24 [110/1001] via 10.0.0.1, 1d03h, Tunnel0
Tunnel0 current state: UP-ACTIVE
IKEv2 SA: local 203.0.113.1/500 remote 203.0.113.2/500 Active
  current_peer 203.0.113.2 port 500
  #pkts encaps: 12, #pkts encrypt: 12, #pkts digest: 12
203.0.113.1     203.0.113.2     QM_IDLE           1001 ACTIVE
10.0.0.1        4        65001      12      13        5    0    0 00:03:04        2
0   10.0.0.1                Tu0                      12 00:19:53   61  1470  0  46
Tunnel0                10.0.0.2        YES NVRAM  up                    up
""",
)
"""Answers to many commands, several in one where only their lines matter."""

_characters = st.sampled_from(" \t0123456789.:/,-#%()>[]=ABCDEFXabcdefxTunel\x00\x0b\x1b\x1c\u00a0\u2003é٣\r\b")
_run = st.tuples(_characters, st.integers(1, 60)).map(lambda pair: pair[0] * pair[1])


@st.composite
def _accident(draw: st.DrawFn) -> str:
    lines = draw(st.sampled_from(ANSWERS)).split("\n")
    for _ in range(draw(st.integers(0, 6))):
        index = draw(st.integers(0, max(0, len(lines) - 1)))
        if not lines:
            break
        line = lines[index]
        at = draw(st.integers(0, len(line)))
        kind = draw(st.sampled_from(["drop", "repeat", "cut", "insert", "overwrite", "join", "swap", "foreign"]))
        match kind:
            case "drop":
                del lines[index]
            case "repeat":
                lines.insert(index, line)
            case "cut":
                lines[index] = line[:at]
            case "insert":
                lines[index] = line[:at] + draw(_run) + line[at:]
            case "overwrite":
                lines[index] = line[:at] + draw(_characters) + line[at + 1 :]
            case "join":
                lines[index : index + 2] = ["".join(lines[index : index + 2])]
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[index], lines[other] = lines[other], lines[index]
            case "foreign":
                lines.insert(index, draw(st.sampled_from(draw(st.sampled_from(ANSWERS)).split("\n"))))
    return draw(st.sampled_from(["\n", "\n", "\r\n"])).join(lines)


damaged: st.SearchStrategy[str] = _accident()
"""A real-shaped answer after up to six accidents."""
