class PermanentFailure(Exception):
    """A message that no later attempt can deliver: say why in its first argument."""
