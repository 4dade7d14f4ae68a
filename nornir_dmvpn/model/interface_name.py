"""Interface names: the full IOS name is the identity; abbreviations and truncations find it."""

import re

KINDS: tuple[str, ...] = (
    "Tunnel",
    "Loopback",
    "GigabitEthernet",
    "FastEthernet",
    "TenGigabitEthernet",
    "TwentyFiveGigE",
    "FortyGigabitEthernet",
    "HundredGigE",
    "Ethernet",
    "Serial",
    "Dialer",
    "Cellular",
    "Vlan",
    "Port-channel",
    "BDI",
    "Virtual-Template",
    "Virtual-Access",
    "Multilink",
    "ATM",
    "Null",
    "NVI",
)
"""Kinds of interface, in the order in which an abbreviation is tried."""

_NAME = re.compile(r"([A-Za-z][A-Za-z-]*?)\s*(\d[\d/.:]*)")


def full_name(name: str) -> str:
    """``Tu0``, ``tunnel 0`` or ``Tunnel0`` → ``Tunnel0``; a name of no known kind comes back as it is."""
    match = _NAME.fullmatch(name.strip())
    if match is None:
        return name.strip()
    kind, number = match.groups()
    found = next((known for known in KINDS if known.lower().startswith(kind.lower())), kind)
    return found + number


def short_name(name: str) -> str:
    """``Tunnel0`` → ``Tu0``, ``GigabitEthernet0/0`` → ``Gi0/0`` (two letters and the number, as IOS prints)."""
    match = _NAME.fullmatch(name)
    return name if match is None else match.group(1)[:2] + match.group(2)


def same_interface(name: str, printed: str) -> bool:
    """Whether ``printed`` (perhaps abbreviated or cut to a column, ``Tu15272``) means interface ``name``."""
    wanted, seen = full_name(name), full_name(printed)
    if wanted.lower() == seen.lower():
        return True
    return len(printed) >= _COLUMN and short_name(name).lower().startswith(printed.lower())


_COLUMN = 7  # width to which `show ip nhrp brief` cuts an interface name
