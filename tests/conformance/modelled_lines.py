"""How many lines of the captured configurations are modelled: ``python -m tests.conformance.modelled_lines``.

It writes the table of docs/conformance.md anew. Counted are the lines of the sections this project is about; comments
do not count. Hex dumps of certificates are data of the line above them and counted apart.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from nornir_dmvpn.ios.config import ConfigParser, ReadLine, modelled, parse_config
from tests.captures import captures_folder

DOCUMENT: Final = Path(__file__).resolve().parents[2] / "docs" / "conformance.md"
BEGIN: Final = "<!-- modelled lines: written by python -m tests.conformance.modelled_lines -->"
END: Final = "<!-- end of modelled lines -->"
SECTIONS: Final[dict[str, str]] = {
    "tunnel": r"int\w* ?tu\w*",
    "crypto": r"(?:crypto|call admission) ",
    "VRF": r"(?:vrf def\w*|ip vrf) ",
    "routing": r"(?:ipv6 )?router |route-map |key chain |ip(?:v6)? (?:route|prefix-list|as-path|community-list) ",
}
_CERTIFICATE: Final = re.compile(r"certificate (?:self-signed |ca )?[0-9A-F]+")


@dataclass(slots=True)
class Count:
    """Lines of one file by section: modelled and all."""

    modelled: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    data: int = 0
    kept: list[str] = field(default_factory=list)


def section_of(one: ReadLine) -> str | None:
    """The kind of section a line stands in (its top line decides), if it is one that counts."""
    top = (one.path[0] if one.path else one.line.text).lower().removeprefix("no ")
    return next((name for name, words in SECTIONS.items() if re.match(words, top)), None)


def count(text: str, parser: ConfigParser) -> Count:
    """The lines of one configuration."""
    found = Count()
    for one in modelled(parse_config(text, parser=parser), parser=parser):
        section = section_of(one)
        if section is None:
            continue
        if any(_CERTIFICATE.match(above) for above in one.path):
            found.data += 1
            continue
        found.lines[section] += 1
        found.modelled[section] += one.modelled
        if not one.modelled:
            found.kept.append(" / ".join((*one.path, one.line.text.strip())))
    return found


def counts(captures: Path) -> dict[str, Count]:
    """Every captured configuration by its path below ``captures``."""
    parser = ConfigParser()
    return {
        path.relative_to(captures).as_posix(): count(path.read_bytes().decode("utf-8", "surrogateescape"), parser)
        for path in sorted(captures.glob("**/configs/*"))
        if path.is_file()
    }


def table(found: dict[str, Count]) -> str:
    """The table: modelled of all lines, by file and kind of section, and their sums."""
    heads = ("configuration", *SECTIONS, "all", "certificate data")
    rows = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    total = Count()
    for name, one in found.items():
        rows.append(_row(name, one))
        total.lines += one.lines
        total.modelled += one.modelled
        total.data += one.data
    share = 100 * total.modelled.total() / total.lines.total()
    rows.append(_row(f"**all {len(found)}** ({share:.1f} % modelled)", total))
    return "\n".join(rows)


def _row(name: str, one: Count) -> str:
    cells = [f"{one.modelled[kind]}/{one.lines[kind]}" if one.lines[kind] else "" for kind in SECTIONS]
    return f"| {name} | {' | '.join(cells)} | {one.modelled.total()}/{one.lines.total()} | {one.data or ''} |"


def written_table(document: str) -> str:
    """The table as it stands in the document."""
    return document.partition(BEGIN)[2].partition(END)[0].strip()


def _kept(found: dict[str, Count]) -> Iterator[str]:
    yield from (f"{name}: {line}" for name, one in found.items() for line in one.kept)


def main() -> None:
    """Write the table, and list on stdout the lines that are only kept."""
    found = counts(captures_folder())
    document = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = document.partition(BEGIN)
    after = rest.partition(END)[2]
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{table(found)}\n\n{END}{after}", encoding="utf-8")
    sys.stdout.write("".join(f"{line}\n" for line in _kept(found)))


if __name__ == "__main__":
    main()
