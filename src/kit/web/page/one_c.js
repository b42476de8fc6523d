/* Step 1: where 1C is. The check's steps appear as they are taken; without a 1C a stand-in is started. */

words({
    one_c_lead: [
        'Say where 1C is and who asks it, then check: every step on the way is shown.',
        'Укажите, где 1С и кто её спрашивает, и проверьте: будет виден каждый шаг по дороге.',
    ],
    url: ['Address of 1C’s service', 'Адрес сервиса 1С'],
    url_hint: [
        'As in a browser: http://server/base/ws/1C_MIKO_identify_number.1cws',
        'Как в браузере: http://сервер/база/ws/1C_MIKO_identify_number.1cws',
    ],
    protocol: ['How to ask', 'Как спрашивать'],
    protocol_soap: ['Web service (SOAP)', 'Веб-сервис (SOAP)'],
    protocol_json: ['HTTP service (JSON)', 'HTTP-сервис (JSON)'],
    protocol_text: ['HTTP service, plain text', 'HTTP-сервис, простой текст'],
    user: ['1C’s user', 'Пользователь 1С'],
    password: ['Password', 'Пароль'],
    check_number: ['A client’s number, to ask for', 'Номер клиента, чтобы спросить о нём'],
    check_number_hint: ['May be left empty.', 'Можно не заполнять.'],
    more: ['More settings', 'Ещё настройки'],
    token: ['Token (Bearer)', 'Токен (Bearer)'],
    token_hint: ['In place of user and password.', 'Вместо пользователя и пароля.'],
    tls: ['Whom https trusts', 'Кому доверять по https'],
    tls_hint: [
        'Empty: whom this machine trusts. The check shows what to write here for a certificate of your own.',
        'Пусто: кому доверяет система. Для своего сертификата проверка покажет, что сюда вписать.',
    ],
    lines: ['Lines of agi1c.conf', 'Строки agi1c.conf'],
    lines_hint: [
        'For what has no field here. The first lines belong to [crm].',
        'Для того, чему здесь нет поля. Первые строки относятся к [crm].',
    ],
    check: ['Check', 'Проверить'],
    checking: [
        'Checking… A 1C that was asleep may take 20 seconds to answer.',
        'Проверяется… Если 1С спала, она может отвечать до 20 секунд.',
    ],
    one_c_thinks: ['The question is on its way; waiting for the answer…', 'Вопрос отправлен, ждём ответа…'],
    check_good: ['1C can be asked.', '1С можно спрашивать.'],
    check_bad: ['1C cannot be asked yet.', 'Пока 1С спросить нельзя.'],
    check_broken: ['The check broke off.', 'Проверка оборвалась.'],
    todo: ['What to do:', 'Что делать:'],
    trust: ['Trust this certificate', 'Доверять этому сертификату'],
    no_one_c: ['No 1C yet?', 'Ещё нет 1С?'],
    no_one_c_lead: [
        'Start a stand-in on this machine and try everything with it. It ends with this program.',
        'Запустите на этом компьютере учебную 1С и попробуйте всё с ней. Она закончит работу вместе с этой программой.',
    ],
    stand_file: ['Your clients (CSV)', 'Ваши клиенты (CSV)'],
    stand_file_hint: [
        'Drop a file here: number; name; manager. Without one it knows a few invented clients.',
        'Перетащите сюда файл: телефон; имя; менеджер. Без файла она знает нескольких вымышленных клиентов.',
    ],
    stand: ['Start the stand-in', 'Запустить учебную 1С'],
    stand_runs: [
        'The stand-in runs and knows {0} numbers. Its address is filled in above. Try {1}.',
        'Учебная 1С работает и знает номеров: {0}. Её адрес вписан выше. Попробуйте {1}.',
    ],
});

/* The table of steps, filled line by line. */
function stepsTable() {
    const body = make('tbody');
    const table = make('table', { class: 'steps' }, make('caption', { class: 'unseen' }), body);
    said(table.caption, 'check');
    return { table, body };
}

function stepRow(line) {
    const { step } = line;
    const sign = { ok: '✓', wrong: '✗', skipped: '–' }[step.status];
    const state = make('td', { class: `state ${step.status}` }, make('span', { 'aria-hidden': 'true' }, sign), ' ');
    state.append(makeSaid('span', {}, `state_${step.status}`));
    const says = make('td', {}, makeBoth('span', {}, step.sentence, line.sentence_ru));
    if (step.ms !== null) {
        says.append(' ', makeSaid('small', {}, 'ms', step.ms));
    }
    if (step.advice) {
        const advice = makeBoth('span', {}, step.advice, line.advice_ru);
        says.append(make('div', { class: 'advice' }, makeSaid('strong', {}, 'todo'), ' ', advice));
    }
    if (line.trust) {
        const button = makeSaid('button', { type: 'button' }, 'trust');
        button.addEventListener('click', () => {
            byId('tls').value = line.trust;
            byId('check').focus();
            byId('one-c-form').requestSubmit();
        });
        says.append(make('div', {}, button));
    }
    const name = make('th', { scope: 'row' }, explained('step', step.name));
    return make('tr', { class: step.name === 'settings' ? 'sure first' : 'sure' }, name, state, says);
}

/* What is behind already, until the step itself is told; the way to the second question needs no second mention. */
function onTheWay(behind, body) {
    const second = body.querySelector('tr.sure:not(.first)') !== null;
    if (behind === 'sent') {
        const says = makeSaid('td', { colspan: '2' }, 'one_c_thinks');
        const name = makeSaid('th', { scope: 'row' }, second ? 'step_question' : 'step_http');
        return [make('tr', { class: 'waiting' }, name, says)];
    }
    if (second) {
        return [];
    }
    const row = stepRow({ step: { name: behind, status: 'ok', sentence: '', ms: null } });
    row.dataset.behind = behind;
    row.className = '';
    return [row];
}

byId('one-c-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const place = byId('check-result');
    busy(byId('check'), async () => {
        const { table, body } = stepsTable();
        const outcome = makeSaid('p', { class: 'notice note' }, 'checking');
        show(place, outcome, table);
        let refused = false;
        let ended = false;
        const whole = await lines('/api/check', { one_c: oneC(), number: byId('check-number').value }, (line) => {
            if (line.behind) {
                body.querySelector('.waiting')?.remove();
                body.append(...onTheWay(line.behind, body));
            } else if (line.step) {
                body.querySelectorAll('.waiting').forEach((row) => row.remove());
                body.querySelector(`[data-behind="${line.step.name}"]`)?.remove();
                body.append(stepRow(line));
            } else if (line.done) {
                ended = true;
                const good = line.done === 'ok';
                outcome.replaceWith(notice(good ? 'good' : 'bad', makeSaid('span', {}, good ? 'check_good' : 'check_bad')));
            } else {
                refused = true;
                show(place, refusal(line));
            }
        });
        if (!refused && !(whole && ended)) {
            outcome.replaceWith(notice('bad', makeSaid('span', {}, 'check_broken')));
        }
    });
});

byId('stand').addEventListener('click', () => {
    busy(byId('stand'), async () => {
        const place = byId('stand-result');
        const file = byId('stand-file').files[0];
        const answer = await ask('/api/stand', withFile({}, file || ''));
        if (!answer.ok) {
            show(place, refusal(answer));
            return;
        }
        const told = answer.told.map((each) => make('li', {}, makeBoth('span', {}, each.sentence, each.sentence_ru)));
        for (const [field, value] of Object.entries(answer.fields)) {
            byId(field).value = value;
        }
        byId('number').value = answer.number;
        byId('check-number').value = answer.number;
        show(place, notice('good', makeSaid('span', {}, 'stand_runs', answer.clients, answer.number)), told.length > 0 ? make('ul', {}, ...told) : null);
    });
});
droppable(byId('stand-drop'), byId('stand-file'));
