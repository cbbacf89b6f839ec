"""What lies on the desks this morning."""


def load_today(demo):
    pass
