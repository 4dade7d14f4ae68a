"""A change of many routers: in waves, each verified before the next, with a journal and a way back."""

from nornir_dmvpn.rollout.apply import Rollout, WaveResult, apply
from nornir_dmvpn.rollout.journal import Journal, open_journal
from nornir_dmvpn.rollout.prepare import Prepared, prepare
from nornir_dmvpn.rollout.waves import waves

__all__ = ["Journal", "Prepared", "Rollout", "WaveResult", "apply", "open_journal", "prepare", "waves"]
