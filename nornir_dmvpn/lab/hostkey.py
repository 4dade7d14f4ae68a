"""The SSH host key that all virtual routers share; making one is the slow part of a start."""

from pathlib import Path

import asyncssh

from nornir_dmvpn.errors import LabError

_BITS = 2048


def host_key(path: Path) -> asyncssh.SSHKey:
    """The key in ``path``, made (mode 0600) when there is none yet."""
    try:
        if path.exists():
            return asyncssh.read_private_key(path)
        key = asyncssh.generate_private_key("ssh-rsa", key_size=_BITS)
        path.touch(mode=0o600)
        key.write_private_key(path)
        path.chmod(0o600)
    except (OSError, asyncssh.KeyImportError) as problem:
        raise LabError(f"the SSH host key {path} cannot be used: {problem}") from problem
    return key
