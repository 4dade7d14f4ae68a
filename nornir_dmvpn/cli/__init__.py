"""The command line: ``dmvpn``, one module per verb.

Standard output holds data only; progress, notes and errors go to standard error. A verb imports what it needs when it
runs: loading Netmiko and NAPALM takes seconds that ``dmvpn parse`` shall not pay.
"""

from nornir_dmvpn.cli.main import main

__all__ = ["main"]
