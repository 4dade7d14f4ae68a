"""``show version``: who the router is and what it runs, no more."""

from dataclasses import dataclass

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.engine import Row, read
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand, place, refuse_other
from nornir_dmvpn.model.generation import Generation, generation_of_version

COMMAND = "show version"


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterVersion:
    """``version`` as printed: ``15.9(3)M2``, ``17.3.4a``. ``uptime`` is IOS's own words."""

    version: str
    hostname: str | None = None
    image: str | None = None
    uptime: str | None = None

    @property
    def generation(self) -> Generation | None:
        """The generation of that release (0.2); a legend that was printed decides before this (G-06)."""
        return generation_of_version(self.version)


Versions = tuple[RouterVersion, ...]


def parse(text: str, *, strict: bool = True) -> Parsed[Versions]:
    """One value. ``ParseError`` where no version is said; in strict mode also where no hostname is (cut off)."""
    reading = read(COMMAND, "show_version", text)
    refuse_other(SHOW, reading)
    lines = [line for line in reading.screen.lines if line[1].strip()]
    if not lines:
        return Parsed(values=(), layout=None)
    if not reading.rows:
        raise ParseError(COMMAND, lines[0][0], lines[0][1].strip(), "no software version is said here")
    value = _version(reading.rows[0])
    if strict and value.hostname is None:
        number, line = lines[-1]
        raise ParseError(COMMAND, number, line.strip(), "the output is cut off: no uptime line says the hostname")
    return Parsed(values=(value,), layout=value.generation, places=(place(reading, reading.rows[0]),))


def _version(row: Row) -> RouterVersion:
    return RouterVersion(
        version=row.need(COMMAND, "VERSION"),
        hostname=row.get("HOSTNAME"),
        image=row.get("SOFTWARE_IMAGE"),
        uptime=row.get("UPTIME"),
    )


def render(value: Versions, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The lines that say what the value holds, among those IOS prints first."""
    lines: list[str] = []
    for one in value:
        image = one.image or "UNKNOWN-M"
        lines += [
            f"Cisco IOS Software, Software ({image}), Version {one.version}, RELEASE SOFTWARE",
            "Technical Support: http://www.cisco.com/techsupport",
            "",
        ]
        if one.hostname is not None:
            lines.append(f"{one.hostname} uptime is {one.uptime or '0 minutes'}")
    return "".join(line + "\n" for line in lines)


def quantise_version(value: Versions, generation: Generation, options: RenderOptions = PLAIN) -> Versions:  # noqa: ARG001 # one signature for all
    """What printing keeps: an image is always named, and so is an uptime where a hostname is."""
    return tuple(
        RouterVersion(
            version=one.version,
            hostname=one.hostname,
            image=one.image or "UNKNOWN-M",
            uptime=None if one.hostname is None else one.uptime or "0 minutes",
        )
        for one in value
    )


def rows(value: Versions) -> list[JsonRow]:
    """One row: hostname, version, image, uptime, generation letter or null."""
    return [
        {
            "hostname": one.hostname,
            "version": one.version,
            "image": one.image,
            "uptime": one.uptime,
            "generation": None if one.generation is None else one.generation.value,
        }
        for one in value
    ]


SHOW: ShowCommand[Versions] = ShowCommand(
    name="show_version",
    forms=("sh[[ow]] ver[[sion]]",),
    section=None,
    parse=parse,
    render=render,
    quantise=quantise_version,
    rows=rows,
)
