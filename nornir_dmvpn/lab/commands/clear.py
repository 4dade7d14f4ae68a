"""``clear ip nhrp`` and ``clear crypto``: the state goes, the configuration stays."""

from nornir_dmvpn.lab.answer import Answer, Output
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.session import Session


def _nhrp(session: Session, _: Arguments) -> Answer:
    session.router.network.clear_nhrp(session.router.name)
    return Output()


def _crypto(session: Session, _: Arguments) -> Answer:
    session.router.network.clear_crypto(session.router.name)
    return Output()


COMMANDS = (
    ExecCommand(syntaxes=("clear ip nhrp", "clear dmvpn session"), run=_nhrp),
    ExecCommand(
        syntaxes=("clear crypto sa", "clear crypto session", "clear crypto isakmp", "clear crypto ikev2 sa"),
        run=_crypto,
    ),
)
