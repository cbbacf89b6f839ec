/** One transfer in the hands of a picker: judges scans, without a network. */
import {_t} from "@web/core/l10n/translation";

import {fullGtin} from "./gs1";

const EPSILON = 1e-6;

/** Why a scan is not taken, in the picker's words. */
export class Refused extends Error {}

/** Which product of ``products`` a scan is, and how many of its unit. */
export function findProduct(products, scan) {
    for (const product of Object.values(products)) {
        for (const [barcode, factor] of Object.entries(product.barcodes)) {
            const same =
                barcode === (scan.gtin && scan.gs1 ? scan.gtin : scan.code) ||
                (scan.gtin && fullGtin(barcode) === scan.gtin);
            if (same) {
                return {product, factor};
            }
        }
        if (!scan.gs1 && product.code && product.code === scan.code) {
            return {product, factor: 1};
        }
    }
    return null;
}

export class TransferWork {
    constructor(data) {
        this.load(data);
        this.currentId = null;
        this.skipped = new Set();
        this.history = [];
        this.last = null;
    }

    load(data) {
        this.data = data;
        this.steps = [];
        this.parts = {};
        for (const id of Object.keys(data.moves)) {
            this.parts[id] = [];
        }
        for (const line of data.lines) {
            this.addLine(line);
        }
        this.addUnreserved();
    }

    addLine(line) {
        const key = [line.move_id, line.location_id, line.lot_name, line.package_id];
        const id = key.join("|");
        const step = this.steps.find((one) => one.id === id);
        if (line.picked) {
            this.addPicked(line);
        }
        if (step) {
            step.planned += line.quantity;
            return;
        }
        this.steps.push({
            id,
            move_id: line.move_id,
            product_id: line.product_id,
            location_id: line.location_id,
            location_dest_id: line.location_dest_id,
            lot_name: line.lot_name,
            package_id: line.package_id,
            package: line.package,
            planned: line.quantity,
        });
    }

    addPicked({
        move_id,
        location_id,
        location_dest_id,
        lot_name,
        package_id,
        quantity,
    }) {
        const same = this.parts[move_id].find(
            (part) =>
                part.location_id === location_id &&
                part.lot_name === lot_name &&
                part.package_id === package_id,
        );
        if (same) {
            same.quantity += quantity;
        } else {
            const part = {
                location_id,
                location_dest_id,
                lot_name,
                package_id,
                quantity,
            };
            this.parts[move_id].push(part);
        }
    }

    /** What nothing is reserved for is shown too; it may be found all the same. */
    addUnreserved() {
        for (const move of Object.values(this.data.moves)) {
            const steps = this.steps.filter((one) => one.move_id === move.id);
            const planned = steps.reduce((sum, one) => sum + one.planned, 0);
            if (move.demand - planned > EPSILON) {
                this.steps.push({
                    id: `${move.id}|?`,
                    move_id: move.id,
                    product_id: move.product_id,
                    location_id: false,
                    lot_name: "",
                    planned: move.demand - planned,
                    unreserved: true,
                });
            }
        }
    }

    product(step) {
        return this.data.products[step.product_id];
    }

    placeName(id) {
        return this.data.places[id]?.name || "";
    }

    /** What was scanned of a step: its own lot, or any lot that no step names. */
    done(step) {
        const named = this.steps.filter((one) => one.move_id === step.move_id);
        const others = named.filter((one) => one !== step && !one.unreserved);
        const is = (one, part) =>
            one.location_id === part.location_id &&
            (!one.lot_name || one.lot_name === part.lot_name);
        const mine = this.parts[step.move_id].filter((part) => {
            if (step.unreserved) {
                return !others.some((one) => is(one, part));
            }
            const exact = others.some(
                (one) => one.lot_name && is(one, part) && !step.lot_name,
            );
            return is(step, part) && !exact;
        });
        return mine.reduce((sum, part) => sum + part.quantity, 0);
    }

    moveDone(moveId) {
        return this.parts[moveId].reduce((sum, part) => sum + part.quantity, 0);
    }

    isDone(step) {
        return this.done(step) - step.planned > -EPSILON || this.moveFull(step.move_id);
    }

    moveFull(moveId) {
        return this.moveDone(moveId) - this.data.moves[moveId].demand > -EPSILON;
    }

    /** The step at hand: the one chosen, else the next on the way. */
    get current() {
        const chosen = this.steps.find((step) => step.id === this.currentId);
        if (chosen && !this.isDone(chosen)) {
            return chosen;
        }
        return this.steps.find(
            (step) => !this.isDone(step) && !this.skipped.has(step.id),
        );
    }

    get progress() {
        const moves = Object.keys(this.data.moves);
        const full = moves.filter((id) => this.moveFull(id));
        return {done: full.length, all: moves.length};
    }

    choose(step) {
        this.currentId = step.id;
        this.skipped.delete(step.id);
    }

    skip() {
        if (this.current) {
            this.skipped.add(this.current.id);
            this.currentId = null;
        }
    }

    /** A bin: where to take from, or where the goods just scanned go. */
    scanPlace(place) {
        const taking = this.data.kind !== "incoming";
        const step =
            taking &&
            this.steps.find((one) => one.location_id === place.id && !this.isDone(one));
        if (step) {
            this.choose(step);
            return null;
        }
        if (this.data.kind === "outgoing" || !this.last) {
            throw new Refused(_t("There is nothing to take from %s.", place.name));
        }
        this.remember(this.last.move_id);
        this.last.part.location_dest_id = place.id;
        this.data.places[place.id] = place;
        return this.last.move_id;
    }

    /** Goods: what it is, how many, of which lot; the move to be saved is returned. */
    scanGoods(scan, lotName = "") {
        const found = findProduct(this.data.products, scan);
        if (!found) {
            throw new Refused(
                _t("%s is not on this transfer. Put it back.", scan.code),
            );
        }
        const {product, factor} = found;
        const lot =
            lotName ||
            (product.tracking === "serial" && scan.serial) ||
            scan.lot ||
            scan.serial ||
            "";
        if (product.tracking !== "none" && !lot) {
            return {needsLot: product, scan};
        }
        const step = this.stepFor(product, product.tracking === "none" ? "" : lot);
        const quantity = factor * (scan.count ?? 1);
        return {move: this.add(step, product, quantity, lot, scan.expires)};
    }

    stepFor(product, lot) {
        const steps = this.steps.filter((one) => one.product_id === product.id);
        const open = steps.filter((one) => !this.isDone(one));
        if (!open.length) {
            throw new Refused(_t("%s is complete. Put this one back.", product.name));
        }
        const fits = open.filter(
            (one) => !lot || !one.lot_name || one.lot_name === lot,
        );
        if (!fits.length) {
            const wanted = open.map((one) => one.lot_name).join(", ");
            throw new Refused(
                _t("%(product)s: lot %(wanted)s is asked for, not %(lot)s.", {
                    product: product.name,
                    wanted,
                    lot,
                }),
            );
        }
        return fits.find((one) => one === this.current) || fits[0];
    }

    add(step, product, quantity, lot, expires) {
        const move = this.data.moves[step.move_id];
        if (this.moveDone(move.id) + quantity - move.demand > EPSILON) {
            throw new Refused(
                _t("%(product)s: only %(left)s %(uom)s are left to take.", {
                    product: product.name,
                    left: Number((move.demand - this.moveDone(move.id)).toFixed(6)),
                    uom: product.uom,
                }),
            );
        }
        if (product.tracking === "serial" && quantity !== 1) {
            throw new Refused(_t("%s: serial numbers are scanned one by one.", lot));
        }
        const part = this.partFor(step, product.tracking === "none" ? "" : lot);
        if (product.tracking === "serial" && part.quantity) {
            throw new Refused(_t("%s was scanned already.", lot));
        }
        this.remember(move.id, part);
        part.quantity += quantity;
        if (expires) {
            part.expires = expires;
        }
        if (!this.parts[move.id].includes(part)) {
            this.parts[move.id].push(part);
        }
        this.choose(step);
        this.last = {move_id: move.id, part};
        return move.id;
    }

    partFor(step, lot) {
        const name = lot || step.lot_name;
        const part = this.parts[step.move_id].find(
            (one) =>
                one.location_id === step.location_id && (one.lot_name || "") === name,
        );
        return (
            part || {
                location_id: step.location_id,
                lot_name: name,
                package_id: step.package_id || false,
                quantity: 0,
            }
        );
    }

    /** The keypad: so many of the step in all. */
    setQuantity(step, quantity) {
        const product = this.product(step);
        if (product.tracking !== "none" && !step.lot_name && !this.lastOf(step)) {
            throw new Refused(_t("Scan the lot of %s first.", product.name));
        }
        const part = this.lastOf(step) || this.partFor(step, "");
        const others = this.moveDone(step.move_id) - part.quantity;
        if (quantity < 0 || Number.isNaN(quantity)) {
            throw new Refused(_t("That is no quantity."));
        }
        if (others + quantity - this.data.moves[step.move_id].demand > EPSILON) {
            const left = this.data.moves[step.move_id].demand - others;
            throw new Refused(
                _t("%(product)s: only %(left)s %(uom)s are left to take.", {
                    product: product.name,
                    left: Number(left.toFixed(6)),
                    uom: product.uom,
                }),
            );
        }
        this.remember(step.move_id);
        part.quantity = quantity;
        const parts = this.parts[step.move_id].filter((one) => one !== part);
        this.parts[step.move_id] = quantity ? [...parts, part] : parts;
        this.last = {move_id: step.move_id, part};
        return step.move_id;
    }

    lastOf(step) {
        const last = this.last;
        return last && last.move_id === step.move_id ? last.part : null;
    }

    remember(moveId) {
        const before = this.parts[moveId].map((part) => ({...part}));
        this.history.push({moveId, before});
    }

    undo() {
        const {moveId, before} = this.history.pop();
        this.parts[moveId] = before;
        this.last = null;
        return moveId;
    }

    payload(moveId) {
        return this.parts[moveId].map((part) => ({
            location_id: part.location_id || false,
            location_dest_id: part.location_dest_id || false,
            lot_id: part.lot_id || false,
            lot_name: part.lot_name || "",
            package_id: part.package_id || false,
            quantity: part.quantity,
            expires: part.expires || "",
        }));
    }
}
