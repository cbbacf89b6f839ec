"""A user at a client of his own making: a browser's session, or an API key.

An attack is what such a user tries. Each has the same ground and comes through one
of the two doors; whatever is refused must leave the database as it was, and whatever
is not must have done no harm.
"""

from collections import namedtuple
from datetime import timedelta
from functools import partial
from itertools import cycle

from shop import ShopCase

from odoo import fields
from odoo.tests import HttpCase
from odoo.tools import SQL, mute_logger

LOGGERS = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.sql_db")
Attack = namedtuple("Attack", "name run")


class Refused(Exception):
    """The server said no; ``name`` is the class of its error."""

    def __init__(self, name, message):
        super().__init__(f"{name}: {message}")
        self.name = name


class AttackCase(ShopCase, HttpCase):
    """Verbs of a user who speaks to the server himself."""

    #: What a refused call may not touch.
    TABLES = ()
    #: Errors that say no; any other means that the request was wrong.
    REFUSALS = ("AccessError", "UserError", "ValidationError", "ApprovalRequired")

    def setUp(self):
        super().setUp()
        self._keys = {}

    # --- doors ------------------------------------------------------------------

    def _by_session(self, user, model, method, ids=None, **arguments):
        """As the web client calls: a session and JSON-RPC."""
        self._log_in(user)
        args = [] if ids is None else [ids]
        if method == "create":
            args = [arguments.pop("vals_list")]
        body = {"model": model, "method": method, "args": args, "kwargs": arguments}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", **body)

    def _by_key(self, user, model, method, ids=None, **arguments):
        """As another system calls: an API key and /json/2.

        The host refuses a key beside the session of somebody else.
        """
        if getattr(self, "_who", user) != user:
            self.authenticate(None, None)
            self._who = None
        answer = self.url_open(
            f"/json/2/{model}/{method}",
            json={**arguments, **({} if ids is None else {"ids": ids})},
            headers={"Authorization": f"bearer {self._key(user)}"},
            timeout=60,
        )
        content = answer.json()
        if answer.status_code >= 400:
            raise Refused(content["name"], content["message"])
        return content

    def _key(self, user):
        if user not in self._keys:
            tomorrow = fields.Datetime.now() + timedelta(days=1)
            keys = self.env["res.users.apikeys"].with_user(user)
            self._keys[user] = keys._generate("rpc", "attack", tomorrow)
        return self._keys[user]

    def _post(self, url, **params):
        """A JSON-RPC request to any address, in the session that is open."""
        answer = self.url_open(url, json={"jsonrpc": "2.0", "params": params})
        content = answer.json()
        if error := content.get("error"):
            raise Refused(error["data"]["name"], error["data"]["message"])
        return content.get("result")

    def _log_in(self, user):
        if getattr(self, "_who", None) != user:
            self.authenticate(user.login, user.login)
            self._who = user

    # --- attacks ----------------------------------------------------------------

    def _picture(self):
        """Everything that stands in the tables, without the ORM's help."""
        self.env.flush_all()
        self.env.invalidate_all()
        rows = {}
        for table in self.TABLES:
            statement = SQL(
                "SELECT to_jsonb(t) FROM %s t ORDER BY 1", SQL.identifier(table)
            )
            rows[table] = [row for (row,) in self.env.execute_query(statement)]
        return rows

    def _watched(self, door, user, model, method, *args, **arguments):
        """A call that, if it is refused, leaves no trace."""
        before = self._picture()
        try:
            return door(user, model, method, *args, **arguments)
        except Refused as no:
            self.assertIn(no.name.rpartition(".")[2], self.REFUSALS, str(no))
            after = self._picture()
            for table in self.TABLES:
                self.assertEqual(after[table], before[table], f"{no} left a trace")
            raise

    def _harm(self):
        """What an attack has achieved: one text per success."""
        raise NotImplementedError

    def _try(self, user, attacks):
        """Run each attack on the same ground, through one door and then the other.

        :return: {name: whether it was refused} and the list of harm done.
        """
        refused, harm = {}, []
        self._key(user)
        doors = cycle((self._by_session, self._by_key))
        for attack in attacks:
            door = next(doors)
            with self.env.cr.savepoint() as ground, mute_logger(*LOGGERS):
                try:
                    attack.run(partial(self._watched, door, user))
                    refused[attack.name] = False
                except Refused:
                    refused[attack.name] = True
                self.env.flush_all()
                self.env.invalidate_all()
                harm += [f"{attack.name}: {text}" for text in self._harm()]
                self.env.clear()
                ground.rollback()
            self.env.invalidate_all()
        return refused, harm

    def _hold(self, user, attacks):
        """None of the attacks does harm."""
        refused, harm = self._try(user, attacks)
        self.assertEqual(harm, [])
        return refused

    def _through(self, user, attacks):
        """All of these calls are allowed: the same ones, where they are in order."""
        refused, _harm = self._try(user, attacks)
        self.assertEqual([name for name, no in refused.items() if no], [])
