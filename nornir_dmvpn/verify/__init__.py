"""Verification: what routers show, held against what the reference says they must, may and must not show."""
