/* Step 4: what happened. A listing of AstDB becomes a picture, totals with what to do, and the calls themselves. */

words({
    calls_lead: [
        'agi1c notes its last calls in Asterisk’s own database. Let the PBX’s console say this, and paste the answer:',
        'agi1c записывает последние звонки в базу самого Asterisk. Выполните это в консоли АТС и вставьте ответ:',
    ],
    calls_text: ['What the console has answered', 'Что ответила консоль'],
    calls_text_hint: [
        'All of it, other lines do no harm. Names and whole numbers in it are not looked at.',
        'Можно целиком, лишние строки не мешают. Имена и полные номера в нём не читаются.',
    ],
    calls_file: ['Or a file with it', 'Или файл с ответом'],
    calls_file_hint: ['Drop it here.', 'Перетащите его сюда.'],
    calls_show: ['Show the calls', 'Показать звонки'],
    calls_none: [
        'There are no calls of agi1c in it. Either none has come yet, or the program is not on the route they take: see step 3.',
        'Звонков agi1c в нём нет. Либо их ещё не было, либо программы нет на их маршруте: см. шаг 3.',
    ],
    calls_summary: ['A name for {0} of {1} calls that asked 1C; {2} calls in all.', 'Имя нашлось для {0} из {1} звонков, о которых спрашивали 1С; всего звонков: {2}.'],
    calls_unreadable: ['Entries that are no calls: {0}.', 'Записей, которые не похожи на звонки: {0}.'],
    calls_test: ['The last check:', 'Последняя проверка:'],
    calls_version: ['agi1c {0} made it.', 'Её сделал agi1c {0}.'],
    calls_totals: ['By status and reason', 'По итогу и причине'],
    calls_last: ['The last calls', 'Последние звонки'],
    calls_status: ['Status', 'Итог'],
    calls_reason: ['Reason', 'Причина'],
    calls_count: ['Calls', 'Звонков'],
    calls_slowest: ['Longest, ms', 'Дольше всего, мс'],
    calls_to_do: ['What to do', 'Что делать'],
    calls_time: ['When', 'Когда'],
    calls_digits: ['Number ends with', 'Номер (конец)'],
    calls_ms: ['ms', 'мс'],
    calls_picture: ['Calls by status: {0}', 'Звонки по итогам: {0}'],
});

const SVG = 'http://www.w3.org/2000/svg';
const STATUSES = ['found', 'cached', 'stale', 'unknown', 'skipped', 'failed'];
let callsShown = null;

function drawn(tag, attributes, ...children) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) {
        element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
}

function statusClass(status) {
    return STATUSES.includes(status) ? status : 'other';
}

/* All calls as one bar, a piece for each status. */
function picture(totals) {
    const counts = new Map();
    for (const total of totals) {
        counts.set(total.status, (counts.get(total.status) || 0) + total.count);
    }
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const told = [...counts].map(([status, count]) => `${WORDS[`status_${status}`] ? word(`status_${status}`) : status} ${count}`);
    const bar = drawn('svg', { class: 'picture', role: 'img', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-label': word('calls_picture', told.join(', ')) });
    let from = 0;
    for (const [status, count] of counts) {
        const width = (count / all) * 100;
        bar.append(drawn('rect', { class: statusClass(status), x: from, y: 0, width: Math.max(width - 0.4, 0.3), height: 6 }));
        from += width;
    }
    const legend = [...counts].map(([status, count]) => make(
        'li', {}, drawn('svg', { class: 'swatch', viewBox: '0 0 10 10', 'aria-hidden': 'true' }, drawn('rect', { class: statusClass(status), width: 10, height: 10 })),
        ' ', explained('status', status), `: ${count}`,
    ));
    return make('figure', {}, bar, make('figcaption', {}, make('ul', { class: 'legend' }, ...legend)));
}

function amount(total, most) {
    return drawn(
        'svg', { class: 'amount', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        drawn('rect', { class: statusClass(total.status), width: Math.max((total.count / most) * 100, 1), height: 10 }),
    );
}

function reasonOf(each) {
    return [explained('reason', each.reason), ' ', make('code', { class: 'faint' }, each.reason)];
}

function totalsTable(totals) {
    const most = Math.max(...totals.map((total) => total.count));
    const rows = totals.map((total) => make(
        'tr', {},
        make('td', {}, explained('status', total.status)),
        make('td', {}, ...reasonOf(total)),
        make('td', {}, String(total.count), amount(total, most)),
        make('td', {}, String(total.slowest)),
        make('td', {}, ...total.to_do[language].flatMap((node) => (node[0] === 'p' ? node.slice(1) : [node])).map(built)),
    ));
    return make('table', { class: 'totals' }, heads('calls_status', 'calls_reason', 'calls_count', 'calls_slowest', 'calls_to_do'), make('tbody', {}, ...rows));
}

function timeOf(date) {
    const time = new Date(date);
    const told = Number.isNaN(time.getTime()) ? date : time.toLocaleString(language === 1 ? 'ru' : 'en-GB');
    return make('time', { datetime: date }, told);
}

function callsTable(calls) {
    const rows = calls.map((call) => make(
        'tr', {},
        make('td', {}, timeOf(call.date)),
        make('td', {}, call.digits || '—'),
        make('td', {}, explained('status', call.status)),
        make('td', {}, ...reasonOf(call)),
        make('td', {}, String(call.ms)),
    ));
    const table = make('table', {}, heads('calls_time', 'calls_digits', 'calls_status', 'calls_reason', 'calls_ms'), make('tbody', {}, ...rows));
    return scrolled('calls_last', table);
}

function showCalls() {
    if (!callsShown) {
        return;
    }
    const { calls, totals, asked, named, unreadable, test, version } = callsShown;
    const left = unreadable === 0 ? null : makeSaid('p', {}, 'calls_unreadable', unreadable);
    const checked = test === null ? null : make('p', {}, makeSaid('strong', {}, 'calls_test'), ' ', test, ' ', version === null ? null : makeSaid('span', {}, 'calls_version', version));
    if (calls.length === 0) {
        show(byId('calls-said'), notice('note', makeSaid('span', {}, 'calls_none')));
        show(byId('calls-result'), left, checked);
        return;
    }
    const kind = named === asked ? 'good' : 'note';
    show(byId('calls-said'), notice(kind, makeSaid('span', {}, 'calls_summary', named, asked, calls.length)));
    show(
        byId('calls-result'),
        picture(totals),
        left,
        checked,
        makeSaid('h3', {}, 'calls_totals'),
        totalsTable(totals),
        makeSaid('h3', {}, 'calls_last'),
        callsTable(calls),
    );
}

function askCalls(body) {
    return busy(byId('calls-show'), async () => {
        const answer = await ask('/api/calls', body);
        callsShown = answer.ok ? answer : null;
        if (answer.ok) {
            showCalls();
        } else {
            show(byId('calls-said'), refusal(answer));
            show(byId('calls-result'));
        }
    });
}

byId('calls-form').addEventListener('submit', (event) => {
    event.preventDefault();
    askCalls(new Blob([byId('calls-text').value]));
});
byId('calls-file').addEventListener('change', () => {
    const file = byId('calls-file').files[0];
    if (file) {
        askCalls(file);
    }
});
droppable(byId('calls-drop'), byId('calls-file'));
show(byId('calls-command'), copyable('database show agi1c'));
document.addEventListener('spoken', showCalls);
