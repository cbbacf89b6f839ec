import {Component, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {useBus} from "@web/core/utils/hooks";

import {CountStore} from "./count_store";
import {CountSync} from "./count_sync";
import {CountWork, newId} from "./count_work";
import {feedback} from "./feedback";
import {readScan} from "./gs1";
import {refusalText} from "./refusals";
import {RefusedList, readRefused} from "./refused_list";
import {useScanner} from "./scanner";
import {UnknownPanel, sendFinds} from "./unknown_panel";

/** Count: a bin, then goods, then the next bin; the network may come and go. */
export class CountScreen extends Component {
    static template = "jxc_pda.CountScreen";
    static components = {RefusedList, UnknownPanel};
    static props = {id: Number, close: Function};

    setup() {
        // Not useService's: what was scanned goes out when the screen has closed, too.
        this.orm = this.env.services.orm.silent;
        this.store = new CountStore();
        this.sync = new CountSync(
            this.store,
            (counts, since) =>
                this.orm.call("jxc.stocktake", "jxc_push", [counts, since]),
            (news) => this.onNews(news),
        );
        this.said = 0;
        this.state = useState({
            message: null,
            entry: "",
            lost: false,
            left: 0,
            refused: [],
            lotFor: null,
            unknown: null,
            finds: 0,
            tick: 0,
        });
        this.scanner = useScanner(
            this.env,
            (code) => this.onCode(code),
            (reason) => this.say(false, reason),
        );
        useBus(window, "online", () => this.flush());
        onWillStart(() => this.start());
        onWillUnmount(() => this.sync.stop());
    }

    async start() {
        const sheet = await this.loadSheet();
        this.work = new CountWork(this.props.id, sheet);
        this.sync.since = sheet.since;
        const waiting = await this.store.waiting();
        this.work.own = waiting.filter((one) => one.stocktake_id === this.props.id);
        this.work.history = this.work.own.filter((one) => one.kind !== "undo");
        this.state.refused = await readRefused(this.store);
        this.flush();
    }

    /** The sheet of today; without a network the one that was read last. */
    async loadSheet() {
        try {
            const sheet = await this.orm.call("jxc.stocktake", "jxc_sheet", [
                [this.props.id],
            ]);
            await this.store.keepSheet(this.props.id, sheet);
            return sheet;
        } catch (error) {
            const kept =
                error instanceof ConnectionLostError &&
                (await this.store.sheet(this.props.id));
            if (!kept) {
                throw error;
            }
            this.state.lost = true;
            return kept;
        }
    }

    get currentLine() {
        const {current} = this.work;
        return (
            current &&
            this.work.lines.find(
                (line) =>
                    line.product_id === current.product_id &&
                    this.work.lotName(line) === this.work.lotName(current),
            )
        );
    }

    say(good, text) {
        feedback(good);
        this.state.message = {good, text, number: ++this.said};
        this.state.tick++;
    }

    refuse(error) {
        const text = refusalText(error);
        if (!text) {
            throw error;
        }
        this.say(false, text);
    }

    // -- scans ---------------------------------------------------------------------

    async onCode(code) {
        if (this.state.unknown) {
            return;
        }
        try {
            const bin = this.work.findBin(code);
            if (bin) {
                return this.openBin(bin);
            }
            const scan = readScan(code);
            if (this.state.lotFor) {
                return await this.onLot(scan);
            }
            const found = this.work.find(scan) || (await this.ask(scan));
            if (found) {
                await this.take(scan, found);
            }
        } catch (error) {
            this.refuse(error);
        }
    }

    openBin(bin) {
        this.work.binId = bin.id;
        this.work.current = null;
        this.state.lotFor = null;
        this.say(true, bin.name);
    }

    async take(scan, found, lot = "") {
        const made = this.work.goods(scan, found, lot);
        if (made.needsLot) {
            this.state.lotFor = {scan, found};
            this.say(true, _t("Now scan the lot of %s.", made.needsLot.name));
            return;
        }
        this.state.lotFor = null;
        await this.keep(made);
        const line = this.currentLine;
        const total = line ? this.work.counted(line) : made.quantity;
        this.say(true, `${found.product.name} × ${made.quantity} = ${total}`);
    }

    onLot(scan) {
        const {scan: first, found} = this.state.lotFor;
        return this.take(first, found, scan.serial || scan.lot || scan.code);
    }

    /** A code that is not on the sheet: the server may know it. */
    async ask(scan) {
        const code = scan.gs1 ? scan.gtin || scan.code : scan.code;
        let found = null;
        try {
            found = await this.orm.call("jxc.scan", "resolve", [code]);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            found = {kind: "unknown", may_link: false, message: refusalText(error)};
        }
        if (found.kind === "unknown" && this.work.bin) {
            this.say(false, found.message);
            this.state.unknown = {code, scan, mayLink: Boolean(found.may_link)};
            return null;
        }
        if (found.kind !== "product") {
            const text =
                found.message || _t("%s is no part of this stock-take.", found.name);
            this.say(false, text);
            return null;
        }
        return this.learned(found);
    }

    async onLinked(found) {
        const {scan} = this.state.unknown;
        this.state.unknown = null;
        await this.take(scan, this.learned(found));
    }

    async onFind(find) {
        const lot_name = this.state.unknown.scan.lot || "";
        this.state.unknown = null;
        await this.store.addFind({
            ...find,
            client_id: newId(),
            stocktake_id: this.props.id,
            location_id: this.work.binId,
            lot_name,
            about: [this.work.bin?.name],
        });
        this.say(true, _t("%s is kept until somebody links it.", find.code));
        this.flush();
    }

    learned(found) {
        if (!this.work.product(found.product_id)) {
            this.work.learn(found);
        }
        const product = this.work.product(found.product_id);
        return {
            product,
            uom_id: found.uom_id,
            uom: found.uom_name,
            factor: found.factor,
        };
    }

    // -- fingers -------------------------------------------------------------------

    async attempt(act) {
        try {
            const count = act();
            feedback(true);
            this.state.message = null;
            await this.keep(count);
        } catch (error) {
            this.refuse(error);
        }
    }

    onQuantity(line, event) {
        const quantity = parseFloat(event.target.value);
        event.target.value = "";
        event.target.blur();
        return this.attempt(() => this.work.set(line, quantity));
    }

    onEntry(event) {
        if (event.key === "Enter" && this.state.entry) {
            this.scanner.take(this.state.entry);
            this.state.entry = event.target.value = "";
        }
    }

    undo() {
        return this.attempt(() => this.work.undo());
    }

    choose(line) {
        this.work.current = line;
        this.state.tick++;
    }

    leaveBin() {
        this.work.binId = null;
        this.state.message = null;
        this.state.tick++;
    }

    async onRefusedChanged(one, dropped) {
        if (dropped) {
            const others = (count) => count.client_id !== one.client_id;
            this.work.own = this.work.own.filter(others);
        }
        this.state.refused = await readRefused(this.store);
        await this.flush();
    }

    // -- the server ----------------------------------------------------------------

    /** On the phone first: what is counted is never only in the air. */
    async keep(count) {
        await this.store.add(count);
        this.state.left++;
        this.state.tick++;
        this.flush();
    }

    async flush() {
        try {
            this.state.finds = await sendFinds(this.orm, this.store);
            this.showRefused(await readRefused(this.store));
            await this.sync.flush();
        } catch (error) {
            this.refuse(error);
        }
    }

    async onNews({lost, left, answer}) {
        this.state.lost = lost;
        this.state.left = left;
        if (answer) {
            this.work.settle(answer);
            this.showRefused(await readRefused(this.store));
        }
        this.state.tick++;
    }

    showRefused(refused) {
        if (refused.length > this.state.refused.length) {
            this.say(false, refused[refused.length - 1].refused);
        }
        this.state.refused = refused;
    }
}
