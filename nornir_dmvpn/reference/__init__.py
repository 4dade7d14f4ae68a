"""The reference implementation: a network of virtual routers on a supplied clock, and the judge built on it."""
