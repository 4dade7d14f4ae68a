"""Files into values: the inventory, the underlay, saved captures, secrets."""
