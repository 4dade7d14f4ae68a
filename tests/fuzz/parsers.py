"""Coverage-guided fuzzing of every show parser: only ParseError may come out, and soon. Run by ``make fuzz``.

The first byte says which command the rest is an answer to. Arguments are those of libFuzzer; it names the file that it
writes a finding to, and ``python -m tests.fuzz.parsers FILE`` runs that again.
"""

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped] # in the folder that `make fuzz` fills

with atheris.instrument_imports(include=["nornir_dmvpn.ios", "nornir_dmvpn.model"]):
    from nornir_dmvpn.errors import ParseError
    from nornir_dmvpn.ios.shows import SHOWS

from tests.property.damage import ANSWERS

SECONDS = 5
"""For one input of at most ``LENGTH`` bytes: what is linear takes a hundredth of it."""
LENGTH = 8192


def parse(data: bytes) -> None:
    """One input: strict and lenient."""
    if not data:
        return
    show = SHOWS[data[0] % len(SHOWS)]
    text = data[1:].decode("latin-1")
    for strict in (True, False):
        try:
            parsed = show.parse(text, strict=strict)
        except ParseError:
            continue
        show.rows(parsed.values)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(len(SHOWS)):
            for index, answer in enumerate(ANSWERS):
                seed = bytes([number]) + answer.encode("latin-1")
                (Path(folder) / f"{number}-{index}").write_bytes(seed)
        replayed = any(Path(one).is_file() for one in sys.argv[1:])
        limits = [f"-timeout={SECONDS}", f"-max_len={LENGTH}"]
        atheris.Setup([sys.argv[0], *limits, *sys.argv[1:], *([] if replayed else [folder])], parse)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
