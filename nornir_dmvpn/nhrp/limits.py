"""What one speaker keeps at most, so that no stream of packets makes it grow without bound. IOS states no such figures.

Entries that are configured are not counted against anything; whatever exceeds a limit is dropped and reported.
"""

MOST_ENTRIES = 65_536
"""Cache entries of one interface. A registration beyond is refused with code 5 (RFC 2332 §5.2.0.1)."""
MOST_PENDING = 4_096
"""Resolutions of one speaker that are not answered."""
MOST_WAITING_PATHS = 1_024
"""NBMA addresses of one interface for which packets wait."""
MOST_WAITING = 16
"""Packets that wait for one NBMA address; the oldest go first."""
MOST_TOLD = 16_384
"""Answers of one interface that are remembered for purges; the oldest go first."""
MOST_REDIRECTS = 16_384
"""Redirects of one interface that suppress the next; beyond, none is sent until one has run out."""
MOST_PURGES = 1_024
"""Purge Requests of one interface that are not answered; beyond, a purge is sent once."""
