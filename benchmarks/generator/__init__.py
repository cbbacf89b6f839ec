"""A database full of trade, as if Odoo itself had written it."""
