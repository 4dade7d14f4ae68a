"""Rooms import leftward only, siblings never."""

from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, PROJECT, Import, imports, modules, plant

LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("model",),
    ("nhrp", "ios"),
    ("reference",),
    ("verify", "design"),
    ("sources", "wire"),
    ("tasks", "lab"),
    ("rollout", "audit", "report"),
    ("cli", "nuts_tests"),
    ("__main__",),
)
RANK = {room: rank for rank, layer in enumerate(LAYERS) for room in layer}


def room_of(dotted: str) -> str | None:
    """The room a dotted name lies in; None outside the package and for the package itself."""
    parts = dotted.split(".")
    return parts[1] if parts[0] == PACKAGE and len(parts) > 1 else None


def target_room(found: Import) -> str | None:
    """The room an import reaches; the package's own names (its version) belong to no room."""
    rooms = [room for room in map(room_of, found.candidates) if room in RANK]
    return rooms[0] if rooms else None


def violations(root: Path) -> list[str]:
    """Every import that runs rightward or sideways, and every module outside the rooms."""
    problems = []
    for module in modules(root, PACKAGE):
        room = room_of(module.name)
        if room is not None and room not in RANK:
            problems.append(f"{module.name}: stands in no room")
            continue
        rank = RANK[room] if room is not None else -1
        for found in imports(module):
            target = target_room(found)
            if target is not None and target != room and RANK[target] >= rank:
                problems.append(f"{module.path.relative_to(root)}:{found.line}: {room} imports {target}")
    return problems


def test_rooms_import_leftward_only() -> None:
    assert len(modules(PROJECT, PACKAGE)) > len(LAYERS)
    problems = violations(PROJECT)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        ("nhrp/client.py", "from nornir_dmvpn.reference.network import Network", "nhrp imports reference"),
        ("nhrp/client.py", "from nornir_dmvpn.ios import shows", "nhrp imports ios"),
        ("ios/shows/dmvpn.py", "import nornir_dmvpn.nhrp.cache", "ios imports nhrp"),
        ("verify/compare.py", "def late():\n    from nornir_dmvpn import design", "verify imports design"),
        ("errors.py", "from nornir_dmvpn.model.secret import Secret", "errors imports model"),
        ("model/state.py", "from ..nhrp.cache import Cache", "model imports nhrp"),
        ("lab/shell.py", "import importlib\nimportlib.import_module('nornir_dmvpn.cli')", "lab imports cli"),
        ("audit/history.py", "from nornir_dmvpn.report.text import write", "audit imports report"),
        ("__init__.py", "from nornir_dmvpn.model import state", "None imports model"),
        ("utilities/text.py", "", "stands in no room"),
    ],
)
def test_an_import_in_the_wrong_direction_is_found(tmp_path: Path, path: str, text: str, problem: str) -> None:
    root = plant(tmp_path, {f"{PACKAGE}/{path}": text})
    assert [found.rpartition(": ")[2] for found in violations(root)] == [problem]


def test_leftward_imports_and_the_version_are_allowed(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            f"{PACKAGE}/cli/main.py": "from nornir_dmvpn import __version__\nfrom nornir_dmvpn.report import text",
            f"{PACKAGE}/cli/verify.py": "from nornir_dmvpn.cli import main",
            f"{PACKAGE}/model/state.py": "from nornir_dmvpn.errors import ParseError",
        },
    )
    assert violations(root) == []
