"""``dmvpn parsers``: our TextFSM templates for everything that reads with Netmiko."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from nornir_dmvpn.cli.options import Verbose
from nornir_dmvpn.cli.terminal import emit, note

parsers = typer.Typer(
    name="parsers", help="The TextFSM templates, for Netmiko users.", no_args_is_help=True, rich_markup_mode=None
)


@parsers.command()
def env(*, verbose: Verbose = 0) -> None:  # noqa: ARG001
    """Print the setting that makes Netmiko's use_textfsm=True read with our templates: eval "$(dmvpn parsers env)"."""
    from nornir_dmvpn.sources.template_folder import textfsm_folder

    emit(f"export NET_TEXTFSM={shlex.quote(str(textfsm_folder()))}")


@parsers.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write; it may be copied elsewhere.")],
    *,
    merge_ntc: Annotated[
        bool,
        typer.Option("--merge-ntc", help="With ntc-templates behind ours, so that its other commands keep working."),
    ] = False,
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Write the templates and their index into a folder that NET_TEXTFSM can name."""
    from nornir_dmvpn.sources.template_folder import export_templates, ntc_folder

    count = export_templates(folder, ntc=ntc_folder() if merge_ntc else None)
    note(f"{folder}: {count} templates; use them with")
    emit(f"export NET_TEXTFSM={shlex.quote(str(folder.resolve()))}")
