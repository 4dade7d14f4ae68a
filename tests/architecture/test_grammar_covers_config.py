"""Each line of IOS is described once: every field of RouterConfig stands in exactly one grammar table."""

from nornir_dmvpn.ios.grammar import MODELLED, TABLES, fields_of_config, fields_of_tables
from nornir_dmvpn.ios.grammar.ttp_template import file_name, template_text
from nornir_dmvpn.ios.templates import parsers_dir


def test_every_field_of_the_configuration_stands_in_exactly_one_table() -> None:
    tables = fields_of_tables()
    fields = set(fields_of_config())
    assert {
        "hostname",
        "interfaces.nhrp.servers.nbma",
        "ikev2_keyrings.peers.key",
        "eigrp_named.families.asn",
    } <= fields
    assert fields - set(tables) == set()
    assert set(tables) - fields == set()
    assert {path: areas for path, areas in tables.items() if len(areas) != 1} == {}


def test_every_section_that_is_opened_has_lines_or_is_kept() -> None:
    opened = {line.opens for table in TABLES for line in table.lines if line.opens and line.record}
    assert opened <= set(MODELLED)


def test_the_templates_on_disk_are_those_of_the_tables() -> None:
    folder = parsers_dir() / "ttp"
    assert sorted(path.name for path in folder.iterdir()) == sorted(file_name(table) for table in TABLES)
    for table in TABLES:
        text = (folder / file_name(table)).read_text(encoding="utf-8")
        assert text == template_text(table), f"{file_name(table)}: run python -m nornir_dmvpn.ios.grammar"
