"""The Genie side of a measurement, run by the interpreter of the environment that has Genie: prints one JSON object.

``genie_side.py COMMAND FILE [memory]``: best processor seconds of ``.parse`` on the text of FILE, or its peak memory.
"""

import gc
import json
import logging
import sys
import time
import tracemalloc
from pathlib import Path
from unittest.mock import Mock

ROUNDS = 3


def main() -> None:
    logging.disable(logging.CRITICAL)
    from genie.libs.parser.iosxe.show_dmvpn import ShowDmvpn  # type: ignore[import-not-found] # not in this environment
    from genie.libs.parser.iosxe.show_ip import ShowIpNhrp  # type: ignore[import-not-found] # not in this environment

    texts = [(ShowDmvpn if "dmvpn" in name else ShowIpNhrp, Path(name).read_text(encoding="utf-8")) for name in files()]
    device = Mock()
    for parser, text in texts:
        parser(device=device).parse(output=text)  # imports and compiles what it needs
    best = float("inf")
    if "memory" in sys.argv:
        gc.collect()
        tracemalloc.start()
        kept = [parser(device=device).parse(output=text) for parser, text in texts]
        print(json.dumps({"peak": tracemalloc.get_traced_memory()[1], "kept": len(kept)}))  # noqa: T201 # its answer
        return
    for _ in range(ROUNDS):
        gc.collect()
        started = time.process_time()
        for parser, text in texts:
            parser(device=device).parse(output=text)
        best = min(best, time.process_time() - started)
    print(json.dumps({"seconds": best}))  # noqa: T201 # its answer


def files() -> list[str]:
    """The files to parse; the name of each says which command printed it."""
    return [one for one in sys.argv[1:] if one != "memory"]


if __name__ == "__main__":
    main()
