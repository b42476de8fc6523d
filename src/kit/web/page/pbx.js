/* Step 3: your PBX. The package is made by the program; beside it stands the recipe for exactly this PBX. */

words({
    pbx_lead: [
        'Choose your PBX and take the package: the settings of step 1 are in it, but for MikoPBX’s module, which has a page of its own for them. Below stands what to do with it.',
        'Выберите АТС и возьмите пакет: настройки из шага 1 уже в нём (кроме модуля MikoPBX: у него для них своя страница). Ниже сказано, что с ним делать.',
    ],
    pbx_kind: ['Your PBX, and the way onto it', 'Ваша АТС и способ установки'],
    pbx_askozia_paste: ['Askozia: paste a text', 'Askozia: вставить текст'],
    pbx_askozia_restore: ['Askozia: restore the configuration', 'Askozia: восстановить конфигурацию'],
    pbx_askozia_storage: ['Askozia with a storage disk', 'Askozia с диском хранения'],
    pbx_mikopbx: ['MikoPBX', 'MikoPBX'],
    pbx_freepbx: ['FreePBX or Issabel', 'FreePBX или Issabel'],
    pbx_asterisk: ['Plain Asterisk', 'Обычный Asterisk'],
    pbx_server: ['A server for many Asterisks', 'Сервер для многих Asterisk'],
    pbx_address: ['The server’s address in the office', 'Адрес сервера в сети офиса'],
    pbx_address_hint: ['As in 10.0.0.10. Empty: this server serves only the Asterisk on its own machine.', 'Например 10.0.0.10. Пусто: только для Asterisk на той же машине.'],
    pbx_asterisks: ['The Asterisks’ addresses', 'Адреса Asterisk'],
    pbx_asterisks_hint: ['Apart by blanks; also networks, as in 10.0.0.0/24.', 'Через пробел; можно и сети: 10.0.0.0/24.'],
    pbx_edition: ['Processor', 'Процессор'],
    pbx_edition_hint: ['What uname -m says stands in brackets.', 'В скобках — ответы команды uname -m.'],
    pbx_number: ['Number to dial for the test', 'Номер, который набирают для проверки'],
    pbx_number_hint: [
        'Any that is free. Empty: the one in the recipe; a configuration keeps the one it has.',
        'Любой свободный. Пусто: как в рецепте; в конфигурации остаётся тот, что есть.',
    ],
    pbx_goes_on: ['Where the call goes on to', 'Куда звонок идёт дальше'],
    pbx_goes_on_hint: ['The number of a phone, a group or a menu.', 'Номер телефона, группы или меню.'],
    pbx_id: ['The application’s id', 'Идентификатор приложения'],
    pbx_id_hint: [
        'Known after step 4 of the recipe. Paste the address of the application’s page, and the command is complete.',
        'Станет известен после шага 4 рецепта. Вставьте адрес страницы приложения, и команда станет полной.',
    ],
    pbx_config: ['The downloaded config.xml', 'Скачанный config.xml'],
    pbx_config_hint: [
        'Drop it here. It is only read: keep it, it is your way back.',
        'Перетащите его сюда. Он только читается: сохраните его, это путь назад.',
    ],
    pbx_make: ['Make the package', 'Сделать пакет'],
    pbx_show: ['Show what will change', 'Показать, что изменится'],
    pbx_making: ['Packing, a few seconds…', 'Упаковывается, несколько секунд…'],
    pbx_made: ['{0}, {1} kB, is among your downloads.', '{0}, {1} кБ, лежит в загрузках.'],
    pbx_secret: [
        '1C’s password is in it: keep it as you keep the password.',
        'В нём пароль 1С: храните его как пароль.',
    ],
    pbx_copy_text: ['Copy the whole text', 'Копировать весь текст'],
    pbx_loopback: [
        'This address leads to this computer, not to 1C’s: from the PBX it will not be seen. Write the address by which the PBX sees 1C.',
        'Этот адрес ведёт на этот самый компьютер: с АТС он не виден. Впишите адрес, по которому 1С видна из АТС.',
    ],
    pbx_no_config: ['Choose the downloaded config.xml first.', 'Сначала выберите скачанный config.xml.'],
    pbx_changes: ['What will change', 'Что изменится'],
    pbx_added: ['The program ({0}) is added.', 'Добавится программа ({0}).'],
    pbx_replaced: ['The program ({0}) is replaced.', 'Программа ({0}) заменится.'],
    pbx_application: ['The application agi1c with the number {0} is added.', 'Добавится приложение agi1c с номером {0}.'],
    pbx_renumbered: ['The application’s number {0} becomes {1}.', 'Номер приложения {0} сменится на {1}.'],
    pbx_same_number: ['The application keeps its number {0}.', 'Номер приложения останется прежним: {0}.'],
    pbx_size: ['The configuration had {0} kB, it will have {1} kB.', 'В конфигурации было {0} кБ, станет {1} кБ.'],
    pbx_rest: ['Nothing else in it is touched.', 'Больше в ней ничего не тронуто.'],
    pbx_setting: ['Setting', 'Настройка'],
    pbx_was: ['Was', 'Было'],
    pbx_will_be: ['Will be', 'Станет'],
    pbx_none: ['none', 'нет'],
    pbx_take: ['Take {0}', 'Взять {0}'],
    recipe: ['What to do on the PBX', 'Что сделать на АТС'],
    recipe_command: ['This goes into every incoming route:', 'Это стоит в каждом входящем маршруте:'],
    recipe_command_freepbx: ['The target of the custom destination:', 'Target в Custom Destination:'],
    recipe_fields: ['What you type there', 'Что туда вписать'],
    recipe_password: ['The password: as in step 1.', 'Пароль: как в шаге 1.'],
    recipe_call: ['What the first call must show', 'Что покажет первый звонок'],
    recipe_paste_calls: ['Then paste what is shown into step 4.', 'Потом вставьте показанное в шаг 4.'],
    recipe_later: ['Later: 1C moves, upgrade, removal', 'Потом: переезд 1С, обновление, удаление'],
    recipe_trouble: ['When something is wrong', 'Если что-то не так'],
});

const PBX_BUTTON = { 'askozia-restore': 'pbx_show' };
let recipeShown = null;

function pbxFields() {
    return {
        one_c: oneC(),
        pbx: byId('pbx-kind').value,
        edition: byId('pbx-edition').value,
        number: byId('pbx-number').value,
        id: byId('pbx-id').value,
        goes_on: byId('pbx-goes-on').value,
        server: byId('pbx-address').value,
        asterisks: byId('pbx-asterisks').value,
    };
}

function showEditions(editions) {
    const select = byId('pbx-edition');
    const options = editions.map(([name, machines]) => make('option', { value: name }, `${name} (${machines})`));
    const same = [...select.options].map((option) => option.textContent).join() === options.map((option) => option.textContent).join();
    if (!same) {
        select.replaceChildren(...options);
    }
}

function typedFields(fields) {
    if (fields.length === 0) {
        return [];
    }
    const rows = fields.map(([english, russian, value]) => make(
        'tr', {}, makeBoth('th', { scope: 'row' }, english, russian), make('td', {}, copyableWithin(value)),
    ));
    const password = byId('password').value === '' ? null : makeSaid('p', {}, 'recipe_password');
    return [makeSaid('h4', {}, 'recipe_fields'), make('table', { class: 'values' }, make('tbody', {}, ...rows)), password];
}

function showRecipe() {
    if (!recipeShown) {
        return;
    }
    const recipe = recipeShown.recipes[language];
    const command = recipe.command === null ? [] : [
        makeSaid('p', { class: 'command' }, byId('pbx-kind').value === 'freepbx' ? 'recipe_command_freepbx' : 'recipe_command'),
        copyable(recipe.command),
    ];
    const texts = recipe.texts.flatMap(([name, text]) => [make('h4', {}, name), copyable(text)]);
    const fold = (key, nodes) => (nodes.length === 0 ? null : make('details', {}, makeSaid('summary', {}, key), ...nodes.map(built)));
    show(
        byId('pbx-recipe'),
        makeSaid('h3', {}, 'recipe'),
        ...command,
        ...recipe.steps.map(built),
        ...typedFields(recipeShown.fields),
        ...texts,
        makeSaid('h3', {}, 'recipe_call'),
        ...recipe.call.map(built),
        makeSaid('p', {}, 'recipe_paste_calls'),
        fold('recipe_later', recipe.later),
        fold('recipe_trouble', recipe.trouble),
    );
}

let recipesAsked = 0;

async function askRecipe() {
    recipesAsked += 1;
    const mine = recipesAsked;
    const answer = await ask('/api/recipe', pbxFields());
    if (mine !== recipesAsked) {
        return;
    }
    if (!answer.ok) {
        recipeShown = null;
        show(byId('pbx-recipe'), refusal(answer));
        return;
    }
    recipeShown = answer;
    showEditions(answer.editions);
    showRecipe();
}

function showFields() {
    const kind = byId('pbx-kind').value;
    for (const field of document.querySelectorAll('#pbx-form [data-for]')) {
        field.hidden = !field.dataset.for.split(' ').includes(kind);
    }
    said(byId('pbx-make'), PBX_BUTTON[kind] || 'pbx_make');
}

function pbxChosen() {
    showFields();
    byId('pbx-edition').replaceChildren();
    show(byId('pbx-result'));
    askRecipe();
}

/* Asks for a file and gives it to the user. */
async function take(path, body) {
    try {
        const response = await post(path, body);
        if (!response.ok) {
            return { refused: await response.json() };
        }
        const [, name] = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition'));
        const file = await response.blob();
        give(name, file);
        return { name, file };
    } catch (failed) {
        return { refused: noAnswer() };
    }
}

/* What was taken, in words. */
function taken({ name, file }) {
    const secret = byId('password').value === '' && byId('token').value === '' ? null : makeSaid('p', {}, 'pbx_secret');
    return [notice('good', makeSaid('span', {}, 'pbx_made', name, Math.ceil(file.size / 1000))), secret];
}

/* What is right here, and will not be on the PBX. */
function addressNotice() {
    const loopback = /^https?:\/\/(127\.|localhost\b|\[::1\])/i.test(byId('url').value.trim());
    return loopback ? notice('note', makeSaid('span', {}, 'pbx_loopback')) : null;
}

async function makePackage(place) {
    const fields = pbxFields();
    show(place, makeSaid('p', { class: 'notice note' }, 'pbx_making'));
    const made = await take('/api/package', fields);
    if (made.refused) {
        show(place, refusal(made.refused));
        return;
    }
    let copy = null;
    if (fields.pbx === 'askozia-paste') {
        const button = makeSaid('button', { type: 'button' }, 'pbx_copy_text');
        button.addEventListener('click', async () => {
            await navigator.clipboard.writeText(await made.file.text());
            said(button, 'copied');
        });
        copy = make('p', { class: 'buttons' }, button);
    }
    const secret = fields.pbx === 'mikopbx' ? [taken(made)[0]] : taken(made);
    show(place, ...secret, copy, addressNotice());
}

function changesList(changes) {
    const kilobytes = (bytes) => Math.ceil(bytes / 1000);
    const items = [makeSaid('li', {}, changes.replaced ? 'pbx_replaced' : 'pbx_added', changes.edition)];
    if (changes.old_number === null) {
        items.push(makeSaid('li', {}, 'pbx_application', changes.number));
    } else if (changes.old_number === changes.number) {
        items.push(makeSaid('li', {}, 'pbx_same_number', changes.number));
    } else {
        items.push(makeSaid('li', {}, 'pbx_renumbered', changes.old_number, changes.number));
    }
    items.push(makeSaid('li', {}, 'pbx_size', kilobytes(changes.before), kilobytes(changes.after)));
    items.push(makeSaid('li', {}, 'pbx_rest'));
    return make('ul', {}, ...items);
}

function changesTable(settings) {
    if (settings.length === 0) {
        return null;
    }
    const value = (text) => (text === '' ? makeSaid('td', { class: 'faint' }, 'pbx_none') : make('td', {}, text));
    const rows = settings.map(([key, old, now]) => make('tr', {}, make('th', { scope: 'row' }, make('code', {}, key)), value(old), value(now)));
    return make('table', { class: 'values' }, heads('pbx_setting', 'pbx_was', 'pbx_will_be'), make('tbody', {}, ...rows));
}

async function showChanges(place) {
    const file = byId('pbx-config').files[0];
    if (!file) {
        show(place, notice('bad', makeSaid('span', {}, 'pbx_no_config')));
        byId('pbx-config').focus();
        return;
    }
    const fields = pbxFields();
    const changes = await ask('/api/merge', withFile(fields, file));
    if (!changes.ok) {
        show(place, refusal(changes));
        return;
    }
    const button = makeSaid('button', { type: 'button', class: 'main-button' }, 'pbx_take', recipeShown ? recipeShown.file : 'config-new.xml');
    const after = make('div');
    button.addEventListener('click', () => busy(button, async () => {
        const made = await take('/api/merged', withFile(fields, file));
        show(after, ...(made.refused ? [refusal(made.refused)] : taken(made)));
    }));
    show(
        place,
        makeSaid('h3', {}, 'pbx_changes'),
        changesList(changes),
        changesTable(changes.settings),
        make('p', { class: 'buttons' }, button),
        after,
        addressNotice(),
    );
}

byId('pbx-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const place = byId('pbx-result');
    busy(byId('pbx-make'), () => (byId('pbx-kind').value === 'askozia-restore' ? showChanges(place) : makePackage(place)));
});
byId('pbx-kind').addEventListener('change', pbxChosen);
byId('pbx-edition').addEventListener('change', askRecipe);
for (const id of ['pbx-number', 'pbx-goes-on', 'pbx-id', 'pbx-address']) {
    byId(id).addEventListener('input', askRecipe);
}
byId('one-c-form').addEventListener('change', () => {
    if (byId('pbx-kind').value === 'mikopbx') {
        askRecipe();
    }
});
document.addEventListener('spoken', showRecipe);
droppable(byId('pbx-config-drop'), byId('pbx-config'));
document.addEventListener('admitted', askRecipe);
showFields();
