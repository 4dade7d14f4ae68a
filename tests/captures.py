"""Where the real router output lies that the conformance tests hold the program against."""

import os
from pathlib import Path

VARIABLE = "DMVPN_CAPTURES"
DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "captures"


def captures_folder() -> Path:
    """The folder named by DMVPN_CAPTURES, else shared/captures beside the project; it need not exist."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else DEFAULT
