import globals from "globals";
import js from "@eslint/js";

const odoo = {
    odoo: "readonly",
    luxon: "readonly",
    owl: "readonly",
    QWeb: "readonly",
};

export default [
    {ignores: [".run/**", "node_modules/**", "**/static/lib/**"]},
    js.configs.recommended,
    {
        files: ["addons/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: {...globals.browser, ...odoo},
        },
        rules: {
            curly: ["error", "all"],
            eqeqeq: ["error", "smart"],
            "no-console": "error",
            "no-eval": "error",
            "no-shadow": "error",
            "no-undef": "error",
            "no-unused-vars": ["error", {args: "none"}],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
        },
    },
    {
        // Scripts that the browser tests hand to the page; they define what they run.
        files: ["tests/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "script",
            globals: {...globals.browser, ...odoo},
        },
        rules: {"no-unused-vars": "off"},
    },
    {
        files: ["*.mjs"],
        languageOptions: {globals: globals.node},
    },
];
