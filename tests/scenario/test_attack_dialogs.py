"""F2: a dialog belongs to who opened it: another of the same role has no part in it."""

from attack import AttackCase, Refused

from odoo import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger


@tagged("post_install", "-at_install")
class TestAttackDialogs(AttackCase):
    """Two managers who may open every dialog; one has an eye on the other's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dialogs = sorted(
            name
            for name, model in cls.env.registry.items()
            if name.startswith("jxc.") and model._transient and not model._abstract
        )
        models = cls.env["ir.model"].search([("model", "in", cls.dialogs)])
        groups = models.access_ids.filtered("perm_write").group_id
        users = [
            new_test_user(cls.env, login, groups="base.group_user")
            for login in ("test_owner", "test_onlooker")
        ]
        for user in users:
            user.group_ids |= groups
        cls.owner, cls.onlooker = users
        # Something that a dialog may point at, whose own row the host checks.
        note = Command.create({"display_type": "line_note", "name": "x"})
        cls.env["account.move"].create({"move_type": "entry", "line_ids": [note]})

    def _open(self, model, user=None):
        """A row as the user's client leaves it, whatever its form asks for."""
        user = user or self.owner
        values = {"create_uid": user.id, "write_uid": user.id}
        for name, field in self.env[model]._fields.items():
            needed = field.required or self._is_dialog(field)
            needed = needed or name in ("active", "company_id")
            if field.store and field.column_type and needed:
                values[name] = self._any(model, name, field, user)
        statement = SQL(
            "INSERT INTO %s (%s) VALUES (%s) RETURNING id",
            SQL.identifier(self.env[model]._table),
            SQL(", ").join(map(SQL.identifier, values)),
            SQL(", ").join(SQL("%s", value) for value in values.values()),
        )
        return self.env.execute_query(statement)[0][0]

    def _is_dialog(self, field):
        return field.type == "many2one" and field.comodel_name in self.dialogs

    def _any(self, model, name, field, user):
        if self._is_dialog(field):
            other = field.comodel_name
            return None if other == model else self._open(other, user)
        if field.type == "many2one":
            table = SQL.identifier(self.env[field.comodel_name]._table)
            rows = self.env.execute_query(SQL("SELECT min(id) FROM %s", table))
            return rows[0][0] or self._open(field.comodel_name)
        if field.type == "selection":
            return field.get_values(self.env)[-1]
        if field.type in ("date", "datetime"):
            return "2026-01-05"
        if field.type == "boolean":
            return True
        if field.type == "binary":
            return b"x"
        return "x" if field.type in ("char", "text", "html") else 1

    def _reach(self, user, row, model, door):
        """What the user gets at: the ways in that were open."""
        calls = {
            "read": {"ids": [row], "fields": ["display_name"]},
            "write": {"ids": [row], "vals": {}},
            "unlink": {"ids": [row]},
        }
        found = door(user, model, "search", domain=[("id", "=", row)])
        reached = ["search"] if found else []
        for method, arguments in calls.items():
            try:
                with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                    if door(user, model, method, **arguments):
                        reached.append(method)
            except Refused as no:
                kind = no.name.rpartition(".")[2]
                self.assertIn(kind, ("AccessError", "MissingError"))
        return reached

    def test_of_another(self):
        """F2: nobody finds, reads, changes or drops what another has open."""
        self.assertGreater(len(self.dialogs), 20)
        self._key(self.onlooker)
        reached = {}
        for model in self.dialogs:
            row = self._open(model)
            for door in (self._by_session, self._by_key):
                if ways := self._reach(self.onlooker, row, model, door):
                    reached[model] = ways
        self.assertEqual(reached, {})

    def test_of_ones_own(self):
        """F2: who opened it reads it."""
        shut = {}
        for model in self.dialogs:
            row = self._open(model)
            ways = self._reach(self.owner, row, model, self._by_session)
            if "read" not in ways:
                shut[model] = ways
        self.assertEqual(shut, {})

    def test_a_line_in_the_dialog_of_another(self):
        """F2: a line of one's own does not get into another's dialog."""
        self._key(self.onlooker)
        tried = []
        for model in self.dialogs:
            for name, field in self.env[model]._fields.items():
                if not self._is_dialog(field) or field.comodel_name == model:
                    continue
                theirs = self._open(field.comodel_name)
                mine = self._open(model, self.onlooker)
                with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                    self._put(model, mine, name, theirs)
                lines = self.env[model].with_user(self.owner)
                self.assertFalse(lines.search([(name, "=", theirs)]), f"{model}.{name}")
                tried.append(f"{model}.{name}")
        self.assertGreater(len(tried), 2)

    def _put(self, model, mine, name, theirs):
        """Refused, or out of sight: the host asks before a write, not after it."""
        doors = self._by_session, self._by_key
        calls = {"write": {"vals": {name: theirs}}, "read": {"fields": [name]}}
        with self.assertRaises(Refused) as no:
            for door, (method, arguments) in zip(doors, calls.items(), strict=True):
                door(self.onlooker, model, method, [mine], **arguments)
        self.assertIn("AccessError", str(no.exception))
