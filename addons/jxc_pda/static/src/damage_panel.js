import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

import {newId} from "./count_work";
import {shrunk} from "./picture";
import {attempt} from "./refusals";

const DAMAGES = [
    _t("Broken"),
    _t("Packaging damaged"),
    _t("Wet"),
    _t("Spoiled"),
    _t("Expired"),
    _t("Other"),
];

/** Goods that are broken: how many, why, and what they look like. */
export class DamagePanel extends Component {
    static template = "jxc_pda.DamagePanel";
    static props = {
        pickingId: Number,
        step: Object,
        product: Object,
        lotName: String,
        /** Called with the name of the document that was made. */
        onKept: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm").silent;
        // One number however often it is sent: a second sending makes no second document.
        this.clientId = newId();
        this.state = useState({
            quantity: 1,
            reason: "",
            photos: [],
            message: "",
            busy: false,
        });
    }

    get reasons() {
        return DAMAGES.map(String);
    }

    async onPhoto(event) {
        for (const file of event.target.files) {
            this.state.photos.push(await shrunk(file));
        }
        event.target.value = "";
    }

    async keep() {
        const {step, pickingId, lotName} = this.props;
        const receiving = step.receiving;
        const report = {
            client_id: this.clientId,
            quantity: parseFloat(this.state.quantity) || 0,
            reason: this.state.reason,
            lot_name: lotName,
            location_id: receiving ? step.location_dest_id : step.location_id,
            photos: [...this.state.photos],
        };
        this.state.busy = true;
        try {
            await attempt(this.state, async () => {
                const args = [pickingId, step.move_id, report];
                const name = await this.orm.call("jxc.pda", "damage", args);
                await this.props.onKept(name);
            });
        } finally {
            this.state.busy = false;
        }
    }
}
