class ImmutableError(TypeError):
    """What was decided, and the rule it was decided by, is never rewritten."""
