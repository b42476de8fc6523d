/* Step 2: who is calling. One number with all that is known of it, or a list, asked one at a time. */

words({
    caller_lead: [
        'A number as your PBX shows it: what 1C answers, and what the phones would show.',
        'Номер, каким его видит АТС: что ответит 1С и что покажут телефоны.',
    ],
    number: ['Telephone number', 'Номер телефона'],
    look_up: ['Look up', 'Найти'],
    looking: ['1C is asked…', 'Спрашиваем 1С…'],
    phone_new: ['A phone behind Asterisk 1.8.5 and newer', 'Телефон за Asterisk 1.8.5 и новее'],
    phone_old: ['A phone behind an old Asterisk (Askozia)', 'Телефон за старым Asterisk (Askozia)'],
    nobody: [
        '1C knows nobody by this number. The call would go on with the name it had.',
        '1С никого не знает по этому номеру. Звонок пошёл бы дальше с тем именем, что у него было.',
    ],
    no_name: ['1C gives commands, but no name.', '1С прислала команды, но не имя.'],
    call_goes_on: [
        'The call would go on with the name it had, or the last one remembered.',
        'Звонок пошёл бы дальше с тем именем, что было, или с запомненным раньше.',
    ],
    short: [
        'A call from this number is not looked up: it is shorter than call.min_digits.',
        'О звонке с такого номера 1С не спрашивают: он короче, чем call.min_digits.',
    ],
    commands: ['What 1C commands', 'Команды 1С'],
    no_commands: ['No commands from 1C.', 'Команд от 1С нет.'],
    command: ['Command', 'Команда'],
    command_set: ['set a variable', 'задать переменную'],
    command_dial: ['ring a manager', 'позвонить ответственному'],
    command_goto: ['transfer', 'перевести'],
    command_play: ['play a prompt', 'проиграть запись'],
    command_reject: ['turn the call away', 'отклонить звонок'],
    command_name: ['show a name', 'показать имя'],
    allowed: ['Allowed?', 'Разрешено?'],
    yes: ['yes', 'да'],
    no: ['no', 'нет'],
    details: ['Details', 'Подробно'],
    remarks: ['Remarks', 'Замечания'],
    exchange: ['What went over the wire (secrets masked)', 'Что ушло и что пришло (секреты скрыты)'],
    asked_as: ['1C was asked for {0}. It took {1} ms in all.', '1С спросили о номере {0}. Всего ушло {1} мс.'],
    time: ['Where the time went', 'Куда ушло время'],
    phase_resolve: ['finding the address', 'поиск адреса'],
    phase_connect: ['connecting', 'соединение'],
    phase_tls: ['https', 'https'],
    phase_send: ['sending', 'отправка'],
    phase_first_byte: ['1C thinks', '1С думает'],
    phase_body: ['receiving', 'получение'],
    phase_parse: ['reading the answer', 'разбор ответа'],
    list_title: ['A whole list', 'Целый список'],
    list_lead: [
        'Drop your call history’s export: whom of your callers would have had a name?',
        'Перетащите сюда выгрузку истории звонков: у кого из звонивших было бы имя?',
    ],
    list_file: ['Call history or list of numbers (CSV)', 'История звонков или список номеров (CSV)'],
    list_file_hint: [
        'Up to 1,000 callers, asked one at a time. It stops when 1C refuses the login, or has no licence or session left.',
        'До 1000 звонивших, по одному. Опрос прекратится, если 1С не примет вход или кончатся лицензии или сеансы.',
    ],
    list: ['Ask for all', 'Спросить обо всех'],
    list_stop: ['Stop', 'Остановить'],
    list_csv: ['Take the table (CSV)', 'Забрать таблицу (CSV)'],
    list_progress: ['Asked so far', 'Спрошено'],
    list_none: ['Choose a file first.', 'Сначала выберите файл.'],
    list_read: [
        'Callers: {0}, calls: {1}. Left out: {2} rows without a number, {3} with a short one, {4} callers beyond the first 1,000.',
        'Звонивших: {0}, звонков: {1}. Пропущено: строк без номера {2}, с коротким номером {3}, звонивших сверх первой тысячи {4}.',
    ],
    list_share: [
        '{0} % of the callers would have had a name ({1} of {2} calls). Found: {3}, unknown: {4}, failed: {5}.',
        'Имя было бы у {0} % звонивших ({1} из {2} звонков). Найдено: {3}, неизвестно: {4}, сбоев: {5}.',
    ],
    list_stopped: ['Stopped after {0} of {1}.', 'Остановлено: спрошено {0} из {1}.'],
    col_number: ['Number', 'Номер'],
    col_calls: ['Calls', 'Звонков'],
    col_status: ['Result', 'Что вышло'],
    col_name: ['Name', 'Имя'],
    col_why: ['Why', 'Почему'],
});

/* What a phone's display shows. */
function phone(key, name, number) {
    const screen = make('div', { class: 'screen' }, make('b', {}, name || number), make('span', {}, number));
    return make('figure', { class: 'phone' }, screen, makeSaid('figcaption', {}, key));
}

function commandsTable(commands, russian) {
    const rows = commands.map(({ command, value, allowed, why }) => {
        const what = make('td', {}, value === null ? '' : makeBoth('span', {}, value, russian[value]));
        const verdict = make('td', {}, makeSaid('strong', { class: `state ${allowed ? 'ok' : 'wrong'}` }, allowed ? 'yes' : 'no'));
        if (why) {
            verdict.append(': ', makeBoth('span', {}, why, russian[why]));
        }
        return make('tr', {}, makeSaid('th', { scope: 'row' }, `command_${command}`), what, verdict);
    });
    return make('table', {}, heads('command', 'details', 'allowed'), make('tbody', {}, ...rows));
}

function timeTable(timings) {
    const phases = Object.entries(timings).filter(([, took]) => took !== null);
    const most = Math.max(...phases.map(([, took]) => took), 0.1);
    const rows = phases.map(([phase, took]) => {
        const bar = make('progress', { max: String(most), value: String(took), 'aria-hidden': 'true' });
        return make('tr', {}, makeSaid('th', { scope: 'row' }, `phase_${phase}`), make('td', { class: 'bar' }, bar), makeSaid('td', { class: 'ms' }, 'ms', took));
    });
    return make('table', { class: 'times' }, make('tbody', {}, ...rows));
}

function finding(answer) {
    const { finding: found, exchange, russian } = answer;
    const parts = [];
    if (found.status === 'failed') {
        const sentence = found.warnings[0];
        const reason = makeSaid('span', {}, `reason_${found.reason}`);
        const detail = make('div', {}, makeBoth('span', {}, sentence, russian[sentence]));
        parts.push(notice('bad', reason, detail, makeSaid('div', {}, 'call_goes_on')));
    } else if (found.status === 'unknown') {
        parts.push(notice('note', makeSaid('span', {}, 'nobody')));
    } else if (found.full_name) {
        parts.push(notice('good', make('span', { class: 'found-name' }, found.full_name)));
    } else {
        parts.push(notice('note', makeSaid('span', {}, 'no_name')));
    }
    if (found.short) {
        parts.push(notice('note', makeSaid('span', {}, 'short')));
    }
    if (found.name || found.name_old) {
        parts.push(make('div', { class: 'phones' }, phone('phone_new', found.name, found.number), phone('phone_old', found.name_old, found.number)));
    }
    const remarks = found.status === 'failed' ? [] : found.warnings;
    if (remarks.length > 0) {
        parts.push(makeSaid('h3', {}, 'remarks'), make('ul', {}, ...remarks.map((each) => makeBoth('li', {}, each, russian[each]))));
    }
    if (found.commands.length > 0) {
        parts.push(makeSaid('h3', {}, 'commands'), scrolled('commands', commandsTable(found.commands, russian)));
    } else if (found.status === 'found') {
        parts.push(makeSaid('p', {}, 'no_commands'));
    }
    parts.push(makeSaid('p', {}, 'asked_as', found.asked, found.ms));
    parts.push(make('details', {}, makeSaid('summary', {}, 'time'), timeTable(found.timings)));
    parts.push(make('details', {}, makeSaid('summary', {}, 'exchange'), make('pre', { tabindex: '0' }, exchange.join('\n'))));
    return parts;
}

byId('caller-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const place = byId('caller-result');
    busy(byId('look-up'), async () => {
        show(place, makeSaid('p', { class: 'notice note' }, 'looking'));
        const answer = await ask('/api/lookup', { one_c: oneC(), number: byId('number').value });
        show(place, ...(answer.ok ? finding(answer) : [refusal(answer)]));
    });
});

/* A list under way: what came so far, and how it is told. */
const list = { csv: [], stop: null };

function listRow(line, body) {
    const why = line.status === 'failed' ? makeSaid('td', {}, `reason_${line.reason}`) : make('td');
    body.append(make('tr', {}, make('th', { scope: 'row' }, line.number), make('td', {}, String(line.count)), makeSaid('td', {}, `status_${line.status}`), make('td', {}, line.name), why));
}

function share(sum) {
    const percent = sum.asked === 0 ? 0 : Math.round((100 * sum.found) / sum.asked);
    return makeSaid('p', {}, 'list_share', percent, sum.foundCalls, sum.calls, sum.found, sum.unknown, sum.failed);
}

byId('list').addEventListener('click', () => {
    const file = byId('list-file').files[0];
    const place = byId('list-result');
    if (!file) {
        show(place, notice('note', makeSaid('span', {}, 'list_none')));
        return;
    }
    busy(byId('list'), async () => {
        const body = make('tbody');
        const sum = { total: 0, asked: 0, calls: 0, found: 0, foundCalls: 0, unknown: 0, failed: 0 };
        const progress = byId('list-progress');
        let read = null;
        let end = null;
        list.csv = [];
        list.stop = new AbortController();
        byId('list-csv').hidden = true;
        show(place);
        show(byId('list-table'));
        await lines('/api/numbers', withFile({ one_c: oneC(), russian: language === 1 }, file), (line) => {
            if (line.csv) {
                list.csv.push(line.csv);
            }
            if (line.total) {
                sum.total = line.total;
                progress.max = line.total;
                progress.value = 0;
                byId('list-bar').hidden = false;
                byId('list-stop').hidden = false;
                read = makeSaid('p', {}, 'list_read', line.total, line.calls, line.without, line.short, line.beyond);
                show(place, read);
                show(byId('list-table'), scrolled('list_title', make('table', {}, heads('col_number', 'col_calls', 'col_status', 'col_name', 'col_why'), body)));
            } else if (line.number) {
                sum.asked += 1;
                sum.calls += line.count;
                sum.found += line.status === 'found' ? 1 : 0;
                sum.foundCalls += line.status === 'found' ? line.count : 0;
                sum.unknown += line.status === 'unknown' ? 1 : 0;
                sum.failed += line.status === 'failed' ? 1 : 0;
                progress.value = sum.asked;
                listRow(line, body);
            } else {
                end = line;
            }
        }, list.stop.signal);
        byId('list-bar').hidden = true;
        byId('list-stop').hidden = true;
        if (end && end.status === 'failed') {
            show(place, refusal(end));
            return;
        }
        byId('list-csv').hidden = sum.asked === 0;
        const whole = end !== null && end.done === 'ok';
        const stopped = whole ? null : notice('bad', makeSaid('span', {}, 'list_stopped', sum.asked, sum.total));
        if (stopped && end && end.done) {
            stopped.append(' ', makeSaid('span', {}, `reason_${end.reason}`), ' ', makeBoth('span', {}, end.sentence, end.sentence_ru));
        }
        show(place, read, stopped, share(sum));
    });
});
byId('list-stop').addEventListener('click', () => {
    byId('list').focus();
    list.stop.abort();
});
byId('list-csv').addEventListener('click', () => give('agi1c.csv', list.csv.join(''), 'text/csv'));
droppable(byId('list-drop'), byId('list-file'));
