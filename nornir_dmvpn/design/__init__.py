"""Intent in, configurations out; and the way from one configuration to the next."""
