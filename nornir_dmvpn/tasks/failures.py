"""What goes wrong while talking to a device, as one clear sentence of the exception tree.

Netmiko, NAPALM and Paramiko quote addresses, settings and whole outputs in their messages; none of that passes here.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from nornir.core.task import MultiResult

from nornir_dmvpn.errors import (
    DeviceAuthenticationError,
    DeviceConnectError,
    DeviceError,
    DeviceTimeoutError,
    DmvpnError,
)

_LOG = logging.getLogger(__name__)

_NOTHING_IN_COMMON = re.compile(r"no acceptable|no matching|incompatible ssh|unable to negotiate", re.IGNORECASE)
LEGACY_CURE = (
    "no SSH algorithm in common; classic IOS offers SHA-1 key exchange only, which paramiko 5 no longer has: "
    "install 'paramiko<5', or give the router a newer key exchange (ip ssh server algorithm kex)"
)


@contextmanager
def translated(host: str, address: str, doing: str) -> Iterator[None]:
    """Inside, every error of the libraries becomes a :class:`DeviceError`; ``doing`` is what was going on."""
    try:
        yield
    except DmvpnError:
        raise
    except Exception as error:
        _LOG.debug("%s: %s while %s", host, type(error).__name__, doing)
        known = translate(host, address, doing, error)
        if known is None:
            raise
        raise known from None


def translate(host: str, address: str, doing: str, error: Exception) -> DeviceError | None:
    """The same failure as one of ours; ``None`` for an exception that is no device's fault."""
    from napalm.base.exceptions import ConnectionException, NapalmException
    from netmiko.exceptions import (
        NetmikoAuthenticationException,
        NetmikoBaseException,
        NetmikoTimeoutException,
        ReadException,
        ReadTimeout,
    )
    from paramiko.ssh_exception import AuthenticationException, SSHException

    text = str(error)
    if isinstance(error, NetmikoAuthenticationException | AuthenticationException):
        return DeviceAuthenticationError(host, f"{address} refused the user name or password")
    if _NOTHING_IN_COMMON.search(text):
        return DeviceConnectError(host, f"{address}: {LEGACY_CURE}")
    if isinstance(error, ReadTimeout | ReadException):
        return DeviceTimeoutError(host, f"stopped answering while {doing}")
    if isinstance(error, NetmikoTimeoutException | ConnectionException):
        return DeviceConnectError(host, f"no SSH session with {address}: {_reason(text)}")
    if isinstance(error, ValueError) and "enable" in text.lower():
        return DeviceAuthenticationError(host, "refused the enable secret (or none is in the inventory)")
    if isinstance(error, ValueError) and "config" in text.lower():
        return DeviceError(host, "does not let this user configure it")
    if isinstance(error, SSHException | OSError | EOFError | NetmikoBaseException | NapalmException):
        return DeviceConnectError(host, f"the session with {address} broke while {doing}")
    return None


def _reason(text: str) -> str:
    if "DNS" in text or "not known" in text:
        return "its name cannot be resolved"
    return "it did not answer as an SSH server" if "banner" in text.lower() else "refused, or not reachable"


def failure_of(host: str, results: MultiResult) -> DmvpnError | None:
    """Why a task failed on ``host``: the innermost exception, as one of ours; ``None`` if it did not fail."""
    if not results.failed:
        return None
    error = next((one.exception for one in reversed(results) if one.exception is not None), None)
    if isinstance(error, DmvpnError):
        return error
    return DeviceError(host, f"internal error: {type(error).__name__ if error else 'unknown'}")
