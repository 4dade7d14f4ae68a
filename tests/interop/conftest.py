"""The guest and FRR's routers in it, once for all tests here."""

import shutil
from collections.abc import Iterator

import pytest

from tests.interop.frr import Cloud
from tests.interop.machine import booted
from tests.interop.prepare import NotHereError, objection


@pytest.fixture(scope="session")
def routers() -> Iterator[Cloud]:
    """All of FRR's routers, wired; skips with the reason where no guest can boot."""
    reason = objection()
    if reason is not None:
        pytest.skip(f"no guest can boot here: {reason}")
    machine = booted()
    try:
        guest = machine.__enter__()
    except NotHereError as error:
        pytest.skip(f"no guest can boot here: {error}")
    try:
        yield Cloud(guest)
    finally:
        machine.__exit__(None, None, None)


@pytest.fixture
def cloud(routers: Cloud) -> Iterator[Cloud]:
    """The same routers, none of which speaks NHRP before or after the test."""
    yield routers
    routers.stop()


@pytest.fixture(scope="session")
def tshark() -> str:
    """The program; skips without it."""
    found = shutil.which("tshark")
    if found is None:
        pytest.skip("tshark is not installed (make interop installs it where there is apt-get)")
    return found
