def migrate(cr, version):
    """Until now only the minimum has opened suggestions, and none told its need."""
    cr.execute(
        "UPDATE jxc_purchase_suggestion SET kind = 'minimum', need = quantity"
        " WHERE need IS NULL OR need = 0"
    )
