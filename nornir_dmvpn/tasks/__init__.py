"""Nornir tasks: the only place that talks to real devices.

``make_nornir`` turns an inventory into a ``Nornir`` object; ``dmvpn_collect``, ``dmvpn_deploy`` and ``dmvpn_verify``
are tasks for its ``run``; ``verify_fleet`` looks at all of it and judges the network as a whole.
"""

from nornir_dmvpn.tasks.collect import Collected, dmvpn_collect
from nornir_dmvpn.tasks.deploy import Deployed, dmvpn_deploy, dmvpn_undo
from nornir_dmvpn.tasks.expectation import Expectation, expectation
from nornir_dmvpn.tasks.failures import failure_of
from nornir_dmvpn.tasks.fleet import make_nornir
from nornir_dmvpn.tasks.progress import ProgressBar
from nornir_dmvpn.tasks.verify import Look, dmvpn_verify, look, verify_fleet

__all__ = [
    "Collected",
    "Deployed",
    "Expectation",
    "Look",
    "ProgressBar",
    "dmvpn_collect",
    "dmvpn_deploy",
    "dmvpn_undo",
    "dmvpn_verify",
    "expectation",
    "failure_of",
    "look",
    "make_nornir",
    "verify_fleet",
]
