"""Every captured answer of the crypto commands reads without a line left over, and prints again as it was."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import RenderOptions, ShowCommand, find_command, split_prompt
from nornir_dmvpn.model.generation import Generation
from tests.captures import captures_folder

pytestmark = pytest.mark.conformance

ROOT = captures_folder()
CONTRIBUTED = {
    "ShowCryptoIsakmpSa": "show crypto isakmp sa",
    "ShowCryptoIsakmpSaDetail": "show crypto isakmp sa detail",
    "ShowCryptoIsakmpSaStatus": "show crypto isakmp sa",
    "ShowCryptoIkev2Sa": "show crypto ikev2 sa",
    "ShowCryptoIkev2SaDetail": "show crypto ikev2 sa detailed",
    "ShowCryptoIkev2SaLocal": "show crypto ikev2 sa local 192.0.2.1",
    "ShowCryptoIkev2SaLocalDetail": "show crypto ikev2 sa local 192.0.2.1 detailed",
    "ShowCryptoIkev2SaRemote": "show crypto ikev2 sa remote 192.0.2.1",
    "ShowCryptoIkev2SaRemoteDetail": "show crypto ikev2 sa remote 192.0.2.1 detailed",
    "ShowCryptoIkev2Session": "show crypto ikev2 session",
    "ShowCryptoIpsecSa": "show crypto ipsec sa",
    "ShowCryptoIpsecSaDetail": "show crypto ipsec sa detail",
    "ShowCryptoIpsecSaIpv6Detailed": "show crypto ipsec sa detail",
    "ShowCryptoIpsecSaInterface": "show crypto ipsec sa interface Tunnel10",
    "ShowCryptoIpsecSaPeer": "show crypto ipsec sa peer 192.0.2.1",
    "ShowCryptoIpsecSaPeerDetail": "show crypto ipsec sa peer 192.0.2.1 detail",
    "ShowCryptoSession": "show crypto session",
    "ShowCryptoSessionDetail": "show crypto session detail",
    "ShowCryptoSessionInterfaceDetail": "show crypto session interface Tunnel2 detail",
    "ShowCryptoSessionLocal": "show crypto session local 192.0.2.1",
    "ShowCryptoSessionLocalDetail": "show crypto session local 192.0.2.1 detail",
    "ShowCryptoSessionRemote": "show crypto session remote 192.0.2.1",
    "ShowCryptoSessionRemoteDetail": "show crypto session remote 192.0.2.1 detail",
    "show_crypto_ipsec_sa_detail": "show crypto ipsec sa detail",
    "show_crypto_session_detail": "show crypto session detail",
}
"""Contributed outputs lie in folders named after the command."""

NO_ADDRESS = "the contributor made IPv6 out of IPv4 by writing '::' for the last dot: it is no address"
SHIFTED = "read from a picture: a brace became a parenthesis, a blank an underscore"
OF_THAT_ROW = "the first line of the row that the altered line below belongs to"
GENIE, EVGZOL = "genieparser", "evgzol_OTUS-Network-Engineer/otus-lab14-ipsec"
ALTERED: dict[str, dict[int, str]] = {
    "NickelFace_OTUS-Network-Engineer/otus-dmvpn-ipsec/R27__show_crypto_isakmp_sa.txt": {
        11: "the author drew a rule of dashes below the router's output",
    },
    f"{GENIE}/ShowCryptoIsakmpSa/iosxe__golden_output_isakmp/output.txt": dict.fromkeys((8, 9, 10), NO_ADDRESS),
    f"{GENIE}/ShowCryptoIsakmpSa/iosxe__golden_output_isakmp_no_ipv4/output.txt": dict.fromkeys((4, 5, 6), NO_ADDRESS),
    f"{GENIE}/ShowCryptoIsakmpSaDetail/iosxe__golden_output_isakmp/output.txt": dict.fromkeys((12, 15), NO_ADDRESS),
    f"{GENIE}/ShowCryptoIsakmpSaDetail/iosxe__golden_output_isakmp_no_ipv4/output.txt": dict.fromkeys(
        (4, 7), NO_ADDRESS
    ),
    f"{GENIE}/ShowCryptoIkev2Session/iosxe__golden_output_csr8kv_detailed/output.txt": {46: NO_ADDRESS},
    f"{GENIE}/ShowCryptoIkev2Session/iosxe__golden_output_csr8kv_full/output.txt": {24: NO_ADDRESS},
    f"{GENIE}/ShowCryptoIkev2Session/iosxe__golden_output_csr8kv_old/output.txt": {22: NO_ADDRESS},
    f"{GENIE}/ShowCryptoIpsecSaInterface/iosxe__golden_output_2/output.txt": {
        26: "cut: the end of 'Kilobyte Volume Rekey has been disabled', the lifetime above it is gone",
    },
    **{
        f"{GENIE}/ShowCryptoSessionRemoteDetail/iosxe__golden_output_{name}/output.txt": dict.fromkeys(
            (9, 29), "a flow was copied and its source made 1.0.0.0/0.0.0.0, which the mask does not allow (24, 44)"
        )
        for name in ("csr8kv_flow", "csr8kv_ikev1")
    },
    "moskovchenko-iv_OTUS-LABS/otus-lab14-ikev2-pki/R15__show_crypto_ikev2_sa.txt": {
        3: "the author wrote '!' for the empty line below the heading",
    },
    f"{EVGZOL}/R14__show_crypto_ipsec_sa_int_tunnel_1.txt": {
        **dict.fromkeys((10, 54, 55, 71, 84), SHIFTED),
        51: OF_THAT_ROW,
        74: "read from a picture: two lines became one",
    },
    f"{EVGZOL}/R14__show_crypto_ipsec_sa_interface_tunnel_0.txt": {
        7: OF_THAT_ROW,
        **dict.fromkeys((10, 11, 42), SHIFTED),
    },
    "kononenko-yury_otus-network-practics/lab45-dual-hub-dual-cloud-ikev2-pki/R-CE1__sh_cryp_ipsec_sa.txt": {
        6: "cut at the pager: the row has an outbound SPI and no outbound SA",
    },
}
"""Lines that no router printed, or rows that were cut, by number, and why."""

NOTHING_LEFT = {
    f"{GENIE}/ShowCryptoIsakmpSa/iosxe__golden_output_isakmp_no_ipv4/output.txt",
    f"{GENIE}/ShowCryptoIsakmpSaDetail/iosxe__golden_output_isakmp_no_ipv4/output.txt",
    f"{GENIE}/ShowCryptoSessionRemoteDetail/iosxe__golden_output_csr8kv_flow/output.txt",
    f"{GENIE}/ShowCryptoSessionRemoteDetail/iosxe__golden_output_csr8kv_ikev1/output.txt",
    f"{EVGZOL}/R14__show_crypto_ipsec_sa_interface_tunnel_0.txt",
    "kononenko-yury_otus-network-practics/lab45-dual-hub-dual-cloud-ikev2-pki/R-CE1__sh_cryp_ipsec_sa.txt",
}
"""Captures of which every row is altered."""

LAB = "trojanlx_otus-networks/otus-lab14-ipsec-ikev2"
MOSKOVCHENKO = "moskovchenko-iv_OTUS-LABS/otus-lab14-ikev2-pki"
DCANTOR = "dcantor_iosxe_dmvpn_test_suite/results_2026-09-08_023932"
PRINTED = {
    "NickelFace_OTUS-Network-Engineer/otus-dmvpn-ipsec/R27__show_crypto_isakmp_sa.txt": Generation.C,
    "NickelFace_OTUS-Network-Engineer/otus-dmvpn-ipsec/R18__show_crypto_session.txt": Generation.C,
    f"{LAB}/R15__show_crypto_session.txt": Generation.C,
    f"{LAB}/R15__show_crypto_session__2.txt": Generation.C,
    f"{LAB}/R15__show_crypto_ikev2_session.txt": Generation.C,
    f"{LAB}/R18__show_crypto_ikev2_session.txt": Generation.C,
    f"{DCANTOR}/c8000v-r1__show_crypto_ikev2_sa_detailed.txt": Generation.E,
    f"{DCANTOR}/c8000v-r2__show_crypto_ikev2_sa.txt": Generation.E,
    f"{MOSKOVCHENKO}/R15__show_crypto_ipsec_sa.txt": Generation.C,
    f"{MOSKOVCHENKO}/R27__show_crypto_ipsec_sa.txt": Generation.C,
    f"{MOSKOVCHENKO}/R27__show_crypto_ikev2_sa.txt": Generation.C,
}
"""Captures of routers whose generation is known: IOL 15.x and, of dcantor, XE 17.15."""
BLANKS_LOST = frozenset({MOSKOVCHENKO})
"""Folders whose author moved lines to the left."""


def command_of(path: Path) -> str | None:
    if path.suffix == ".txt" and "__" in path.stem:
        prompt = split_prompt(path.read_text(encoding="utf-8").split("\n", 1)[0])
        return prompt[1] if prompt and prompt[1] else path.stem.split("__")[1].replace("_", " ")
    if path.name == "output.txt" or path.suffix == ".raw":
        return next((CONTRIBUTED[one.name] for one in path.parents if one.name in CONTRIBUTED), None)
    return None


def answers() -> Iterator[tuple[str, ShowCommand[Any]]]:
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and "configs" not in path.parts:
            command = command_of(path)
            found = None if command is None else find_command(command)
            if found is not None and found[0].name.startswith("show_crypto_"):
                yield str(path.relative_to(ROOT)), found[0]


CASES = list(answers())


def test_there_are_answers_of_all_commands_but_sockets(captures: Path) -> None:
    assert captures == ROOT
    assert {show.name for _, show in CASES} == {
        "show_crypto_isakmp_sa",
        "show_crypto_ikev2_sa",
        "show_crypto_ikev2_session",
        "show_crypto_ipsec_sa",
        "show_crypto_session",
    }
    assert {*ALTERED, *PRINTED} <= {name for name, _ in CASES}


@pytest.mark.parametrize(("name", "show"), CASES, ids=[name for name, _ in CASES])
def test_every_line_of_a_captured_answer_is_read(name: str, show: ShowCommand[Any]) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    altered = ALTERED.get(name, {})
    if altered:
        with pytest.raises(ParseError):
            show.parse(text)
    parsed = show.parse(text, strict=not altered)
    assert [number for number, _ in parsed.unread] == sorted(altered)
    rows = show.rows(parsed.values)
    assert len(parsed.places) == len(rows)
    assert bool(rows) is (name not in NOTHING_LEFT)
    for place in parsed.places:
        assert text.split("\n")[place.line - 1].strip() == place.text


@pytest.mark.parametrize("name", PRINTED)
def test_what_was_read_prints_as_it_was(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    show = dict(CASES)[name]
    altered = ALTERED.get(name, {})
    parsed = show.parse(text, strict=not altered)
    kept = [line for number, line in enumerate(text.split("\n"), 1) if number > 1 and number not in altered]
    printed = show.render(parsed.values, PRINTED[name], RenderOptions(detail="detail" in name))
    lost = any(folder in name for folder in BLANKS_LOST)
    assert trimmed(printed.split("\n"), blanks_lost=lost) == trimmed(kept, blanks_lost=lost)


def trimmed(lines: list[str], *, blanks_lost: bool) -> list[str]:
    """Trailing blanks, and blank lines at both ends, are lost in many captures; in some, leading blanks too."""
    stripped = [line.strip() if blanks_lost else line.rstrip() for line in lines]
    return "\n".join(stripped).strip().split("\n")


def test_no_address_of_a_row_is_lost(captures: Path) -> None:
    """A second reading by words: every peer that a line names is in a row, in order."""
    marks = {"show_crypto_ipsec_sa": "current_peer", "show_crypto_session": "Peer:"}
    for name, show in CASES:
        if show.name in marks and name not in ALTERED:
            lines = (captures / name).read_text(encoding="utf-8").splitlines()
            named = [words[1] for words in map(str.split, lines) if words[:1] == [marks[show.name]]]
            rows = show.rows(show.parse("\n".join(lines)).values)
            assert [row["peer"] for row in rows] == [one.lower() for one in named], name
