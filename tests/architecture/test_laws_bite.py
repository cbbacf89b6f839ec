"""The laws are tested too: each must find its breach in an add-on made for it."""

import pytest
import test_law_files as files
import test_law_graph as graph
import test_law_i18n as i18n
import test_law_logic as logic
import test_law_names as names
import test_law_size as size
import test_law_views as views
import test_law_words as words
from codebase import Addon

MANIFEST = """{"name": "X", "summary": "x", "version": "19.0.1.0.0", "author": "JXC",
"license": "LGPL-3", "depends": %r, "auto_install": %r, "data": %r}"""
MODEL = """
from odoo import fields, models

class Thing(models.Model):
    _inherit = "res.partner"
    %s
"""
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def make(tmp_path):
    def build(name="jxc_alert", depends=("mail",), auto=False, data=(), **content):
        folder = tmp_path / name
        folder.mkdir()
        manifest = MANIFEST % (list(depends), auto, list(data))
        (folder / "__manifest__.py").write_text(manifest)
        for path, text in content.items():
            file = folder / path.replace("__", "/", 1)
            file = file.with_name(file.name.replace("_DOT_", "."))
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        return Addon(folder)

    return build


def found(breaches, word):
    return any(word in f"{where} {what}" for where, what in breaches)


def test_levels(make):
    assert found(graph.breaches_of_levels(make(depends=["jxc_stock"])), "jxc_stock")
    sales = make("jxc_sales", depends=["jxc_stock", "jxc_purchase"])
    assert found(graph.breaches_of_levels(sales), "jxc_purchase")
    assert not found(graph.breaches_of_levels(sales), "jxc_stock")
    dingtalk = make("jxc_stock", depends=["jxc_dingtalk"])
    assert found(graph.breaches_of_levels(dingtalk), "only glue")


def test_glue(make):
    one_sided = make("jxc_a_b", depends=["jxc_sales"])
    assert found(graph.breaches_of_glue(one_sided), "two sides")
    assert found(graph.breaches_of_glue(one_sided), "auto_install")
    good = make("jxc_sales_costing", depends=["jxc_sales", "jxc_costing"], auto=True)
    assert not graph.breaches_of_glue(good)


@pytest.mark.parametrize(
    "line,bad",
    [
        ("from odoo.addons.stock.models.stock_move import StockMove", True),
        ("from odoo.addons import stock", True),
        ("import odoo.addons.stock", True),
        ("from odoo.addons.mail.tools.discuss import Store", False),
        ("from odoo.addons.jxc_base.tests.common import JxcCase", True),
    ],
)
def test_imports(make, line, bad):
    addon = make(depends=["mail", "jxc_base"], models__a_DOT_py=line)
    assert bool(graph.breaches_of_imports(addon)) is bad


def test_references(make):
    addon = make(views__a_DOT_xml='<a><field ref="stock.group_stock_user"/></a>')
    assert found(graph.breaches_of_references(addon), "stock")
    other = make("jxc_stock", ["stock"], views__a_DOT_xml='<a groups="stock.group_x"/>')
    assert not graph.breaches_of_references(other)


@pytest.mark.parametrize("line", ["import odoo", "def f():\n    from odoo import x"])
def test_logic(make, line):
    assert found(logic.breaches_of_logic(make(logic__a_DOT_py=line)), "imports odoo")


def test_size(make):
    long = "def f():\n" + "    x = 1\n" * 40
    many = "class C:\n" + "".join(f"    def m{i}(self): ...\n" for i in range(26))
    addon = make(models__a_DOT_py=long + many, models__b_DOT_py="x = 1\n" * 401)
    breaches = size.breaches_of_size(addon)
    for word in ("41 lines", "26 methods", "401 lines"):
        assert found(breaches, word), breaches


def test_complete(make):
    addon = make("jxc_iot", models__a_DOT_py="x = 1", views__a_DOT_xml="<odoo/>")
    breaches = files.breaches_of_completeness(addon)
    for word in ("README", "no tests", "views/a.xml"):
        assert found(breaches, word), breaches


def test_security(make):
    code = MODEL % 'company_id = fields.Many2one("res.company")'
    addon = make(
        models__a_DOT_py=code.replace("_inherit", "_name").replace(
            "res.partner", "jxc.thing"
        )
    )
    breaches = files.breaches_of_security(addon)
    assert found(breaches, "ir.model.access.csv")
    assert found(breaches, "jxc_thing_rule_company")


@pytest.mark.parametrize(
    "line,bad",
    [
        ("level = fields.Char()", True),
        ("jxc_level = fields.Char()", False),
        ("name = fields.Char(tracking=True)", False),
        ("def level(self): ...", True),
        ("def write(self, vals): ...", False),
        ("def _jxc_level(self): ...", False),
    ],
)
def test_names(make, line, bad):
    addon = make(models__a_DOT_py=MODEL % line)
    assert bool(names.breaches_of_names(addon)) is bad


def test_meetings(make):
    one = make("jxc_one", models__a_DOT_py=MODEL % "def _jxc_go(self): pass")
    other = make("jxc_other", models__a_DOT_py=MODEL % "def _jxc_go(self): pass")
    assert found(names.breaches_of_meetings(one, [other]), "_jxc_go is jxc_other's")
    related = make("jxc_below", ["jxc_one"], models__a_DOT_py=MODEL % "jxc_a = 1")
    assert not names.breaches_of_meetings(one, [related])


def test_view_names(make):
    view = (
        '<odoo><record id="mine" model="ir.ui.view"><field name="name">x</field>'
        '<field name="inherit_id" ref="base.view_partner_form"/></record></odoo>'
    )
    breaches = names.breaches_of_view_names(make(views__a_DOT_xml=view))
    assert found(breaches, ".inherit.jxc_alert")
    assert found(breaches, "view_partner_form")


def test_cards(make):
    view = (
        '<record id="%s" model="ir.ui.view"><field name="model">x</field>'
        '<field name="arch" type="xml"><%s>%s</%s></field></record>'
    )
    head = '<header><button name="go" display="always"/></header>'
    bare = view % ("a", "list", head, "list") + view % ("b", "kanban", "", "kanban")
    content = {"views__a_DOT_xml": f"<odoo>{bare}</odoo>"}
    assert found(views.breaches_of_cards(make(**content)), "lack go")
    full = bare.replace("<kanban>", f"<kanban>{head}")
    content = {"views__a_DOT_xml": f"<odoo>{full}</odoo>"}
    assert not views.breaches_of_cards(make("jxc_stock", **content))


@pytest.mark.parametrize(
    "line",
    [
        "self.env.cr.commit()",
        "x = 1  # TODO: later",
        "if hasattr(self.env, 'x'): ...",
        "if 'sale.order' in self.env: ...",
        "raise UserError(_('No %s') % name)",
    ],
)
def test_words(make, line):
    assert words.breaches_of_words(make(models__a_DOT_py=line))


@pytest.mark.parametrize("line", ["time.sleep(1)", "self.skipTest('x')"])
def test_words_in_tests(make, line):
    assert words.breaches_of_words(make(tests__a_DOT_py=line))


def test_a_path_of_a_machine_is_found():
    assert list(words.find("a", "see /ro" + "ot/x", words.ANYWHERE))
    assert not list(words.find("a", "http://127.0.0.1:8069/", words.ANYWHERE))


@pytest.mark.parametrize(
    "source,target,word",
    [
        ("Order %(name)s", "订单 %(nom)s", "placeholders"),
        ("Order %s", "订单", "placeholders"),
        ("Order {name}", "订单 {x}", "placeholders"),
        ("Order", "", "not translated"),
        ("Order", "Order", "not Chinese"),
        ("A <b>big</b> order", "大订单", "tags"),
        ("Order, yes", "订单,是", "Western sign"),
        ("Order", "订单", None),
        ("Order %(name)s: 20%", "订单 %(name)s：20%", None),
        ("JXC", "JXC", None),
    ],
)
def test_translation(make, source, target, word):
    entry = f'msgid "{source}"\nmsgstr "{target}"\n'
    pot = f'msgid "{source}"\nmsgstr ""\n'
    addon = make(i18n__jxc_alert_DOT_pot=PO + pot, i18n__zh_CN_DOT_po=PO + entry)
    breaches = i18n.breaches_of_translation(addon)
    assert found(breaches, word) if word else not breaches, breaches


def test_a_term_that_the_translation_lacks(make):
    addon = make(
        i18n__jxc_alert_DOT_pot=PO + 'msgid "A"\nmsgstr ""\n',
        i18n__zh_CN_DOT_po=PO + 'msgid "B"\nmsgstr "乙"\n',
    )
    breaches = i18n.breaches_of_translation(addon)
    assert found(breaches, "lacks 'A'") and found(breaches, "'B' is not in the pot")


def test_a_view_that_the_translation_does_not_name(make):
    view = '<record id="%s" model="ir.ui.view"><field name="arch"><list string="Go"/>'
    view = "<odoo>" + "".join(f"{view % one}</field></record>" for one in "ab")
    place = "#: model_terms:ir.ui.view,arch_db:jxc_alert.a\n"
    pot = PO + place + 'msgid "Go"\nmsgstr ""\n'
    addon = make(views__a_DOT_xml=view + "</odoo>", i18n__jxc_alert_DOT_pot=pot)
    breaches = i18n.breaches_of_views(addon)
    assert len(breaches) == 1 and found(breaches, "b lacks 'Go'")
