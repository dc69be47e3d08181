"""The reference encoder's published weights, read without dlib and run by torch in batches: the engine for many faces.

One face at a time is the reference encoder's work (`generation.faces.encoder`); the two agree to the last decimals.
"""
