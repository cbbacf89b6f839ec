from . import (
    ir_model_access,
    ir_module_module,
    ir_rule,
    jxc_host_terms,
    jxc_lock,
    jxc_period_mixin,
    jxc_secret_mixin,
    jxc_tile,
    res_company,
    res_config_settings,
    res_currency,
    res_groups,
)
