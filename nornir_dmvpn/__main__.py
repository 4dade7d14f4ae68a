"""``python -m nornir_dmvpn``: the same as ``dmvpn``."""

import sys

from nornir_dmvpn.cli import main

sys.exit(main())
