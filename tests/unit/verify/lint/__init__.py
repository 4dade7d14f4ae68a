"""Design rules, each with what makes it fire."""
