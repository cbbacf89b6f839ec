import re

from odoo import models


class IrUiView(models.Model):
    _inherit = "ir.ui.view"

    def _get_combined_archs(self):
        """Views without the costs that they hand on as defaults.

        Such a default makes every client ask for the cost, and the whole form would
        be refused; the host also warns of it whenever the view is loaded again.
        """
        archs = super()._get_combined_archs()
        mixin = self.env.registry.get("jxc.cost.mixin")
        for view, arch in zip(self, archs, strict=True):
            model = self.env.registry.get(view.model)
            if mixin and model and issubclass(model, mixin):
                _drop_defaults(arch, self.env[view.model]._jxc_cost_fields())
        return archs


def _drop_defaults(arch, names):
    costs = "|".join(names)
    for node in arch.xpath("//*[@context]") if costs else ():
        context = node.get("context")
        without = re.sub(rf"'default_\w+'\s*:\s*({costs})\b\s*,?", "", context)
        if without != context:
            node.set("context", without)
