def without_defaults(records, names):
    """The records without a context that fills the fields ``names`` of new ones.

    A client may send any ``default_…`` key with any call, and the host hands its
    context on to whatever it creates on the way.
    """
    unwanted = {f"default_{name}" for name in names}
    context = records.env.context
    if not unwanted & context.keys():
        return records
    context = {key: value for key, value in context.items() if key not in unwanted}
    # pylint: disable-next=context-overridden
    return records.with_context(context)
