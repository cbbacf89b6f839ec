class Refused(Exception):
    """What came in is not from whom it says, or not what it should be."""
