from datetime import UTC, datetime, timedelta

import pytest

from nornir_dmvpn.ios.config import ConfigParser, parse_tree
from nornir_dmvpn.lab.router import VirtualRouter, boot_tree
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.lab.shell import Shell
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.secret import Secret
from tests.unit.lab.virtual import CONFIG, FakeNetwork, Terminal


@pytest.fixture(scope="session")
def parser() -> ConfigParser:
    return ConfigParser()


@pytest.fixture
def network() -> FakeNetwork:
    return FakeNetwork()


@pytest.fixture
def router(network: FakeNetwork, parser: ConfigParser) -> VirtualRouter:
    tree = boot_tree(CONFIG, "R1")
    started = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    return VirtualRouter(
        name="R1",
        generation=Generation.D,
        network=network,
        running=tree,
        startup=tree,
        config=parse_tree(tree, parser=parser),
        parser=parser,
        date=lambda at: started + timedelta(seconds=at),
        enable=Secret("sesame"),
    )


@pytest.fixture
def user_terminal(router: VirtualRouter) -> Terminal:
    return Terminal(Shell(Session(router=router, user="admin", privileged=False, length=0)))


@pytest.fixture
def terminal(router: VirtualRouter) -> Terminal:
    return Terminal(Shell(Session(router=router, user="admin", privileged=True, length=0)))
