"""One disagreement in an intent."""

from typing import NamedTuple

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """``path`` leads from the root of the intent to the value: ``("sites", "spoke1", "tunnels", "CORP")``."""

    path: Path
    text: str


def tunnel_path(router: str, cloud: str, key: str) -> Path:
    """Path of a value of a router's attachment to a cloud."""
    return ("sites", router, "tunnels", cloud, key)
