from . import (
    payment_transaction,
    product_template,
    res_company,
    res_config_settings,
    sale_order,
    sale_order_approval,
    sale_order_credit,
    sale_order_evidence,
    sale_order_figures,
    sale_order_line,
    sale_report,
    stock_picking,
)
