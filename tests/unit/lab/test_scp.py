import pytest

from nornir_dmvpn.lab.flash import CAPACITY
from nornir_dmvpn.lab.router import VirtualRouter
from nornir_dmvpn.lab.scp import ScpSink, sink_path


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ("scp -t flash:/merge_config.txt", "flash:/merge_config.txt"),
        ("scp -v -t flash:x", "flash:x"),
        ("scp -pt -- 'flash:x'", "flash:x"),
        ("scp -f flash:x", None),
        ("show version", None),
    ],
)
def test_an_exec_request_that_writes_a_file_is_recognised(command: str, path: str | None) -> None:
    assert sink_path(command) == path


def test_a_file_arrives_whole_however_it_is_cut(router: VirtualRouter) -> None:
    sink = ScpSink(router, "flash:/a.txt")
    assert sink.greeting() == b"\0"
    answers = b"".join(sink.feed(bytes([byte])) for byte in b"C0644 5 whatever\nhello\0")
    assert answers == b"\0\0"
    assert sink.finished
    assert router.flash.files["a.txt"].data == b"hello"


def test_times_before_the_file_are_accepted(router: VirtualRouter) -> None:
    sink = ScpSink(router, "flash:a.txt")
    assert sink.feed(b"T1 0 1 0\n") == b"\0"
    assert sink.feed(b"C0644 0 x\n\0") == b"\0\0"
    assert router.flash.files["a.txt"].data == b""


@pytest.mark.parametrize("header", [b"hello\n", b"C0644 99999999999 x\n", b"x" * 2000])
def test_what_is_no_file_or_does_not_fit_is_refused(router: VirtualRouter, header: bytes) -> None:
    sink = ScpSink(router, "flash:/a.txt")
    assert sink.feed(header).startswith(b"\x01scp: ")
    assert sink.failed
    assert "a.txt" not in router.flash.files


def test_another_file_system_is_refused(router: VirtualRouter) -> None:
    assert ScpSink(router, "tftp:/a.txt").greeting().startswith(b"\x01")


def test_replacing_a_file_gives_its_space_back(router: VirtualRouter) -> None:
    assert router.write_file("a", b"x" * (CAPACITY - 1))
    assert router.write_file("a", b"x" * CAPACITY)
    assert not router.write_file("b", b"x")
    assert router.flash.free == 0
