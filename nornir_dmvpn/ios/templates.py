"""Where the packaged parser templates are: the one thing on disk that code left of ``sources`` reads."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def parsers_dir() -> Path:
    """The folder that holds ``textfsm/`` and ``ttp/``: inside an installed package, else beside it in a checkout."""
    installed = _PACKAGE / "_parsers"
    return installed if installed.is_dir() else _PACKAGE.parent / "parsers"


def textfsm_template(name: str) -> str:
    """The text of the template of that stem: ``show_dmvpn`` names ``cisco_ios_show_dmvpn.textfsm``."""
    return (parsers_dir() / "textfsm" / f"cisco_ios_{name}.textfsm").read_text(encoding="utf-8")
