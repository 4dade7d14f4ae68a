"""Values only: what a router was told, what it shows, what is wrong."""
