"""The device's language, both ways: show output and configuration."""
