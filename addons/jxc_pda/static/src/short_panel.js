import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

export const REASONS = {
    none: _t("Not found"),
    damaged: _t("Damaged"),
    expired: _t("Expired"),
    less: _t("Less than the system says"),
};
/** Of goods that were on the way from another warehouse. */
const MISSING = [
    _t("Not in the delivery"),
    _t("Lost on the way"),
    _t("Less than the papers say"),
];

/** Less was taken than asked for: why, and what becomes of the rest. */
export class ShortPanel extends Component {
    static template = "jxc_pda.ShortPanel";
    static props = {
        lines: Array,
        /** What does not come now is missing from a transfer between warehouses. */
        isMissing: Boolean,
        /** Reasons that were given before, by move; none of them for what is missing. */
        known: Object,
        /** Called with whether the rest is done later, and reasons by move. */
        finish: Function,
        close: Function,
    };

    setup() {
        const {isMissing, known} = this.props;
        this.state = useState({reasons: isMissing ? {} : {...known}});
    }

    get reasonTexts() {
        const reasons = this.props.isMissing ? MISSING : Object.values(REASONS);
        return reasons.map(String);
    }
}
