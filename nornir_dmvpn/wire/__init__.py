"""A speaker on a real network: a raw GRE socket, the clock and the random source around it, and what captures hold."""
