from . import jxc_bank_import, jxc_bank_import_column, jxc_bank_import_line
