"""When an advance payment is set off against what was shipped."""


def set_off(shipped, advance, complete):
    """Whether the invoice of this shipment deducts the advance.

    A first part shipment smaller than the advance must not turn into a credit
    note: the customer is owed goods, not money. So the advance waits until a
    shipment covers it or nothing more is to come.

    :param shipped: value of what is invoiced now.
    :param advance: what was paid in advance and is not deducted yet.
    :param complete: nothing of the order remains to be shipped.

    >>> set_off(shipped=100, advance=500, complete=False)
    False
    """
    return complete or shipped >= advance
