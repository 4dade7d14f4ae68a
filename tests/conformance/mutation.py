"""Every small lie that can be told about a captures folder: rows deleted, altered, invented."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

STATES = ("UP", "NHRP", "IPSEC", "IKE", "INTF")
STRANGE_NBMA, STRANGE_TUNNEL = "203.0.113.77", "10.10.10.77"
_ROW = re.compile(
    r" +(?P<count>\d+) (?P<nbma>\d+\.\d+\.\d+\.\d+) +(?P<tunnel>\d+\.\d+\.\d+\.\d+) +(?P<state>\w+) +\S+ +\w+"
)
_ENTRY = re.compile(r"(?P<target>\d+\.\d+\.\d+\.\d+)/32 via (?P<via>\d+\.\d+\.\d+\.\d+)\n(?:   .*\n?)+")


@dataclass(frozen=True)
class Mutation:
    """One change to one file, and the words that a finding about it must contain one of."""

    name: str
    file: str
    change: Callable[[str], str]
    named: tuple[str, ...]

    def apply(self, folder: Path, into: Path) -> Path:
        """A copy of ``folder`` with the change made."""
        copy = into / "mutated"
        shutil.copytree(folder, copy)
        for path in copy.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        copy.chmod(0o755)
        text = (copy / self.file).read_text()
        changed = self.change(text)
        assert changed != text, f"{self.name} changes nothing"
        (copy / self.file).write_text(changed)
        return copy


def _swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def mutations(folder: Path) -> Iterator[Mutation]:
    """All of them: every row of ``show dmvpn`` and ``show ip nhrp`` of the folder."""
    for path in sorted(folder.glob("*__show_dmvpn.txt")):
        yield from _of_dmvpn(path.name, path.read_text())
    for path in sorted(folder.glob("*__show_ip_nhrp.txt")):
        yield from _of_nhrp(path.name, path.read_text())


def _of_dmvpn(file: str, text: str) -> Iterator[Mutation]:
    last = ""
    for match in _ROW.finditer(text):
        row, nbma, tunnel, state = match[0], match["nbma"], match["tunnel"], match["state"]
        last = row
        label = f"{file}:{tunnel}"
        yield Mutation(f"{label} deleted", file, _swap(row + "\n" if row + "\n" in text else row, ""), (tunnel,))
        yield Mutation(
            f"{label} other NBMA",
            file,
            _swap(row, row.replace(nbma, f"{STRANGE_NBMA:{len(nbma)}}")),
            (tunnel, STRANGE_NBMA),
        )
        yield Mutation(
            f"{label} other tunnel", file, _swap(row, row.replace(tunnel, STRANGE_TUNNEL)), (tunnel, STRANGE_TUNNEL)
        )
        for other in STATES:
            if other != state:
                altered = re.sub(rf" +{state} ", f" {other:>5} ", row, count=1)
                yield Mutation(f"{label} {state} to {other}", file, _swap(row, altered), (tunnel,))
    rogue = f"     1 {STRANGE_NBMA:<15} {STRANGE_TUNNEL:>15}    UP 00:12:34     D"
    more = re.sub(r"(Peers:)(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", text)
    yield Mutation(f"{file} rogue row", file, lambda _: more.replace(last, f"{last}\n{rogue}", 1), (STRANGE_TUNNEL,))


def _of_nhrp(file: str, text: str) -> Iterator[Mutation]:
    for match in _ENTRY.finditer(text):
        entry, target = match[0], match["target"]
        nbma = entry.rpartition("NBMA address: ")[2].split()[0]
        label = f"{file}:{target}"
        yield Mutation(f"{label} deleted", file, _swap(entry, ""), (target,))
        yield Mutation(f"{label} other NBMA", file, _swap(entry, entry.replace(nbma, STRANGE_NBMA)), (STRANGE_NBMA,))
        yield Mutation(
            f"{label} other tunnel", file, _swap(entry, entry.replace(target, STRANGE_TUNNEL)), (target, STRANGE_TUNNEL)
        )
    rogue = (
        f"{STRANGE_TUNNEL}/32 via {STRANGE_TUNNEL}\n   Tunnel0 created 00:12:34, expire 00:07:26\n"
        f"   Type: dynamic, Flags: registered nhop\n   NBMA address: {STRANGE_NBMA}\n"
    )
    yield Mutation(f"{file} rogue entry", file, lambda body: body.rstrip("\n") + "\n" + rogue, (STRANGE_TUNNEL,))
