"""Makes, once, what the guest runs on: system packages, a root folder with FRRouting, the shim for newer processors.

``python -m tests.interop.prepare`` is what ``make interop`` calls first. It ends well on every machine: where no guest
can be made it says so, and the tests skip with the same reason.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOST_PACKAGES = ("user-mode-linux", "mmdebstrap", "tshark", "tcpdump", "iproute2", "gcc", "libc6-dev")
HOST_PROGRAMS = ("linux.uml", "mmdebstrap", "tshark", "tcpdump", "ip", "gcc")
GUEST_RELEASE = "trixie"
"""Debian 13: FRRouting 10.3, the first with ``ip nhrp authentication``."""
GUEST_PACKAGES = ("frr", "iproute2", "iputils-ping", "iptables", "kmod", "procps", "python3")
MODULES = Path("/usr/lib/uml/modules")
LIMIT = 600
"""Seconds that one step may take."""


class NotHereError(Exception):
    """No guest can run on this machine; the text says why."""


def cache() -> Path:
    """Where the guest's root folder is kept between runs."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "nornir-dmvpn" / "interop"


def objection() -> str | None:
    """Why no guest can run here, as far as can be seen without trying; ``None``: nothing is in the way."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return f"User-mode Linux runs on x86_64 Linux, this is {sys.platform} on {platform.machine()}"
    if os.geteuid():
        return "needs root: network namespaces, a tap device and raw sockets"
    if not Path("/dev/net/tun").exists():
        return "there is no /dev/net/tun"
    missing = [one for one in HOST_PROGRAMS if shutil.which(one) is None]
    if missing:
        return f"not installed: {', '.join(missing)} (make interop installs them where there is apt-get)"
    if not (root() / "complete").exists():
        return "the guest's root folder is not made yet (make interop makes it)"
    return None


def root() -> Path:
    """The guest's root folder: another one for other packages and other guest scripts."""
    wanted = "\n".join((GUEST_RELEASE, *GUEST_PACKAGES, *(one.read_text() for one in _guest_files())))
    return cache() / f"root-{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"


def shim() -> Path:
    """The library that is preloaded into the guest's kernel."""
    return root() / "interop" / "xstate.so"


def prepare() -> None:
    """Install and build what is missing; raises :class:`NotHereError`."""
    if os.geteuid():
        raise NotHereError(objection() or "needs root")
    missing = [one for one in HOST_PROGRAMS if shutil.which(one) is None]
    if missing and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run("apt-get", "update", "-q", environment=environment)
        _run("apt-get", "install", "-y", "-q", "--no-install-recommends", *HOST_PACKAGES, environment=environment)
    reason = objection()
    if reason is None:
        return
    if not reason.startswith("the guest's root"):
        raise NotHereError(reason)
    _make_root()


def _make_root() -> None:
    """Built beside its place and renamed, so that a root folder is there wholly or not at all."""
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache(), prefix="building-") as folder:
        new = Path(folder) / "root"
        include = ",".join(GUEST_PACKAGES)
        _run("mmdebstrap", "--quiet", "--variant=minbase", f"--include={include}", GUEST_RELEASE, str(new))
        version = next(MODULES.iterdir(), None)
        if version is None:
            raise NotHereError(f"there are no kernel modules in {MODULES}")
        shutil.copytree(version, new / "lib" / "modules" / version.name, dirs_exist_ok=True)
        _run("chroot", str(new), "/usr/sbin/depmod", version.name)
        (new / "interop").mkdir()
        for one in _guest_files():
            shutil.copy(one, new / "interop")
        library = new / "interop" / "xstate.so"
        _run("gcc", "-O2", "-shared", "-fPIC", "-o", str(library), str(HERE / "guest" / "xstate.c"))
        (new / "complete").touch()
        if not root().exists():  # somebody else may have been as quick
            new.rename(root())


def _guest_files() -> list[Path]:
    return [HERE / "guest" / one for one in ("init.sh", "agent.py", "xstate.c")]


def _run(*command: str, environment: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotHereError(f"{command[0]} did not end within {LIMIT} s") from None
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "nothing").splitlines()[-1]
        raise NotHereError(f"{' '.join(command[:2])} failed: {said}")


def main() -> None:
    started = time.monotonic()
    try:
        prepare()
    except NotHereError as error:
        sys.stdout.write(f"\n*** INTEROP IS SKIPPED: {error} ***\n\n")
        return
    sys.stdout.write(f"interop: the guest is ready in {root()} ({time.monotonic() - started:.0f} s)\n")


if __name__ == "__main__":
    main()
