"""When a vendor is reminded of what he is to deliver."""


def is_due(today, planned, reminded, before, every):
    """Whether he is reminded today.

    :param planned: the day the goods are expected.
    :param reminded: the day of the last reminder, or None.
    :param before: days before the arrival; 0 for not.
    :param every: days between reminders once it is late; 0 for not.
    """
    if reminded is not None and reminded >= today:
        return False
    if planned >= today:
        ahead = (planned - today).days
        # A reminder of an earlier date does not count for the one of now.
        known = reminded is not None and (planned - reminded).days <= before
        return before > 0 and ahead <= before and not known
    if every <= 0:
        return False
    if reminded is None or reminded <= planned:
        return True
    return (today - reminded).days >= every
