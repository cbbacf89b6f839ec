from . import jxc_sms_account
from . import res_company
from . import sms_sms
