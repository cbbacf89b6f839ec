from . import jxc_sms_account, res_company, sms_sms, stock_picking
