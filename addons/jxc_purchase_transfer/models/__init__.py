from . import jxc_alert, jxc_purchase_suggestion, jxc_transfer_suggestion
