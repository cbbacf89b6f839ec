import {Component, onMounted, onWillStart, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ConnectionLostError} from "@web/core/network/rpc";
import {useBus, useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

import {CountScreen} from "./count_screen";
import {CountStore} from "./count_store";
import {CountSync} from "./count_sync";
import {feedback} from "./feedback";
import {refusalText} from "./refusals";
import {RefusedList, readRefused} from "./refused_list";
import {useScanner} from "./scanner";
import {keepPage} from "./shell";
import {TransferScreen} from "./transfer_screen";
import {sendFinds} from "./unknown_panel";

const KINDS = {
    incoming: _t("Receive"),
    internal: _t("Move"),
    outgoing: _t("Pick and ship"),
};

/** The scan page: what is to be done, and the screen that does it. */
export class PdaPage extends Component {
    static template = "jxc_pda.Page";
    static components = {CountScreen, RefusedList, TransferScreen};
    static props = {...standardActionServiceProps};
    // Known to the client by its address: a reload asks the server for nothing.
    static path = "scan";
    static target = "fullscreen";
    static displayName = _t("Scan");

    setup() {
        this.orm = useService("orm").silent;
        this.store = new CountStore();
        this.state = useState({
            transferId: 0,
            countId: 0,
            transfers: [],
            counts: [],
            kind: "",
            message: "",
            lost: false,
            refused: [],
        });
        this.scanner = useScanner(
            this.env,
            (code) => this.onCode(code),
            (reason) => this.refuse(reason),
        );
        useBus(window, "online", () => this.load());
        onWillStart(() => this.load());
        onMounted(() => {
            // Losing the network meanwhile only means that it is kept next time.
            keepPage().catch(() => {});
        });
    }

    get kinds() {
        const kinds = Object.entries(KINDS).map(([kind, name]) => ({
            kind,
            name: String(name),
            count: this.state.transfers.filter((one) => one.kind === kind).length,
        }));
        const count = this.state.counts.length;
        return [{kind: "count", name: String(_t("Count")), count}, ...kinds];
    }

    get plans() {
        return ["", "count"].includes(this.state.kind) ? this.state.counts : [];
    }

    get shown() {
        const {kind, transfers} = this.state;
        if (kind === "count") {
            return [];
        }
        return transfers.filter((one) => !kind || one.kind === kind);
    }

    about(one) {
        return [one.type, one.partner, one.origin].filter(Boolean).join(" · ");
    }

    async load() {
        await this.showRefused();
        try {
            const lists = await Promise.all([
                this.orm.call("jxc.pda", "transfers", []),
                this.orm.call("jxc.stocktake", "jxc_open", []),
            ]);
            await this.store.keepList("transfers", lists[0]);
            await this.store.keepList("counts", lists[1]);
            [this.state.transfers, this.state.counts] = lists;
            this.state.lost = false;
            this.state.message = "";
            await this.sendKept();
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return this.loadKept();
            }
            this.fail(error);
        }
    }

    async showRefused() {
        this.state.refused = await readRefused(this.store);
    }

    /** What other days and other screens left on the device. */
    async sendKept() {
        const push = (counts, since) =>
            this.orm.call("jxc.stocktake", "jxc_push", [counts, since]);
        const sync = new CountSync(this.store, push, () => {});
        try {
            await sendFinds(this.orm, this.store);
            if ((await sync.open()).length) {
                await sync.flush();
            }
        } catch (error) {
            this.fail(error);
        } finally {
            sync.stop();
        }
        await this.showRefused();
    }

    /** Without a network: what was opened on this device can be worked on. */
    async loadKept() {
        const {store, state} = this;
        Object.assign(state, {lost: true, transfers: [], counts: []});
        for (const one of (await store.list("transfers")) || []) {
            one.kept = Boolean(await store.transfer(one.id));
            state.transfers.push(one);
        }
        for (const one of (await store.list("counts")) || []) {
            one.kept = Boolean(await store.sheet(one.id));
            state.counts.push(one);
        }
    }

    fail(error) {
        const text = refusalText(error);
        if (!text) {
            throw error;
        }
        this.refuse(text);
    }

    refuse(text) {
        feedback(false);
        this.state.message = text;
    }

    /** The number of a transfer, or its own barcode, opens it. */
    async onCode(code) {
        if (this.state.transferId || this.state.countId) {
            return;
        }
        try {
            const known = this.state.transfers.find((one) => one.name === code.trim());
            const found = known
                ? {kind: "picking", picking_id: known.id}
                : await this.orm.call("jxc.scan", "resolve", [code]);
            if (found.kind === "picking") {
                feedback(true);
                this.open(found.picking_id);
            } else {
                feedback(false);
                this.state.message =
                    found.message || _t("%s: open a transfer first.", found.name);
            }
        } catch (error) {
            this.fail(error);
        }
    }

    async count(id) {
        if (!this.state.lost || (await this.store.sheet(id))) {
            this.state.message = "";
            this.state.countId = id;
        } else {
            this.refuse(this.notKept);
        }
    }

    async open(id) {
        if (!this.state.lost || (await this.store.transfer(id))) {
            this.state.message = "";
            this.state.transferId = id;
        } else {
            this.refuse(this.notKept);
        }
    }

    get notKept() {
        const text = _t("No network, and this was never opened on this device.");
        return String(text);
    }

    close() {
        this.state.transferId = 0;
        this.state.countId = 0;
        return this.load();
    }

    leave() {
        if (this.env.config.breadcrumbs?.length > 1) {
            this.env.config.historyBack();
        } else {
            browser.location.assign("/odoo");
        }
    }
}

registry.category("actions").add("jxc_pda.page", PdaPage);
