"""What libraries raise becomes one sentence of ours, and quotes nothing of theirs."""

import pytest
from napalm.base.exceptions import ConnectionException
from netmiko.exceptions import NetmikoAuthenticationException, NetmikoTimeoutException, ReadTimeout
from nornir.core.task import MultiResult, Result
from paramiko.ssh_exception import IncompatiblePeer, SSHException

from nornir_dmvpn.errors import (
    DeviceAuthenticationError,
    DeviceConnectError,
    DeviceError,
    DeviceTimeoutError,
    IntentError,
)
from nornir_dmvpn.tasks.failures import failure_of, translated
from nornir_dmvpn.tasks.session import refuse

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("raised", "becomes", "says"),
    [
        (NetmikoAuthenticationException(f"password {SECRET} bad"), DeviceAuthenticationError, "refused the user name"),
        (NetmikoTimeoutException(f"TCP connection failed {SECRET}"), DeviceConnectError, "refused, or not reachable"),
        (NetmikoTimeoutException("no acceptable kex algorithm"), DeviceConnectError, "install 'paramiko<5'"),
        (IncompatiblePeer("Incompatible ssh peer (no acceptable host key)"), DeviceConnectError, "'paramiko<5'"),
        (NetmikoTimeoutException("Error reading SSH protocol banner"), DeviceConnectError, "as an SSH server"),
        (
            ReadTimeout(f"Pattern not detected {SECRET}"),
            DeviceTimeoutError,
            "stopped answering while answering 'show x'",
        ),
        (ConnectionException(f"Cannot connect {SECRET}"), DeviceConnectError, "refused, or not reachable"),
        (SSHException(f"channel closed {SECRET}"), DeviceConnectError, "broke while answering 'show x'"),
        (OSError("Socket is closed"), DeviceConnectError, "broke while answering 'show x'"),
        (EOFError(), DeviceConnectError, "broke while answering 'show x'"),
        (ValueError("Failed to enter enable mode."), DeviceAuthenticationError, "enable secret"),
        (ValueError("Failed to enter configuration mode."), DeviceError, "does not let this user configure it"),
    ],
)
def test_an_exception_of_a_library_becomes_one_of_ours(
    raised: Exception, becomes: type[DeviceError], says: str
) -> None:
    with pytest.raises(DeviceError) as caught, translated("R1", "192.0.2.1:22", "answering 'show x'"):
        raise raised
    assert type(caught.value) is becomes
    assert says in str(caught.value)
    assert str(caught.value).startswith("R1: ")
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_fault_of_this_program_passes_unchanged() -> None:
    with pytest.raises(KeyError), translated("R1", "192.0.2.1:22", "anything"):
        raise KeyError
    with pytest.raises(IntentError), translated("R1", "192.0.2.1:22", "anything"):
        raise IntentError("", "ours")


def test_the_innermost_failure_is_the_one_that_is_told() -> None:
    results = MultiResult("task")
    results.append(Result(host=None, failed=True, exception=RuntimeError("subtask failed")))
    results.append(Result(host=None, failed=True, exception=DeviceTimeoutError("R1", "stopped")))
    assert str(failure_of("R1", results)) == "R1: stopped"


def test_a_failure_nobody_foresaw_is_told_without_its_words() -> None:
    results = MultiResult("task")
    results.append(Result(host=None, failed=True, exception=RuntimeError(SECRET)))
    assert str(failure_of("R1", results)) == "R1: internal error: RuntimeError"
    assert failure_of("R1", MultiResult("task")) is None


@pytest.mark.parametrize(
    "answer",
    ["% Invalid input detected at '^' marker.", "       ^\n% Incomplete command.", "x\n%NHRP: no such thing", "%Error"],
)
def test_a_complaint_of_the_router_is_found_wherever_it_stands(answer: str) -> None:
    with pytest.raises(DeviceError, match="R1: rejected 'line': %"):
        refuse("R1", "line", answer)


@pytest.mark.parametrize("answer", ["", "R1(config)#", "%SYS-5-CONFIG_I: Configured from console", "100 % done"])
def test_log_messages_and_percentages_are_no_complaint(answer: str) -> None:
    refuse("R1", "line", answer)
