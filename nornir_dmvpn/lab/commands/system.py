"""What the machine says of itself: version, clock, hosts."""

from datetime import UTC

from nornir_dmvpn.lab.answer import Answer, Output
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.router import VirtualRouter
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.model.generation import Generation

_IOL = "Linux Software (I86BI_LINUX-ADVENTERPRISEK9-M)"
_SOFTWARE: dict[Generation, str] = {
    Generation.A: f"Cisco IOS Software, {_IOL}, Version 12.4(15)T17, RELEASE SOFTWARE (fc1)",
    Generation.B: f"Cisco IOS Software, {_IOL}, Version 15.0(1)M10, RELEASE SOFTWARE (fc1)",
    Generation.C: f"Cisco IOS Software, {_IOL}, Version 15.4(3)M6, RELEASE SOFTWARE (fc1)",
    Generation.D: f"Cisco IOS Software, {_IOL}, Version 15.9(3)M2, RELEASE SOFTWARE (fc1)",
    Generation.E: "Cisco IOS Software [Gibraltar], Virtual XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), "
    "Version 16.12.4, RELEASE SOFTWARE (fc5)",
}
"""A release of each generation, as its first line of ``show version`` reads."""


def _version(session: Session, _: Arguments) -> Answer:
    router = session.router
    lines = (
        _SOFTWARE[router.generation],
        "Technical Support: http://www.cisco.com/techsupport",
        "",
        "ROM: Bootstrap program is a virtual router",
        "",
        f"{router.hostname} uptime is {uptime(router.network.now)}",
        "System returned to ROM by reload at 0",
        'System image file is "unix:virtual"',
        "",
        "Linux Unix (Intel-x86) processor with 400000K bytes of memory.",
        f"Processor board ID {router.serial}",
        f"{sum(not one.is_tunnel for one in router.config.interfaces)} interfaces",
        "64K bytes of NVRAM.",
        "",
        "Configuration register is 0x0",
    )
    return Output(text="\n".join(lines), paged=True)


_UNITS = (("year", 31_536_000), ("week", 604_800), ("day", 86_400), ("hour", 3_600))


def uptime(seconds: float) -> str:
    """``1 day, 2 hours, 3 minutes``: IOS leaves out what is zero, except the minutes."""
    left = int(seconds)
    parts: list[str] = []
    for unit, size in _UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    minutes = left // 60
    parts.append(f"{minutes} minute{'' if minutes == 1 else 's'}")
    return ", ".join(parts)


def _clock(session: Session, _: Arguments) -> Answer:
    now = session.router.today.astimezone(UTC)
    return Output(text=f"{now:%H:%M:%S}.{now.microsecond // 1000:03d} UTC {now:%a %b} {now.day} {now.year}")


def _domain(router: VirtualRouter) -> str:
    prefixes = ("ip domain name ", "ip domain-name ")
    lines = (line.text for line in router.running.lines)
    return next((text.split()[-1] for text in lines if text.startswith(prefixes)), "not set")


def _hosts(session: Session, _: Arguments) -> Answer:
    lines = (
        f"Default domain is {_domain(session.router)}",
        "Name/address lookup uses static mappings",
        "",
        "Codes: UN - unknown, EX - expired, OK - OK, ?? - revalidate",
        "       temp - temporary, perm - permanent",
        "       NA - Not Applicable None - Not defined",
        "",
        "Host                      Port  Flags      Age Type   Address(es)",
    )
    return Output(text="\n".join(lines), paged=True)


def _reload(_session: Session, _arguments: Arguments) -> Answer:
    return Output(text="% A virtual router does not reload: take the lab down and up again")


COMMANDS = (
    ExecCommand(syntaxes=("show version",), run=_version, user=True, filtered=True),
    ExecCommand(syntaxes=("show clock",), run=_clock, user=True, filtered=True),
    ExecCommand(syntaxes=("show hosts",), run=_hosts, user=True, filtered=True),
    ExecCommand(syntaxes=("reload", "reload <when...>"), run=_reload),
)
