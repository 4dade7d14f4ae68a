"""Virtual IOS routers over real SSH: one process, one asyncio loop, one listener per router.

The protocol state they show is that of the reference network; the command line is sans-IO (:mod:`.shell`). Start a
fleet with :func:`nornir_dmvpn.lab.daemon.lab_up`, or inside a test with :func:`nornir_dmvpn.lab.thread.fleet_running`.
"""
