import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useBus, useService} from "@web/core/utils/hooks";

import {CountStore} from "./count_store";
import {newId} from "./count_work";
import {DamagePanel} from "./damage_panel";
import {feedback} from "./feedback";
import {readScan} from "./gs1";
import {refusalText} from "./refusals";
import {RefusedList, readRefused} from "./refused_list";
import {useScanner} from "./scanner";
import {REASONS, ShortPanel} from "./short_panel";
import {TransferSync} from "./transfer_sync";
import {Refused} from "./transfer_work";
import {UnknownPanel, sendFinds} from "./unknown_panel";

/** Receive, put away, pick, pack: one transfer, one scan after the other. */
export class TransferScreen extends Component {
    static template = "jxc_pda.TransferScreen";
    static components = {DamagePanel, RefusedList, ShortPanel, UnknownPanel};
    static props = {id: Number, close: Function};

    setup() {
        // Not useService's: what was scanned goes out when the screen has closed, too.
        this.orm = this.env.services.orm.silent;
        this.store = new CountStore();
        this.action = useService("action");
        this.sync = new TransferSync(this.orm, this.store, this.props.id, {
            lost: (lost) => {
                this.state.lost = lost;
            },
            refused: (error) => this.refuse(error),
        });
        this.said = 0;
        this.state = useState({
            message: null,
            entry: "",
            ask: null,
            damage: null,
            refused: [],
            known: {},
            lotFor: null,
            unknown: null,
            lost: false,
            done: null,
            tick: 0,
        });
        this.list = useRef("list");
        this.scanner = useScanner(
            this.env,
            (code) => this.onCode(code),
            (reason) => this.say(false, reason),
        );
        useBus(window, "online", () => this.sync.flush());
        onWillStart(() => this.start());
        useEffect(
            () => {
                const row = this.list.el?.querySelector(".o_jxc_now");
                row?.scrollIntoView({block: "nearest"});
            },
            () => [this.work.current?.id],
        );
    }

    /** Where to go: to the goods, or with them. */
    placeNameOf(step) {
        const receiving = this.work.data.kind === "incoming";
        const id = receiving ? step.location_dest_id : step.location_id;
        return this.work.placeName(id) || _t("Not reserved: search");
    }

    /** Where the goods go, when they are taken from one bin and put into another. */
    targetNameOf(step) {
        if (this.work.data.kind !== "internal") {
            return "";
        }
        const scanned = this.work.lastOf(step)?.location_dest_id;
        const target = scanned || step.location_dest_id || this.work.data.target.id;
        return this.work.placeName(target) || this.work.data.target.name;
    }

    async start() {
        await this.sync.start();
        this.state.refused = await readRefused(this.store);
        this.sync.flush();
    }

    get work() {
        return this.sync.work;
    }

    say(good, text) {
        feedback(good);
        this.state.message = {good, text, number: ++this.said};
        this.state.tick++;
    }

    // -- scans ---------------------------------------------------------------------

    async onCode(code) {
        const {ask, damage, done, unknown} = this.state;
        if (ask || damage || done || unknown) {
            return;
        }
        try {
            if (this.state.lotFor) {
                return this.onLot(code);
            }
            const place = this.placeOf(code);
            if (place) {
                const saved = this.work.scanPlace(place);
                this.say(true, place.name);
                return saved && this.sync.save(saved);
            }
            await this.onGoods(code);
        } catch (error) {
            this.refuse(error);
        }
    }

    placeOf(code) {
        const plain = code.trim();
        const places = Object.values(this.work.data.places);
        return places.find((place) => place.barcode && place.barcode === plain);
    }

    async onGoods(code) {
        const scan = readScan(code);
        try {
            this.taken(this.work.scanGoods(scan));
        } catch (error) {
            const place = error instanceof Refused && (await this.unknownPlace(scan));
            if (!place) {
                throw error;
            }
            if (place.unknown) {
                this.say(false, place.message);
                this.state.unknown = place;
                return;
            }
            const saved = this.work.scanPlace(place);
            this.say(true, place.name);
            await (saved && this.sync.save(saved));
        }
    }

    /** A bin that no line names, or goods that nobody knows: the server says. */
    async unknownPlace(scan) {
        if (this.work.data.kind === "outgoing") {
            return null;
        }
        const code = scan.gs1 ? scan.gtin || scan.code : scan.code;
        const found = await this.orm
            .call("jxc.scan", "resolve", [code])
            .catch(() => ({}));
        if (found.kind === "unknown" && this.work.data.kind === "incoming") {
            const {message, may_link: mayLink} = found;
            return {unknown: true, code, scan, message, mayLink};
        }
        const place = found.kind === "location" && {
            id: found.location_id,
            name: found.name,
            barcode: scan.code,
        };
        return place || null;
    }

    /** Its product may be on this transfer: read again, and take it. */
    async onLinked() {
        const {scan} = this.state.unknown;
        this.state.unknown = null;
        await this.sync.flush();
        await this.sync.reload();
        try {
            this.taken(this.work.scanGoods(scan));
        } catch (error) {
            this.refuse(error);
        }
    }

    async onFind(find) {
        const lot_name = this.state.unknown.scan.lot || "";
        this.state.unknown = null;
        const more = {client_id: newId(), picking_id: this.props.id, lot_name};
        await this.store.addFind({...find, ...more});
        this.say(true, _t("%s is kept until somebody links it.", find.code));
        await this.sendKept();
    }

    /** Finds of this device, and what became of them. */
    async sendKept() {
        await sendFinds(this.orm, this.store).catch((error) => this.refuse(error));
        this.state.refused = await readRefused(this.store);
    }

    reportDamage(step) {
        const receiving = this.work.data.kind === "incoming";
        const lotName = step.lot_name || this.work.lastOf(step)?.lot_name || "";
        this.state.message = null;
        this.state.damage = {step: {...step, receiving}, lotName};
    }

    onDamage(name) {
        this.state.known[this.state.damage.step.move_id] = String(REASONS.damaged);
        this.state.damage = null;
        this.say(true, _t("Reported: %s", name));
    }

    onLot(code) {
        const scan = readScan(code);
        const first = this.state.lotFor.scan;
        const again =
            scan.gtin && scan.gtin === first.gtin && !scan.lot && !scan.serial;
        if (again) {
            throw new Refused(_t("That is the product again. Scan its lot number."));
        }
        const lot = scan.serial || scan.lot || scan.code;
        this.state.lotFor = null;
        const merged = {...first, count: first.count ?? scan.count};
        merged.expires = first.expires || scan.expires;
        this.taken(this.work.scanGoods(merged, lot));
    }

    taken(result) {
        if (result.needsLot) {
            this.state.lotFor = {scan: result.scan};
            return this.say(true, _t("Now scan the lot of %s.", result.needsLot.name));
        }
        const {part} = this.work.last;
        const step = this.work.steps.find((one) => one.move_id === result.move);
        const product = this.work.product(step);
        this.say(true, `${product.name} × ${part.quantity}`);
        this.sync.save(result.move);
    }

    refuse(error) {
        const text = refusalText(error);
        if (!text) {
            throw error;
        }
        this.say(false, text);
    }

    // -- fingers -------------------------------------------------------------------

    attempt(act) {
        try {
            const moveId = act();
            feedback(true);
            this.state.message = null;
            this.state.tick++;
            if (moveId) {
                this.sync.save(moveId);
            }
        } catch (error) {
            this.refuse(error);
        }
    }

    step(change) {
        const step = this.work.current;
        const part = this.work.lastOf(step);
        const now = part ? part.quantity : this.work.done(step);
        this.attempt(() => this.work.setQuantity(step, Math.max(0, now + change)));
    }

    onQuantity(event) {
        const step = this.work.current;
        this.attempt(() => this.work.setQuantity(step, parseFloat(event.target.value)));
        event.target.value = "";
        event.target.blur();
    }

    onEntry(event) {
        if (event.key === "Enter" && this.state.entry) {
            this.scanner.take(this.state.entry);
            this.state.entry = event.target.value = "";
        }
    }

    undo() {
        this.attempt(() => this.work.undo());
    }

    skip() {
        this.attempt(() => this.work.skip());
    }

    choose(step) {
        this.attempt(() => this.work.choose(step));
    }

    // -- the server ----------------------------------------------------------------

    async pack() {
        await this.sync.flush();
        try {
            const name = await this.orm.call("jxc.pda", "pack", [this.props.id]);
            this.say(true, _t("Packed into %s.", name));
        } catch (error) {
            this.refuse(error);
        }
    }

    async finish(backorder = null, reasons = {}) {
        await this.sync.flush();
        if (this.sync.unsaved.size) {
            this.say(
                false,
                _t("No network: what you scanned is kept here. Try again."),
            );
            return;
        }
        try {
            const args = [this.props.id, backorder, reasons];
            this.after(await this.orm.call("jxc.pda", "finish", args));
        } catch (error) {
            this.state.ask = null;
            this.refuse(error);
        }
    }

    after(result) {
        this.state.ask = result.ask ? result : null;
        this.state.message = null;
        if (result.done) {
            const name = result.difference;
            const todo = _t("Say in %s who bears the difference, and post it.", name);
            this.state.done = {todo: name ? String(todo) : ""};
            this.store.dropTransfer(this.props.id);
            feedback(true);
        } else if (result.action) {
            const onClose = async () => {
                await this.sync.reload();
                this.state.tick++;
            };
            this.action.doAction(result.action, {onClose});
        }
    }
}
