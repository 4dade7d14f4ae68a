"""``dmvpn version``."""

from nornir_dmvpn import __version__
from nornir_dmvpn.cli.terminal import emit


def version() -> None:
    """Print the version of this program."""
    emit(__version__)
