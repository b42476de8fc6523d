/*
 * Uses the page of agi1c-kit as a person does, by what is to be seen and heard only, roles and names: web.js FOLDER
 * ADDRESS PART, the part being one of those below. Prints what it saw as JSON; pictures and downloads go to FOLDER. The
 * tests judge.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const { PATIENCE, open } = require('./open.js');

const [folder, address, part] = process.argv.slice(2);
const data = JSON.parse(process.env.AGI1C_DATA);
const AXE = fs.readFileSync(`${process.env.AGI1C_BROWSER}/node_modules/axe-core/axe.min.js`, 'utf8');

/** What the page says, in the two languages. */
const SAYS = {
    ru: {
        stand: 'Запустить учебную 1С', clients: 'Ваши клиенты (CSV)', started: /Учебная 1С работает/, url: 'Адрес сервиса 1С',
        user: 'Пользователь 1С', password: 'Пароль', check: 'Проверить', good: '1С можно спрашивать.',
        number: 'Номер телефона', more: 'Ещё настройки', lines: 'Строки agi1c.conf', lookUp: 'Найти', kind: 'Ваша АТС и способ установки', processor: 'Процессор',
        make: 'Сделать пакет', made: /лежит в загрузках/, id: 'Идентификатор приложения', goesOn: 'Куда звонок идёт дальше', server: 'Адрес сервера в сети офиса',
        config: 'Скачанный config.xml', show: 'Показать, что изменится', changes: 'Что изменится', take: /^Взять /,
        recipe: 'Что сделать на АТС', firstCall: 'Что покажет первый звонок', copy: 'Копировать', copied: 'Скопировано',
        pasted: 'Что ответила консоль', calls: 'Показать звонки', totals: 'По итогу и причине', picture: /^Звонки по итогам/,
        language: 'Русский', file: 'Или файл с ответом', none: /Звонков agi1c в нём нет/, trouble: 'Если что-то не так',
    },
    en: {
        stand: 'Start the stand-in', clients: 'Your clients (CSV)', started: /The stand-in runs/, url: 'Address of 1C’s service',
        user: '1C’s user', password: 'Password', check: 'Check', good: '1C can be asked.',
        number: 'Telephone number', more: 'More settings', lines: 'Lines of agi1c.conf', lookUp: 'Look up', kind: 'Your PBX, and the way onto it', processor: 'Processor',
        make: 'Make the package', made: /is among your downloads/, id: 'The application’s id', goesOn: 'Where the call goes on to', server: 'The server’s address in the office',
        config: 'The downloaded config.xml', show: 'Show what will change', changes: 'What will change', take: /^Take /,
        recipe: 'What to do on the PBX', firstCall: 'What the first call must show', copy: 'Copy', copied: 'Copied',
        pasted: 'What the console has answered', calls: 'Show the calls', totals: 'By status and reason', picture: /^Calls by status/,
        language: 'English', file: 'Or a file with it', none: /There are no calls of agi1c in it/, trouble: 'When something is wrong',
    },
};

/** Serious faults that axe-core finds on the page as it is now. */
async function faults(page) {
    await page.evaluate(AXE);
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    return found.violations
        .filter((each) => ['serious', 'critical'].includes(each.impact))
        .map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' | ')}`);
}

/** Whether something is wider than the window. */
const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function downloaded(page, button) {
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: PATIENCE }), button.click()]);
    await download.saveAs(path.join(folder, 'downloads', download.suggestedFilename()));
    return download.suggestedFilename();
}

/** All four steps: what was seen at each. A package for every processor, or for one of each PBX. */
async function walk({ page }, says, name, every) {
    const button = (which) => page.getByRole('button', { name: which, exact: typeof which === 'string' });
    const seen = { packages: [], faults: [], wide: [] };
    const look = async (step) => {
        seen.faults.push(...(await faults(page)).map((fault) => `${step}: ${fault}`));
        seen.wide.push([step, await tooWide(page)]);
        await page.screenshot({ path: `${folder}/${name}-${step}.png`, fullPage: true });
    };
    await look('0-empty');

    // 1C: there is none, so a stand-in with the office's clients.
    await page.getByLabel(says.clients).setInputFiles(data.clients);
    await button(says.stand).click();
    await page.getByText(says.started).waitFor();
    await page.getByText(says.more, { exact: true }).click();
    await page.getByLabel(says.lines).fill(data.patient);
    await button(says.check).click();
    await page.getByText(says.good).waitFor();
    seen.form = {
        url: await page.getByLabel(says.url).inputValue(),
        user: await page.getByLabel(says.user).inputValue(),
        password: await page.getByLabel(says.password, { exact: true }).inputValue(),
    };
    await look('1-1c');

    // Who is calling, and a caller whose name is HTML.
    seen.names = [];
    for (const number of data.numbers) {
        await page.getByLabel(says.number, { exact: true }).fill(number.dialled);
        await button(says.lookUp).click();
        const section = page.getByRole('region', { name: /Кто звонит|Who is calling/ });
        await section.getByText(number.name, { exact: true }).first().waitFor();
        seen.names.push(number.name);
    }
    await look('2-caller');

    // The PBX: every package, and its recipe.
    const kind = page.getByLabel(says.kind);
    const section = page.getByRole('region', { name: /Ваша АТС|Your PBX/ }).first();
    seen.recipes = {};
    let shown = 0;
    for (const option of await kind.getByRole('option').allTextContents()) {
        await kind.selectOption({ label: option });
        await page.getByRole('heading', { name: says.recipe }).waitFor();
        const restore = await button(says.show).isVisible();
        const processors = page.getByLabel(says.processor);
        if (await processors.isVisible()) await processors.getByRole('option').first().waitFor({ state: 'attached' });
        const all = await processors.isVisible() ? await processors.getByRole('option').allTextContents() : [null];
        const names = every ? all : all.slice(0, 1);
        for (const processor of names) {
            if (processor !== null) await processors.selectOption({ label: processor });
            if (restore) {
                await page.getByLabel(says.config).setInputFiles(data.config);
                await button(says.show).click();
                await page.getByRole('heading', { name: says.changes }).waitFor();
                await section.getByRole('listitem').filter({ hasText: `(${processor.split(' ')[0]})` }).waitFor();
                seen.packages.push([option, processor, await downloaded(page, button(says.take))]);
                const last = seen.packages[seen.packages.length - 1];
                const kept = `${processor.split(' ')[0]}-${last[2]}`;
                fs.renameSync(path.join(folder, 'downloads', last[2]), path.join(folder, 'downloads', kept));
                last[2] = kept;
            } else {
                const file = await downloaded(page, button(says.make));
                await page.getByText(says.made).waitFor();
                // A server's settings come with its address, below.
                if (file !== 'agi1c.conf') seen.packages.push([option, processor, file]);
            }
        }
        if (await page.getByLabel(says.id).isVisible()) {
            await page.getByLabel(says.id).fill('http://pbx/dialplan_applications_edit.php?uniqid=DIALPLAN-APPLICATION-4f1a');
            await page.getByText('AGI(DIALPLAN-APPLICATION-4f1a.php)', { exact: true }).first().waitFor();
        }
        if (await page.getByLabel(says.goesOn).isVisible()) {
            await page.getByLabel(says.goesOn).fill('205');
            await page.getByText('Goto(internal,205,1)').first().waitFor();
        }
        if (await page.getByLabel(says.server).isVisible()) {
            await page.getByLabel(says.server).fill('10.1.1.1');
            await section.getByText('same => n,AGI(agi://10.1.1.1/agi1c)', { exact: true }).first().waitFor();
            await downloaded(page, button(says.make));
        }
        await page.getByRole('heading', { name: says.firstCall }).waitFor();
        seen.recipes[option] = await section.innerText();
        const copies = section.getByRole('button', { name: new RegExp(`^${says.copy}`) });
        seen.recipes[`${option}, copied`] = '';
        if (await copies.count() > 0) {
            await copies.first().click();
            seen.recipes[`${option}, copied`] = await page.evaluate(() => navigator.clipboard.readText());
        }
        if (option === 'MikoPBX') {
            // What is typed there is shown as it was typed, whatever it is.
            await page.getByLabel(says.user).fill('<script>alert(1)</script>');
            await page.getByLabel(says.user).press('Tab');
            await section.getByText('<script>alert(1)</script>', { exact: true }).waitFor();
            await page.getByLabel(says.user).fill(seen.form.user);
            await page.getByLabel(says.user).press('Tab');
            await section.getByText(seen.form.user, { exact: true }).waitFor();
        }
        shown += 1;
        await look(`3-${shown}`);
    }

    // What happened: nothing, then a listing, then the same as a file.
    await page.getByLabel(says.pasted).fill('<script>alert(1)</script>');
    await button(says.calls).click();
    await page.getByText(says.none).waitFor();
    await page.getByLabel(says.pasted).fill(data.listing);
    await button(says.calls).click();
    await page.getByRole('heading', { name: says.totals }).waitFor();
    seen.picture = await page.getByRole('img', { name: says.picture }).getAttribute('aria-label');
    const tables = page.getByRole('region', { name: /Что было|What happened/ }).first().getByRole('table');
    seen.totals = (await tables.nth(0).getByRole('row').allInnerTexts()).slice(1);
    seen.calls = (await tables.nth(1).getByRole('row').allInnerTexts()).slice(1);
    await look('4-calls');
    await page.getByLabel(says.file).setInputFiles({ name: 'astdb.txt', mimeType: 'text/plain', buffer: Buffer.from(data.listing) });
    await page.getByRole('heading', { name: says.totals }).waitFor();
    return seen;
}

/** The focus goes to what is called so, by the Tab key alone. */
async function tabTo(page, name, back) {
    for (let pressed = 0; pressed < 150; pressed += 1) {
        await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
        const here = await page.evaluate(() => {
            const element = document.activeElement;
            const label = element.labels && element.labels[0] ? element.labels[0].textContent : element.textContent;
            return (element.getAttribute('aria-label') || label).trim();
        });
        if (typeof name === 'string' ? here === name : name.test(here)) return;
    }
    throw new Error(`the Tab key does not lead to ${name}`);
}

/** The same way with a keyboard and nothing else. */
async function keyboard({ page }, says) {
    await tabTo(page, says.stand);
    await page.keyboard.press('Enter');
    await page.getByText(says.started).waitFor();
    await tabTo(page, says.more, true);
    await page.keyboard.press('Enter');
    await tabTo(page, says.lines);
    await page.keyboard.insertText(data.patient);
    await tabTo(page, says.check);
    await page.keyboard.press('Space');
    await page.getByText(says.good).waitFor();
    await tabTo(page, says.lookUp);
    await page.keyboard.press('Enter');
    const caller = page.getByRole('region', { name: /Кто звонит|Who is calling/ });
    await caller.getByText(data.sample, { exact: true }).first().waitFor();
    await tabTo(page, says.kind);
    await page.keyboard.type('M');
    await tabTo(page, says.make);
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: PATIENCE }), page.keyboard.press('Enter')]);
    await tabTo(page, says.pasted);
    await page.keyboard.insertText(data.listing);
    await tabTo(page, says.calls);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: says.totals }).waitFor();
    const focus = await page.evaluate(() => document.activeElement.tagName);
    return { package: download.suggestedFilename(), focus };
}

/** Language, width, scheme, what is done, and whether every package is taken. */
const PARTS = {
    russian: ['ru', 1600, 'light', walk, true],
    english: ['en', 360, 'dark', walk, false],
    keyboard: ['ru', 1200, 'dark', keyboard, false],
};

(async () => {
    const [language, width, colorScheme, go, every] = PARTS[part];
    fs.mkdirSync(path.join(folder, 'downloads'), { recursive: true });
    const more = {
        locale: language === 'ru' ? 'ru-RU' : 'en-GB', colorScheme, acceptDownloads: true,
        permissions: ['clipboard-read', 'clipboard-write'],
    };
    const opened = await open(address, { width, height: 900 }, more);
    opened.page.setDefaultTimeout(PATIENCE);
    try {
        await opened.page.getByRole('button', { name: SAYS[language].language, pressed: true }).waitFor();
        const seen = await go(opened, SAYS[language], part, every);
        process.stdout.write(JSON.stringify({ ...seen, wrong: opened.wrong }));
    } catch (error) {
        await opened.page.screenshot({ path: `${folder}/failed.png`, fullPage: true });
        process.stderr.write(`${JSON.stringify(opened.wrong)}\n`);
        throw error;
    } finally {
        await opened.browser.close();
    }
})().catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
});
