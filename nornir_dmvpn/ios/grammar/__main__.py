"""``python -m nornir_dmvpn.ios.grammar``: write the TTP templates of the tables to ``parsers/ttp``."""

from nornir_dmvpn.ios.grammar import TABLES
from nornir_dmvpn.ios.grammar.ttp_template import file_name, template_text
from nornir_dmvpn.ios.templates import parsers_dir


def main() -> None:
    """Write every template."""
    folder = parsers_dir() / "ttp"
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        (folder / file_name(table)).write_text(template_text(table), encoding="utf-8")


if __name__ == "__main__":
    main()
