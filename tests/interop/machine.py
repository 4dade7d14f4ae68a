"""The guest, and the network namespace of this host that it is connected to. All traffic stays between these two."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any, TypeVar

from tests.interop.prepare import NotHereError, root, shim

AGENT = ("198.51.100.254", 5000)
HOST = "198.51.100.200"
"""Our address in the underlay that the guest's routers live in."""
BOOT_LIMIT = 40.0
_CLONE_NEWNET = 0x40000000
_TAP = "tap0"

T = TypeVar("T")


def inside(namespace: str, function: Callable[[], T]) -> T:
    """What ``function`` gives when called within the network namespace; sockets that it opens stay there.

    It runs on a thread of its own, which is the only one that changes its namespace.
    """
    results: list[T] = []
    problems: list[BaseException] = []

    def work() -> None:
        try:
            _enter(namespace)
            results.append(function())
        except BaseException as problem:  # noqa: BLE001 # it is raised again, in the caller's thread
            problems.append(problem)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if problems:
        raise problems[0]
    return results[0]


def _enter(namespace: str) -> None:
    with Path("/run/netns", namespace).open() as handle:
        if ctypes.CDLL(None, use_errno=True).setns(handle.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")


class Guest:
    """A running guest; its scripts run as root in it."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace

    def run(self, script: str) -> str:
        """The output of a bash script, which must end well."""
        answer = self._request({"run": f"set -e; trap 'echo \"in: $BASH_COMMAND\"' ERR\n{script}"})
        assert answer["code"] == 0, f"in the guest: {answer['output']}"
        return str(answer["output"])

    def attempt(self, script: str) -> str:
        """The output of a script that may fail."""
        return str(self._request({"run": script})["output"])

    def ask(self, node: str, daemon: str, command: str) -> str:
        """The output of one command of an FRR daemon."""
        return str(self._request({"ask": [node, daemon, command]})["output"])

    def _request(self, request: dict[str, Any]) -> dict[str, Any]:
        with inside(self.namespace, lambda: socket.create_connection(AGENT, timeout=60)) as connection:
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile("rb") as lines:
                return dict(json.loads(lines.readline()))


@contextmanager
def booted() -> Iterator[Guest]:
    """A guest in a namespace of its own; raises :class:`NotHereError` when it does not come up."""
    namespace = f"dmvpn-interop-{os.getpid()}"
    _ip("netns", "add", namespace)
    try:
        for command in (
            f"tuntap add dev {_TAP} mode tap",
            "link set lo up",
            f"address add {HOST}/24 dev {_TAP}",
            f"link set {_TAP} up",
        ):
            _ip("-n", namespace, *command.split())
        with tempfile.TemporaryDirectory(prefix="dmvpn-interop-") as folder:
            console = Path(folder) / "console"
            process = _start(namespace, folder, console)
            guest = Guest(namespace)
            try:
                _wait(guest, process, console)
                yield guest
            finally:
                _stop(guest, process)
    finally:
        _ip("netns", "delete", namespace)


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHereError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")


def _start(namespace: str, folder: str, console: Path) -> subprocess.Popen[bytes]:
    memory = Path("/dev/shm")
    environment = {
        **os.environ,
        "LD_PRELOAD": str(shim()),
        "TMPDIR": str(memory) if memory.is_dir() else folder,
        "HOME": folder,
    }
    command = ["ip", "netns", "exec", namespace, "linux.uml", "mem=256M", "quiet", "init=/interop/init.sh"]
    command += ["root=/dev/root", "rootfstype=hostfs", f"rootflags={root()}", "ro"]
    command += [f"vec0:transport=tap,ifname={_TAP},depth=128,gro=0", "con=null", "con0=null,fd:1", "ssl=null"]
    with console.open("wb") as output:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait(guest: Guest, process: subprocess.Popen[bytes], console: Path) -> None:
    deadline = time.monotonic() + BOOT_LIMIT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with suppress(OSError):
            guest.run("true")
            return
    lines = console.read_text(errors="replace").strip().splitlines()
    said = lines[-1] if lines else "nothing on its console"
    how = f"does not answer within {BOOT_LIMIT:.0f} s" if process.poll() is None else "ended instead of booting"
    raise NotHereError(f"the guest {how}: {said}")


def _stop(guest: Guest, process: subprocess.Popen[bytes]) -> None:
    """Power off; and whatever does not obey, which is in a session of its own, is killed."""
    with suppress(OSError, ValueError):
        guest.attempt("(sleep 0.1; echo o > /proc/sysrq-trigger) < /dev/null > /dev/null 2>&1 &")
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def translated(guest: Guest, private: IPv4Address, public: IPv4Address) -> Iterator[None]:
    """This host also has the address ``private``; a router in the guest makes ``public`` of it on the way out."""
    gateway = private - 1
    guest.run(
        f"""
ip netns add ournat
for side in eth0 eth1; do
    ip link add v$side type veth peer name $side netns ournat
    ip link set v$side master br0 up
    ip -n ournat link set $side up
done
ip -n ournat address add {public}/24 dev eth0
ip -n ournat address add {gateway}/24 dev eth1
ip netns exec ournat sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0
ip netns exec ournat iptables-legacy -t nat -A POSTROUTING -o eth0 -j MASQUERADE
"""
    )
    table = "19"
    _ip("-n", guest.namespace, "address", "add", f"{private}/24", "dev", _TAP)
    _ip("-n", guest.namespace, "route", "add", "default", "via", str(gateway), "dev", _TAP, "table", table)
    _ip("-n", guest.namespace, "rule", "add", "from", str(private), "table", table)
    try:
        yield
    finally:
        _ip("-n", guest.namespace, "rule", "delete", "from", str(private), "table", table)
        _ip("-n", guest.namespace, "address", "delete", f"{private}/24", "dev", _TAP)
        guest.run("ip netns delete ournat")
