from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.jxc_dingtalk.tests.common import DingtalkCase


@tagged("post_install", "-at_install")
class TestTemplate(DingtalkCase):
    """G1, F1: messages of one's own, over HTTP."""

    def setUp(self):
        super().setUp()
        self.manager.lang = self.keeper.lang = "en_US"
        self.templates = self.env["jxc.dingtalk.template"].with_user(self.manager)
        self.partners = self.env["res.partner"].with_user(self.manager)
        self.model_id = self.env["ir.model"]._get_id("res.partner")

    def _template(self, **values):
        return self.templates.create(
            {
                "name": "Partners",
                "model_id": self.model_id,
                "domain": "[('ref', '=', 'JXCTPL')]",
                "title": "New: {{object.name}}",
                "text": "{{object.user_id.name ||| nobody}}, {{object.type}}",
                "robot_id": self.robot.id,
                **values,
            }
        )

    def _said(self, to="group"):
        self.send()
        return self.phone.texts(to)

    def test_on_creation(self):
        self._template(trigger="create")
        partner = self.partners.create({"name": "Zhou", "ref": "JXCTPL"})
        self.partners.create({"name": "Wu", "ref": "other"})
        self.assertFalse(self.phone.shown, "not before the commit")
        [text] = self._said()
        self.assertIn("New: Zhou", text)
        self.assertIn("nobody, Contact", text)
        message = self.messages.search([], limit=1)
        self.assertIn(f"/odoo/res.partner/{partner.id}", message.url)
        partner.ref = False
        partner.ref = "JXCTPL"
        self.assertEqual(len(self._said()), 1, "created once")

    def test_when_it_begins_to_fulfil_the_condition(self):
        self._template(trigger="match")
        partner = self.partners.create({"name": "Zhou"})
        self.assertFalse(self._said())
        partner.ref = "JXCTPL"
        partner.name = "Zhou the Second"
        self.assertEqual(len(self._said()), 1)
        partner.ref = "no"
        partner.write({"ref": "JXCTPL"})
        self.assertEqual(len(self._said()), 2, "it began again")
        self.partners.create({"name": "Wu", "ref": "JXCTPL"})
        self.assertEqual(len(self._said()), 3)

    def test_by_hand(self):
        template = self._template(trigger="hand")
        partners = self.partners.create([{"name": "Zhou"}, {"name": "Wu"}])
        self.assertFalse(self._said())
        action = template.sudo().action_id.with_user(self.manager).sudo()
        self.assertEqual(action.binding_model_id.model, "res.partner")
        told = action.with_context(
            active_model="res.partner", active_ids=partners.ids
        ).run()
        self.assertIn("2", told["params"]["message"])
        self.assertEqual(len(self._said()), 2)

    def test_archived_or_gone_it_is_silent(self):
        template = self._template(trigger="create")
        template.active = False
        self.partners.create({"name": "Zhou", "ref": "JXCTPL"})
        self.assertFalse(self._said())
        template.active = True
        rule = template.sudo().automation_id
        template.unlink()
        self.assertFalse(rule.exists())
        self.partners.create({"name": "Wu", "ref": "JXCTPL"})
        self.assertFalse(self._said())

    def test_nothing_for_what_was_rolled_back(self):
        self._template(trigger="create")
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.partners.create({"name": "Zhou", "ref": "JXCTPL"})
            self.assertTrue(1 / 0)
        self.assertFalse(self._said())

    def test_to_the_people_of_a_field(self):
        """Whom nobody has confirmed is told nothing."""
        self._template(trigger="create", robot_id=False, people_path="user_id")
        for user in (self.keeper, self.buyer):
            self.partners.create(
                {"name": f"Of {user.name}", "ref": "JXCTPL", "user_id": user.id}
            )
        [text] = self._said("zhang")
        self.assertIn(f"Of {self.keeper.name}", text)
        self.assertEqual(len(self.phone.shown), 1)

    def test_a_person_reads_only_what_he_may(self):
        """A field that he has no right to is not told him; the others get theirs."""
        self.manager.company_ids += self.env["res.company"].create({"name": "Other"})
        people = self.env["jxc.dingtalk.person"].with_user(self.manager)
        people.create({"user_id": self.manager.id, "identifier": "li"})
        people.search([]).action_jxc_confirm()
        self.patch(
            self.env["res.partner"]._fields["comment"],
            "groups",
            "jxc_base.group_jxc_manager",
        )
        template = self._template(
            text="{{object.comment}}",
            robot_id=False,
            people_path="company_id.user_ids",
            trigger="create",
        )
        self.partners.create(
            {
                "name": "Zhou",
                "ref": "JXCTPL",
                "comment": "for managers",
                "company_id": self.company.id,
            }
        )
        self.assertIn("for managers", self._said("li")[0])
        self.assertFalse(self.phone.texts("zhang"))
        self.assertIn("comment", template.activity_ids.summary)

    def test_a_group_is_told_no_restricted_field(self):
        """Costs have groups, so that a group of readers never gets one."""
        field = self.env["res.partner"]._fields["ref"]
        self.patch(field, "groups", "jxc_base.group_jxc_manager")
        for values in (
            {"text": "{{object.ref}}"},
            {"title": "{{object.parent_id.ref}}"},
            {"text": "{{object.child_ids.ref}}"},
        ):
            with self.assertRaisesRegex(ValidationError, "not for everybody"):
                self._template(**values)
        self._template(text="{{object.ref}}", robot_id=False, people_path="user_id")

    def test_what_cannot_be_told(self):
        users = self.env["ir.model"]._get_id("res.users")
        for values in (
            {"text": "{{object.nothing}}"},
            {"text": "{{object.name.name}}"},
            {"text": "{{object.image_1920}}"},
            {"text": "{{object.unlink()}}"},
            {"people_path": "parent_id"},
            {"robot_id": False},
            {"domain": "[('nothing', '=', 1)]"},
            {"domain": "__import__('os')"},
            {"model_id": self.env["ir.model"]._get_id("jxc.dingtalk.message")},
        ):
            with self.assertRaises(ValidationError, msg=values):
                self._template(**values)
        with self.assertRaises(AccessError):
            self._template(model_id=users, domain="[]", text="{{object.totp_secret}}")

    def test_only_managers_of_the_company(self):
        template = self._template()
        mine = template.with_user(self.keeper)
        for attack in (
            lambda: mine.read(["text"]),
            lambda: mine.write({"text": "x"}),
            lambda: mine.action_jxc_preview(),
            lambda: mine.copy(),
        ):
            with self.assertRaises(AccessError):
                attack()
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(UserError):
            template.company_id = other
        template.sudo().write({"robot_id": False, "people_path": "user_id"})
        template.sudo().company_id = other
        self.env.flush_all()
        with self.assertRaises(AccessError):
            template.read(["text"])

    def test_another_companys_records(self):
        self._template(trigger="create")
        other = self.env["res.company"].create({"name": "Other"})
        self.env["res.partner"].create(
            {"name": "Zhou", "ref": "JXCTPL", "company_id": other.id}
        )
        self.assertFalse(self._said())

    def test_the_writer_is_who_wrote_it(self):
        template = self._template(trigger="create", author_id=1)
        self.assertEqual(template.author_id, self.manager)
        template.write({"author_id": 1})
        self.assertEqual(template.author_id, self.manager)
        self.manager.active = False
        self.env["res.partner"].create({"name": "Zhou", "ref": "JXCTPL"})
        self.assertFalse(self._said())
        self.assertIn("does not work", template.sudo().activity_ids.summary)

    def test_a_fault_stops_no_business(self):
        template = self._template(trigger="create")

        def fail(*args):
            raise ValueError("broken")

        self.patch(type(template), "_jxc_told", fail)
        for name in ("Zhou", "Wu"):
            self.assertTrue(self.partners.create({"name": name, "ref": "JXCTPL"}).id)
        self.assertEqual(len(template.activity_ids), 1)
        self.assertIn("broken", template.activity_ids.summary)
        self.assertFalse(self._said())

    def _hide(self, name):
        """A field of partners that the manager may not read."""
        field = self.env["res.partner"]._fields[name]
        self.patch(field, "groups", "base.group_system")

    def test_what_the_writer_may_not_see(self):
        """Neither told nor asked for, be it by a path; constraints have all rights."""
        self._hide("comment")
        people = {"robot_id": False, "people_path": "user_id"}
        for values in (
            {"text": "{{object.comment}}"},
            {"text": "{{object.parent_id.comment}}"},
            {"title": "{{object.child_ids.parent_id.comment}}"},
            {"domain": "[('comment', 'ilike', 'a')]"},
            {"domain": "[('parent_id.comment', 'ilike', 'a')]"},
            {"domain": "[('child_ids', 'any', [('comment', 'ilike', 'a')])]"},
        ):
            with self.assertRaises(AccessError, msg=values):
                self._template(**people, **values)
        with self.assertRaises(AccessError):
            self._template(**people).write({"domain": "[('comment', '!=', False)]"})

    def test_a_right_lost_since(self):
        """The condition is asked by his eyes, each time."""
        template = self._template(
            trigger="create", domain="[('comment', 'ilike', 'secret')]", text="x"
        )
        self._hide("comment")
        self.env["res.partner"].create({"name": "Zhou", "comment": "secret"})
        self.assertFalse(self._said())
        self.assertIn("comment", template.activity_ids.summary)

    def test_a_record_that_he_may_not_see(self):
        """Not told, and not betrayed by a to-do; behind a path neither."""
        template = self._template(trigger="create", text="{{object.parent_id.name}}")
        rule = {
            "name": "hidden",
            "model_id": self.model_id,
            "domain_force": "[('name', 'not like', 'Hidden')]",
        }
        self.env["ir.rule"].create(rule)
        partners = self.env["res.partner"]
        hidden = partners.create({"name": "Hidden Zhou", "ref": "JXCTPL"})
        self.assertFalse(template.activity_ids)
        partners.create({"name": "Wu", "ref": "JXCTPL", "parent_id": hidden.id})
        self.assertFalse(self._said())
        self.assertTrue(template.activity_ids)
        self.assertNotIn("Hidden", template.activity_ids.summary)

    def test_keys_of_the_transaction_open_nothing(self):
        """What a context opens for the host's bookkeeping is not open to readers."""
        template = self._template()
        partner = self.partners.create({"name": "Zhou"}).with_context(a_key=True)
        for seen in (template._jxc_as(partner, self.keeper), template._jxc_seen()):
            self.assertFalse(seen.env.su)
            self.assertEqual(
                set(seen.env.context), {"lang", "tz", "allowed_company_ids"}
            )

    def test_many_at_once(self):
        """As many statements for ten records as for two."""
        template = self._template(trigger="hand", people_path="user_id")
        values = {"name": "Zhou", "user_id": self.keeper.id}
        counts = []
        for number in (2, 2, 10):  # the first one fills caches
            partners = self.partners.create([values] * number)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            template._jxc_say(partners)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(self.messages.search_count([]), 28)
        self.assertEqual(counts[1], counts[2])

    def test_a_preview_of_something_else(self):
        """By a client of one's own: no record of another kind, no other's message."""
        template = self._template()
        preview = (
            self.env["jxc.dingtalk.template.preview"]
            .with_user(self.manager)
            .with_context(default_template_id=template.id)
            .create({})
        )
        everything = preview.with_context(default_template_id=False)
        everything.record = f"res.users,{self.manager.id}"
        self.assertFalse(everything.text)
        self.person.write({"user_id": self.manager.id, "identifier": "li"})
        self.person.action_jxc_confirm()
        with self.assertRaisesRegex(UserError, "Choose a record"):
            everything.action_jxc_test()

    def test_preview_and_test(self):
        template = self._template()
        partner = self.partners.create({"name": "Zhou", "ref": "JXCTPL"})
        previews = self.env["jxc.dingtalk.template.preview"].with_user(self.manager)
        preview = previews.with_context(default_template_id=template.id).create({})
        self.assertEqual(preview.record, partner)
        self.assertEqual(preview.title, "New: Zhou")
        with self.assertRaisesRegex(UserError, "not confirmed"):
            preview.action_jxc_test()
        self.phone.shown.clear()
        self.person.write({"user_id": self.manager.id, "identifier": "li"})
        self.person.action_jxc_confirm()
        preview.action_jxc_test()
        self.assertIn("New: Zhou", self._said("li")[0])

    def test_values_are_no_markdown(self):
        """The writer's own marks are, in the group and on a person's phone."""
        text = "**{{object.name}}** [look](https://jxc.example)\n{{object.comment}}"
        self._template(trigger="create", text=text)
        people = {"robot_id": False, "people_path": "user_id"}
        self._template(trigger="create", text=text, **people)
        self.partners.create(
            {
                "name": "[点我](http://evil)\n# Paid",
                "ref": "JXCTPL",
                "comment": "<p>`a` *b*</p>",
                "user_id": self.keeper.id,
            }
        )
        self.send()
        shown = self.phone.texts("group") + self.phone.texts("zhang")
        self.assertEqual(len(shown), 2)
        for text in shown:
            self.assertIn("**［点我］(http://evil) # Paid**", text)
            self.assertIn("[look](https://jxc.example)", text)
            self.assertIn("｀a｀", text)
            self.assertNotIn("`", text)
            self.assertNotIn("](http://evil)", text)
