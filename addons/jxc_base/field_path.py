"""Paths of fields that people enter in rules: ``team_id.user_id``."""


def end_of(model, path):
    """The name of the model that a path of relational fields leads to.

    :param model: the recordset on which the path begins; its records do not matter.
    :return: None where a part is no field, or leads to no records.
    """
    for name in path.split("."):
        field = model._fields.get(name)
        if field is None or not field.relational:
            return None
        model = model.env[field.comodel_name]
    return model._name
