from odoo import models

MANAGER = "jxc_base.group_jxc_manager"


class ResGroups(models.Model):
    _inherit = "res.groups"

    def _jxc_people(self, company=None):
        """Whose job these roles are: the users to give a to-do or an alert.

        Managers hold every role, but are asked for another's job only where nobody
        else does it.

        :param company: only who works for it; None or empty for any.
        """
        people = self.sudo().all_user_ids.filtered(
            lambda user: (
                user.active
                and not user.share
                and (not company or company in user.company_ids)
            )
        )
        managers = self.env.ref(MANAGER)
        if managers in self:
            return people
        return people.filtered(lambda u: managers not in u.all_group_ids) or people
