"""``python -m nornir_dmvpn.ios.grammar``: write the TTP templates of the tables to ``parsers/ttp``."""

from nornir_dmvpn.ios.grammar import TABLES
from nornir_dmvpn.ios.grammar.ttp_template import file_name, template_text
from nornir_dmvpn.ios.templates import save_ttp_template


def main() -> None:
    """Write every template."""
    for table in TABLES:
        save_ttp_template(file_name(table), template_text(table))


if __name__ == "__main__":
    main()
