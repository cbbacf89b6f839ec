from odoo import api, models
from odoo.tools import SQL

#: What one add-on names alike in several models has one translation: that of the model
#: that was there when its terms were loaded.
_INHERITED = """
    UPDATE ir_model_fields_selection mine
       SET name = mine.name || jsonb_build_object(%(lang)s, theirs.name -> %(lang)s)
      FROM ir_model_data of_mine, ir_model_fields field,
           ir_model_data of_theirs, ir_model_fields other,
           ir_model_fields_selection theirs
     WHERE of_mine.model = 'ir.model.fields.selection' AND of_mine.res_id = mine.id
       AND of_theirs.model = of_mine.model AND of_theirs.res_id = theirs.id
       AND of_theirs.module = of_mine.module
       AND field.id = mine.field_id AND other.id = theirs.field_id
       AND other.name = field.name AND theirs.value = mine.value
       AND theirs.name -> 'en_US' = mine.name -> 'en_US'
       AND jsonb_exists(theirs.name, %(lang)s)
       AND NOT jsonb_exists(mine.name, %(lang)s)
"""


class IrModuleModule(models.Model):
    """The labels of a selection that a model inherits from a mixin (F3).

    They are terms of the mixin's add-on, and the host loads those before there is the
    model: on a new database it shows them in English.
    """

    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        res = super()._load_module_terms(modules, langs, overwrite)
        self.env["ir.model.fields.selection"].flush_model()
        for lang in langs:
            self.env.cr.execute(SQL(_INHERITED, lang=lang))
        self.env["ir.model.fields.selection"].invalidate_model(["name"])
        self.env.registry.clear_cache("stable")
        return res
