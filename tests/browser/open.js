/*
 * Opens Debian's Chromium without a window, without a network of its own, with an empty profile; for tests of pages on
 * 127.0.0.1. What a page asks of any other host is refused and noted.
 */
'use strict';

const { chromium } = require(`${process.env.AGI1C_BROWSER}/node_modules/playwright-core`);

const FLAGS = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
];

/** Milliseconds: a loaded machine takes minutes for what another does at once. */
const PATIENCE = 300000;

/**
 * A page at the address, and what went wrong on it: errors of its script, requests to elsewhere. `more` is of Playwright's
 * own options of a context.
 */
async function open(address, size, more) {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: FLAGS, timeout: PATIENCE });
    const context = await browser.newContext({
        viewport: size || { width: 1200, height: 900 }, locale: 'ru-RU', timezoneId: 'Europe/Moscow', ...more,
    });
    // A loaded machine takes its time; whoever waits waits for what must come.
    context.setDefaultTimeout(120000);
    const page = await context.newPage();
    const wrong = [];
    page.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
    page.on('console', (message) => {
        if (message.type() === 'error') wrong.push(`console: ${message.text()}`);
    });
    page.on('dialog', (dialog) => {
        wrong.push(`dialog: ${dialog.message()}`);
        dialog.dismiss();
    });
    await page.route('**', (route) => {
        if (new URL(route.request().url()).hostname === '127.0.0.1') return route.continue();
        wrong.push(`elsewhere: ${route.request().url()}`);
        return route.abort();
    });
    await page.goto(address, { timeout: PATIENCE });
    return { browser, page, wrong };
}

module.exports = { PATIENCE, open };
