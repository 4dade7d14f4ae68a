"""NHRP (RFC 2332) with Cisco's additions, without input or output: bytes and time in, bytes and the next timer out."""
