"""dlib's published networks, read from their own files and run by numpy alone: no torch, and five times as fast as dlib's build.

dlib stays the reference: the tests hold both networks to it, number by number.
"""
