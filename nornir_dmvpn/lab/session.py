"""What belongs to one login on a virtual router."""

from dataclasses import dataclass

from nornir_dmvpn.lab.place import Place, prompt
from nornir_dmvpn.lab.router import VirtualRouter

IOS_LENGTH = 24
IOS_WIDTH = 80


@dataclass(slots=True, kw_only=True)
class Session:
    """Terminal settings and mode of one login. ``places`` is the stack of configuration modes, empty in exec mode."""

    router: VirtualRouter
    user: str
    privileged: bool
    length: int = IOS_LENGTH
    width: int = IOS_WIDTH
    places: tuple[Place, ...] = ()
    tcl: bool = False

    @property
    def prompt(self) -> str:
        if self.tcl:
            return f"{self.router.hostname}(tcl)#"
        return prompt(self.router.hostname, self.places, privileged=self.privileged)
