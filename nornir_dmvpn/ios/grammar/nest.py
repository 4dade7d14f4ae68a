"""Sections of pasted snippets: lines that should be indented and are not."""

from nornir_dmvpn.model.line import ConfigTree


def nested(tree: ConfigTree) -> ConfigTree:
    return tree
