from odoo import api, fields, models
from odoo.exceptions import ValidationError


class JxcAlertRule(models.Model):
    _inherit = "jxc.alert.rule"

    channel_dingtalk = fields.Boolean(
        "DingTalk or WeCom",
        help="To each person who is confirmed in Settings › DingTalk and WeCom ›"
        " People.",
    )
    dingtalk_robot_id = fields.Many2one(
        "jxc.dingtalk.robot",
        "Group",
        groups="jxc_base.group_jxc_manager",
        help="The group's robot says at once what has opened, at any hour: alerts of"
        " the robot's company.",
    )

    @api.constrains("dingtalk_robot_id", "company_id")
    def _check_robot_company(self):
        for rule in self:
            robot = rule.sudo().dingtalk_robot_id
            if rule.company_id and robot and robot.company_id != rule.company_id:
                raise ValidationError(
                    self.env._(
                        "The alert rule %(rule)s is of %(company)s, and the group"
                        " %(robot)s is not: choose a group of that company.",
                        rule=rule.name,
                        company=rule.company_id.name,
                        robot=robot.name,
                    )
                )
