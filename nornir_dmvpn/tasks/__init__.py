"""Nornir tasks: the only place that talks to real devices."""
