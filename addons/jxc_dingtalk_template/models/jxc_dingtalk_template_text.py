from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, format_datetime, formatLang, html2plaintext

from odoo.addons.jxc_base import field_path
from odoo.addons.jxc_dingtalk.logic import messages

from ..logic import placeholders

FORBIDDEN = ("binary", "image", "properties", "properties_definition", "reference")
SEPARATOR = "、"


class JxcDingtalkTemplate(models.Model):
    """What a message says, to whom: nothing that the reader may not see."""

    _inherit = "jxc.dingtalk.template"

    @api.constrains("title", "text", "model_id", "robot_id")
    def _check_placeholders(self):
        for template in self:
            for path in template._jxc_paths():
                template._jxc_check_path(path)

    def _jxc_paths(self):
        try:
            return placeholders.paths(f"{self.title}\n{self.text or ''}")
        except placeholders.Malformed as error:
            raise ValidationError(
                self.env._(
                    "%(place)s is no field of the record. Write {{object.name}} or"
                    " {{object.partner_id.name}}.",
                    place=error,
                )
            ) from error

    def _jxc_check_path(self, path):
        """Every step is a field that the writer may see; of a group, everybody."""
        model = self._jxc_seen()
        for place, name in enumerate(path):
            field = model._fields.get(name)
            last = place == len(path) - 1
            if (
                field is None
                or field.type in FORBIDDEN
                or not (last or field.relational)
            ):
                raise ValidationError(
                    self.env._(
                        "%(path)s is no field of %(model)s that can be told.",
                        path=".".join(path),
                        model=self.model_id.name,
                    )
                )
            model._check_field_access(field, "read")
            if self.robot_id and field.groups:
                raise ValidationError(
                    self.env._(
                        "%(field)s is not for everybody, and a group has all kinds of"
                        " readers: leave it out, or tell people instead.",
                        field=field._description_string(self.env),
                    )
                )
            if field.relational:
                model = model.env[field.comodel_name]

    def _jxc_end(self, path):
        return field_path.end_of(self.env[self.model], path)

    # --- saying -------------------------------------------------------------------

    def _jxc_targets(self, records):
        """:return: (record, robot or person, by whose eyes) of each message; none for
        whoever may not see the record"""
        company = self.company_id
        if "company_id" in records._fields:
            records = records.filtered(
                lambda r: not r.company_id or r.company_id == company
            )
        wanted = []
        if self.robot_id.active:
            wanted += [(record, self.robot_id, self.author_id) for record in records]
        if self.people_path:
            people = self.env["jxc.dingtalk.person"]
            users = {r: r.mapped(self.people_path) for r in records}
            everybody = self.env["res.users"].union(*users.values())
            reached = people._jxc_reached(everybody, company)
            wanted += [
                (record, reached[user.id, company.id], user)
                for record in records
                for user in users[record]
                if (user.id, company.id) in reached and self._jxc_works(user)
            ]
        readable = {
            user: self._jxc_as(records, user)._filtered_access("read").ids
            for user in {user for _record, _target, user in wanted}
        }
        return [one for one in wanted if one[0].id in readable[one[2]]]

    def _jxc_works(self, user):
        return user.active and not user.share and self.company_id in user.company_ids

    def _jxc_check_author(self):
        if not self._jxc_works(self.author_id):
            raise UserError(
                self.env._(
                    "%(user)s, who wrote %(name)s, does not work for %(company)s any"
                    " more: let somebody else save it.",
                    user=self.author_id.name,
                    name=self.name,
                    company=self.company_id.name,
                )
            )

    def _jxc_message(self, record, target, user):
        """What goes into the outbox of one record, by somebody's eyes."""
        link = f"{self.get_base_url()}/odoo/{record._name}/{record.id}"
        title, text = self._jxc_told(record, user)
        look = self.with_context(lang=user.lang).env._("Look")
        return {**target._jxc_values(title, text, link, look), "is_markdown": True}

    def _jxc_as(self, records, user):
        """By somebody's eyes, with nothing of what this transaction may have opened for
        itself: the bookkeeping of costs has a key in its context."""
        context = {
            "lang": user.lang,
            "tz": user.tz,
            "allowed_company_ids": self.company_id.ids,
        }
        # pylint: disable-next=context-overridden
        return records.with_user(user).with_context(context)

    def _jxc_told(self, record, user):
        """Title and text, by somebody's eyes."""
        seen = self._jxc_as(record, user)
        seen.check_access("read")

        def value_of(path):
            # The writer's words may have marks, and what a record is called may not.
            return messages.plain(self._jxc_value(seen, path))

        title = placeholders.fill(self.title, value_of).strip()
        return title or self.name, placeholders.fill(self.text, value_of)

    @api.model
    def _jxc_value(self, records, path):
        """What is at the end of a path. Each step is allowed to the reader: what is in
        the cache was perhaps read with other rights."""
        for place, name in enumerate(path):
            field = records._fields[name]
            records.check_access("read")
            records._check_field_access(field, "read")
            if place == len(path) - 1:
                shown = (shown_value(record, field) for record in records)
                return SEPARATOR.join(filter(None, shown))
            records = records.mapped(name)
        return ""


def shown_value(record, field):
    """A field as the web client shows it."""
    value, env = record[field.name], record.env
    if field.relational:
        names = value.sudo(field.type == "many2one").mapped("display_name")
        return SEPARATOR.join(name.replace("\n", " ") for name in names)
    if field.type == "boolean":
        return env._("Yes") if value else env._("No")
    if field.type == "monetary":
        currency = record[field.get_currency_field(record)]
        return formatLang(env, value, currency_obj=currency)
    if field.type == "float":
        digits = field.get_digits(env)
        return formatLang(env, value, digits=digits[1] if digits else 2)
    if field.type == "integer":
        return str(value)
    if not value:
        return ""
    if field.type == "selection":
        return dict(field._description_selection(env)).get(value, value)
    if field.type == "date":
        return format_date(env, value)
    if field.type == "datetime":
        return format_datetime(env, value)
    if field.type == "html":
        return html2plaintext(value)
    # A name is one line, whatever somebody pasted into it.
    return str(value) if field.type == "text" else str(value).replace("\n", " ")
