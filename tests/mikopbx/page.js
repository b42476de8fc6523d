/*
 * Uses the module's page as an administrator does: page.js FOLDER ADDRESS PART…, the parts being those below, in their
 * order. Prints what it saw as JSON; pictures go to FOLDER. The tests judge.
 */
'use strict';

const { open } = require('../browser/open.js');

const [folder, address, ...parts] = process.argv.slice(2);
const data = JSON.parse(process.env.AGI1C_DATA || '{}');

const field = (name) => `#agi1c-${name}`;

async function fill(page, fields) {
    for (const [name, value] of Object.entries(fields)) {
        const kind = await page.locator(field(name)).evaluate((input) => input.type);
        if (kind === 'checkbox') await page.locator(field(name)).setChecked(value === '1', { force: true });
        else if (kind === 'select-one') await page.selectOption(field(name), value);
        else await page.fill(field(name), value);
    }
}

async function loaded(page) {
    await page.waitForFunction(() => !document.querySelector('#agi1c-form').classList.contains('loading'));
}

/** Saves, and waits until the page has said how it went; where it went well, until the check has ended. */
async function save(page) {
    const answer = page.waitForResponse((response) => response.url().endsWith('/save'));
    await page.click(field('save'));
    const saved = await (await answer).json();
    await page.waitForSelector('#agi1c-message:not([hidden])');
    if (saved.success) await checked(page);
    return saved;
}

async function checked(page) {
    await page.waitForSelector('#agi1c-steps:not([hidden]) tbody tr');
    await page.waitForFunction(() => !document.querySelector('#agi1c-check').classList.contains('loading'));
}

const values = (page) => page.evaluate(() => Object.fromEntries(
    [...document.querySelectorAll('#agi1c-form [name]')].map((input) => [input.name, input.type === 'checkbox' ? (input.checked ? '1' : '0') : input.value])));

const rows = (page, table) => page.locator(`#agi1c-${table} tbody tr`).evaluateAll(
    (all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));

const complaints = (page) => page.locator('.agi1c-complaint').evaluateAll(
    (all) => all.map((one) => [one.closest('[data-field]').dataset.field, one.textContent]));

const PARTS = {
    /** What an untouched page shows. */
    async fresh({ page }) {
        return { values: await values(page), save: await page.isEnabled(field('save')) };
    },
    /** Fills everything in, saves, and reads what the check found. */
    async save({ page }) {
        await fill(page, data.fields);
        const saved = await save(page);
        await page.screenshot({ path: `${folder}/saved.png`, fullPage: true });
        return {
            saved,
            message: await page.textContent('#agi1c-message'),
            steps: await rows(page, 'steps'),
            placeholder: await page.getAttribute(field('password'), 'placeholder'),
            password: await page.inputValue(field('password')),
        };
    },
    /** Each set of wrong fields, one after the other: the complaint beside its field. */
    async wrong({ page }) {
        const seen = [];
        for (const fields of data.wrong) {
            const before = await values(page);
            await fill(page, fields);
            const saved = await save(page);
            seen.push({ fields, saved, complaints: await complaints(page) });
            await page.screenshot({ path: `${folder}/wrong-${seen.length}.png`, fullPage: true });
            await fill(page, Object.fromEntries(Object.keys(fields).map((name) => [name, before[name]])));
        }
        return seen;
    },
    /** Opens the page anew: what is saved is there, but for the secrets. */
    async again({ page }) {
        return { values: await values(page), html: await page.content() };
    },
    async lookup({ page }) {
        const seen = [];
        for (const number of data.numbers) {
            await page.fill(field('number'), number);
            await page.click(field('lookup'));
            await page.waitForFunction(() => !document.querySelector('#agi1c-lookup').classList.contains('loading')
                && !document.querySelector('#agi1c-answer').hidden);
            seen.push(await page.locator('#agi1c-answer').innerText());
        }
        return seen;
    },
    /** The table of the last calls, and what else still asks. */
    async calls({ page }) {
        await page.click(field('check'));
        await checked(page);
        await page.fill(field('number'), data.number);
        await page.click(field('lookup'));
        await page.waitForSelector('#agi1c-answer:not([hidden])');
        await page.click(field('refresh'));
        await page.waitForSelector('#agi1c-calls tbody tr td:nth-child(5)');
        await page.screenshot({ path: `${folder}/calls.png`, fullPage: true });
        return { rows: await rows(page, 'calls'), asking: await page.locator('#agi1c-asking').innerText() };
    },
};

(async () => {
    const seen = { wrong: [] };
    for (const part of parts) {
        const opened = await open(address, { width: 1100, height: 800 });
        await loaded(opened.page);
        try {
            seen[part === 'wrong' ? 'refused' : part] = await PARTS[part](opened);
        } catch (error) {
            await opened.page.screenshot({ path: `${folder}/failed.png`, fullPage: true });
            throw error;
        } finally {
            seen.wrong.push(...opened.wrong);
            await opened.browser.close();
        }
    }
    process.stdout.write(JSON.stringify(seen));
})().catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
});
