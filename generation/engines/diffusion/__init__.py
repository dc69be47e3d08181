"""Diffusion models from local folders, as donors of light or of a room. Importing it loads neither torch nor diffusers."""
