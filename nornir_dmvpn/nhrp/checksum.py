"""The one's-complement checksum that NHRP (RFC 2332 §5.1) and GRE (RFC 2784 §2.5) share with IP."""


def internet_checksum(data: bytes) -> int:
    """16-bit complement of the one's-complement sum; 0 over data that already holds its right checksum."""
    padded = data + b"\x00" if len(data) % 2 else data
    # 65536 is 1 modulo 65535, so the big number modulo 65535 is the folded sum of its 16-bit digits.
    number = int.from_bytes(padded, "big")
    total = number % 0xFFFF
    if total == 0 and number:
        total = 0xFFFF
    return 0xFFFF - total
