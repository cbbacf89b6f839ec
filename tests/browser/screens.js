/* Runs in the page: what every screen of the app must be. */

/** Words that a Chinese user reads as they are. */
const JXC_AS_IS =
    /^(JXC|ATP|PDF|SMS|FIFO|FEFO|SKU|CNY|ID|URL|OK|Odoo|EAN|UPC|EDI|API)$/i;

const jxcWait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function jxcVisible(node) {
    const box = node.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
}

/** Labels, headers and buttons that are English still. */
function jxcEnglish() {
    const where =
        ".o_action_manager th, .o_action_manager label, .o_action_manager button," +
        ".o_form_label, .o_last_breadcrumb_item, .o_notebook .nav-link," +
        ".o_nocontent_help p, .o_statusbar_status button, .o_menu_sections *";
    const found = new Set();
    for (const node of document.querySelectorAll(where)) {
        // Not the sample data of an empty list, nor the groups of a pivot: names of data.
        const data = node.closest(
            ".o_view_sample_data, .o_pivot_header_cell_closed, .o_pivot_header_cell_opened",
        );
        if (data || !jxcVisible(node) || node.querySelector("button, label, th")) {
            continue;
        }
        const text = node.textContent.trim();
        const number = /^[\w/-]*\d[\w/-]*$/.test(text); // of a document
        const words = number ? [] : text.match(/[A-Za-z]{3,}/g) || [];
        if (!/[\u4e00-\u9fff]/.test(text) && words.some((w) => !JXC_AS_IS.test(w))) {
            found.add(text.slice(0, 60));
        }
    }
    return [...found];
}

/** What is wrong with the screen as it stands. */
function jxcFaults() {
    const faults = [];
    const page = document.documentElement;
    if (page.scrollWidth > window.innerWidth + 1) {
        faults.push(`scrolls sideways: ${page.scrollWidth} of ${window.innerWidth}`);
    }
    if (document.querySelector(".o_error_dialog, .o_dialog_error")) {
        faults.push("shows an error");
    }
    if (!document.querySelector(".o_action_manager .o_action, .o_dialog")) {
        faults.push("is empty");
    }
    const english = jxcEnglish();
    if (english.length) {
        faults.push(`English: ${english.join(" | ")}`);
    }
    return faults;
}

async function jxcSettled() {
    for (let i = 0; i < 100; i++) {
        await jxcWait(100);
        if (
            document.querySelector(
                ".o_action_manager .o_action, .o_dialog .modal-body",
            ) &&
            !document.querySelector(".o_loading_indicator, .o_blockUI")
        ) {
            break;
        }
    }
    await jxcWait(250);
}

/** Leaves of the app's menu that this user has. */
function jxcLeaves(menu, path = []) {
    const here = [...path, menu.name];
    if (!menu.childrenTree.length) {
        return menu.actionID ? [{...menu, path: here.slice(1).join(" › ")}] : [];
    }
    return menu.childrenTree.flatMap((child) => jxcLeaves(child, here));
}

async function jxcSize([width, height]) {
    console.debug("device size", width, height);
    for (let i = 0; i < 500 && window.innerWidth !== width; i++) {
        await jxcWait(20);
    }
    if (window.innerWidth !== width) {
        throw new Error(`${window.innerWidth} px wide, not ${width}`);
    }
    // The page has read its new size, and is painted with it.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await jxcWait(100);
}

/** Every screen of the app's menu, at each of the sizes. */
async function jxcLookAtAll(sizes) {
    try {
        const {menu, dialog} = odoo.__WOWL_DEBUG__.root.env.services;
        const app = menu.getApps().find((a) => a.xmlid === "jxc_base.menu_jxc_root");
        if (!app) {
            throw new Error("the user has no app 进销存");
        }
        const leaves = jxcLeaves(menu.getMenuAsTree(app.id));
        const faults = [];
        for (const leaf of leaves) {
            await menu.selectMenu(leaf);
            await jxcSettled();
            for (const size of sizes) {
                if (sizes.length > 1) {
                    await jxcSize(size);
                }
                const at = `${leaf.path} at ${size[0]} px`;
                faults.push(...jxcFaults().map((fault) => `${at}: ${fault}`));
            }
            dialog.closeAll();
        }
        if (leaves.length < 3) {
            faults.push(`only ${leaves.length} screens in the menu`);
        }
        if (faults.length) {
            console.error(`screens\n${faults.join("\n")}`);
        } else {
            console.log("test successful");
        }
    } catch (error) {
        console.error(`screens: ${error.stack || error}`);
    }
}

/** A tour of ``steps``; the last screen must be in order. */
function jxcTour(name, steps) {
    const {registry} = odoo.loader.modules.get("@web/core/registry");
    registry.category("web_tour.tours").add(name, {
        steps: () => [
            ...steps,
            {
                content: "The screen is Chinese, fits, and shows no error",
                trigger: "body",
                run: async () => {
                    await jxcSettled();
                    const faults = jxcFaults();
                    if (faults.length) {
                        throw new Error(faults.join("; "));
                    }
                },
            },
        ],
    });
    odoo.startTour(name, {stepDelay: 0, redirect: false});
}
