import csv

from odoo import api, models
from odoo.tools import file_open

LANG = "zh_CN"


class JxcHostTerms(models.AbstractModel):
    """The host's Chinese where it says something else than the trade does.

    An add-on lists the terms in ``tables/host_terms.csv``: record (its id, or ``@`` and
    a model for whatever it has of that name), field, what the host has, what is meant;
    for a view also the source that the term translates.
    """

    _name = "jxc.host.terms"
    _description = "The Host's Terms"

    @api.model
    def _correct(self, addon):
        """Replace the terms in the table of ``addon``; whatever somebody changed
        meanwhile stays as it is, and so does a repeated call.

        :return: how many were replaced.
        """
        if LANG not in dict(self.env["res.lang"].get_installed()):
            return 0
        with file_open(f"{addon}/tables/host_terms.csv") as file:
            return sum(map(self._correct_row, csv.DictReader(file)))

    @api.model
    def _correct_row(self, row):
        name, model = row["record"], self.env["base"]
        if name.startswith("@"):
            model = self.env[name[1:]].sudo().with_context(active_test=False, lang=LANG)
            records = model.search([(row["field"], "=", row["was"])])
        else:
            records = self.env.ref(name, raise_if_not_found=False) or model
        return sum(
            self._correct_one(record.with_context(lang=LANG), row) for record in records
        )

    @api.model
    def _correct_one(self, record, row):
        name, was, term = row["field"], row["was"], row["term"]
        translate = record._fields[name].translate
        if callable(translate):
            found, _context = record.get_field_translations(name, [LANG])
            if any(f["source"] == row["source"] and f["value"] == was for f in found):
                translations = {LANG: {row["source"]: term}}
                return record.update_field_translations(name, translations)
        elif record[name] == was:
            if translate:
                return record.update_field_translations(name, {LANG: term})
            record[name] = term
            return True
        return False
