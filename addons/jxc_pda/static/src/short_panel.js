import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

export const REASONS = [
    _t("Not found"),
    _t("Damaged"),
    _t("Expired"),
    _t("Less than the system says"),
];

/** Less was taken than asked for: why, and what becomes of the rest. */
export class ShortPanel extends Component {
    static template = "jxc_pda.ShortPanel";
    static props = {
        lines: Array,
        /** Called with whether the rest is done later, and reasons by move. */
        finish: Function,
        close: Function,
    };

    setup() {
        this.state = useState({reasons: {}});
    }

    get reasonTexts() {
        return REASONS.map(String);
    }
}
