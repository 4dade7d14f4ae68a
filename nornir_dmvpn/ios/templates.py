"""Where the packaged parser templates are: the one thing on disk that code left of ``sources`` reads."""

from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent.parent


def parsers_dir() -> Path:
    """The folder that holds ``textfsm/`` and ``ttp/``: inside an installed package, else beside it in a checkout."""
    installed = _PACKAGE / "_parsers"
    return installed if installed.is_dir() else _PACKAGE.parent / "parsers"


def textfsm_template(name: str) -> str:
    """The text of the template of that stem: ``show_dmvpn`` names ``cisco_ios_show_dmvpn.textfsm``."""
    return (parsers_dir() / "textfsm" / f"cisco_ios_{name}.textfsm").read_text(encoding="utf-8")


def ttp_template(name: str) -> str:
    """The text of a TTP template by file name, ``cisco_ios_nhrp.ttp``."""
    return (parsers_dir() / "ttp" / name).read_text(encoding="utf-8")


def save_ttp_template(name: str, text: str) -> None:
    """Write a generated TTP template; only ``python -m nornir_dmvpn.ios.grammar`` does."""
    folder = parsers_dir() / "ttp"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def open_to_read(path: str, mode: str = "r", **options: Any) -> Any:
    """``open`` that does not write: TTP reads its own modules, but keeps a pickle of what it found only if it can."""
    if set(mode) & set("wax+"):
        raise PermissionError(f"{path} is not written here")
    return Path(path).open(mode, **options)
