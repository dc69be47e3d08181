"""Showing a portrait, saying what it is, knowing it again outside, and taking it away."""
