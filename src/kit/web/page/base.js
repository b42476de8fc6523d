/*
 * The page's script: words in two languages, questions to the program, and the few pieces of HTML every section needs.
 * Whatever came from elsewhere becomes text, never HTML. Each section adds its own words and its own listeners.
 */
'use strict';

/* Words: key: [English, Russian]. */

const WORDS = {};
let language = (navigator.languages || [navigator.language]).some((each) => /^(ru|uk|be|kk)\b/i.test(each)) ? 1 : 0;

function words(more) {
    Object.assign(WORDS, more);
}

/* The text of a key; {0}, {1} … are filled in. */
function word(key, ...values) {
    const both = WORDS[key];
    const text = both ? both[language] || both[0] : key;
    return text.replace(/\{(\d)\}/g, (hole, at) => (values[at] === undefined ? hole : values[at]));
}

/* Puts an element's text in, and again when the language is switched. */
function said(element, key, ...values) {
    element.dataset.say = key;
    element.saidValues = values;
    element.textContent = word(key, ...values);
    return element;
}

/* The same for a sentence that came in both languages; where the Russian is missing, the English one says so. */
function saidBoth(element, english, russian) {
    element.dataset.both = '';
    element.saidBoth = [english, russian];
    const foreign = language === 1 && !russian;
    element.textContent = (language === 1 && russian) || english || '';
    if (foreign) {
        element.lang = 'en';
    } else {
        element.removeAttribute('lang');
    }
    return element;
}

function speak(which) {
    language = which;
    document.documentElement.lang = which === 1 ? 'ru' : 'en';
    for (const element of document.querySelectorAll('[data-say]')) {
        said(element, element.dataset.say, ...(element.saidValues || []));
    }
    for (const element of document.querySelectorAll('[data-both]')) {
        saidBoth(element, ...element.saidBoth);
    }
    for (const element of document.querySelectorAll('[data-say-label]')) {
        element.setAttribute('aria-label', word(element.dataset.sayLabel));
    }
    for (const button of document.querySelectorAll('[data-language]')) {
        button.setAttribute('aria-pressed', String((button.dataset.language === 'ru') === (which === 1)));
    }
    document.dispatchEvent(new Event('spoken'));
}

/* Pieces of HTML. */

function byId(id) {
    return document.getElementById(id);
}

/* An element: make('p', {class: 'x'}, 'text', child). */
function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
        if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(name, value === true ? '' : value);
        }
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
}

/* An element with a text of ours. */
function makeSaid(tag, attributes, key, ...values) {
    return said(make(tag, attributes), key, ...values);
}

function makeBoth(tag, attributes, english, russian) {
    return saidBoth(make(tag, attributes), english, russian);
}

/* In the place of all that was there. */
function show(place, ...children) {
    place.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

/* A sentence that something is wrong; kind is good, bad or note. The word before it says so without colour. */
function notice(kind, ...children) {
    return make('p', { class: `notice ${kind}` }, makeSaid('strong', {}, `mark_${kind}`), ' ', ...children);
}

/* What the program refused: {sentence, sentence_ru}. Settings that cannot be used name their field. */
function refusal(answer) {
    let russian = answer.sentence_ru;
    if (answer.reason === 'settings') {
        const field = byId(answer.key || 'url');
        const wrong = WORDS[answer.key ? `Wrong_${answer.key}` : 'ErrorUrl'];
        russian = russian || (answer.section === 'crm' && wrong ? wrong[1] : null);
        if (answer.section === 'crm' && field) {
            field.setAttribute('aria-invalid', 'true');
            field.addEventListener('input', () => field.removeAttribute('aria-invalid'), { once: true });
            field.focus();
        }
    }
    return notice('bad', makeBoth('span', {}, answer.sentence, russian));
}

/* The button that copies what stands in an element. */
function copyButton(code, attributes) {
    const button = makeSaid('button', { type: 'button', class: 'copy', ...attributes }, 'copy');
    button.addEventListener('click', async () => {
        try {
            await navigator.clipboard.writeText(code.textContent);
            button.removeAttribute('aria-label');
            said(button, 'copied');
        } catch (refused) {
            // The user can still take it by hand.
            getSelection().selectAllChildren(code);
        }
    });
    return button;
}

/* Something to copy: the text and its button. */
function copyable(text) {
    const code = make('code', {}, text);
    return make('div', { class: 'copyable' }, make('pre', { tabindex: '0' }, code), copyButton(code));
}

/* The same within a sentence. */
function copyableWithin(text) {
    const code = make('code', {}, text);
    const button = copyButton(code, { 'aria-label': `${word('copy')} ${text}` });
    return make('span', { class: 'copyable-within' }, code, ' ', button);
}

/* Gives the user a file. */
function give(name, bytes, type) {
    const url = URL.createObjectURL(new Blob([bytes], { type: type || 'application/octet-stream' }));
    const link = make('a', { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/* Lets a file be dropped onto a place that holds its input. */
function droppable(place, input) {
    for (const over of ['dragenter', 'dragover']) {
        place.addEventListener(over, (event) => {
            event.preventDefault();
            place.classList.add('over');
        });
    }
    for (const out of ['dragleave', 'drop']) {
        place.addEventListener(out, () => place.classList.remove('over'));
    }
    place.addEventListener('drop', (event) => {
        event.preventDefault();
        if (event.dataTransfer.files.length > 0) {
            input.files = event.dataTransfer.files;
            input.dispatchEvent(new Event('change', { bubbles: true }));
        }
    });
}

/* Works while a button cannot be pressed again. It is not disabled: whoever pressed it by a key would lose the place. */
async function busy(button, work) {
    if (button.getAttribute('aria-disabled') === 'true') {
        return;
    }
    button.setAttribute('aria-disabled', 'true');
    try {
        await work();
    } finally {
        button.removeAttribute('aria-disabled');
    }
}

/* Questions to the program. The token came behind the # of the address; it stays in this tab and no other. */

const TOKEN = 'agi1c-token';
let kept = '';

function token() {
    const given = location.hash.slice(1);
    try {
        if (/^[0-9a-f]{32,}$/.test(given)) {
            kept = given;
            sessionStorage.setItem(TOKEN, given);
            history.replaceState(null, '', location.pathname);
        }
        kept = kept || sessionStorage.getItem(TOKEN) || '';
    } catch (forbidden) {
        // A browser that stores nothing: until the page is loaded anew it is remembered here.
    }
    return kept;
}

/* The first section's form, as every question carries it. */
function oneC() {
    const form = byId('one-c-form');
    const fields = {};
    for (const name of ['url', 'protocol', 'user', 'password', 'token', 'tls', 'more']) {
        fields[name] = form.elements.namedItem(name).value;
    }
    return fields;
}

/* A question's body is a file, or an object that becomes JSON. */
function post(path, question, signal) {
    const headers = { 'X-Agi1c-Token': token() };
    const body = question instanceof Blob ? question : JSON.stringify(question);
    return fetch(path, { method: 'POST', headers, body, signal, cache: 'no-store', credentials: 'omit' });
}

/* What stands for the program's refusal where it says nothing. */
function noAnswer() {
    return { sentence: WORDS.no_answer[0], sentence_ru: WORDS.no_answer[1] };
}

/* A question's body: the fields, and a file behind them. */
function withFile(fields, file) {
    return new Blob([JSON.stringify(fields), '\n', file]);
}

/* Asks; what comes back is the answer's object, with ok: whether the program took the question. */
async function ask(path, body) {
    try {
        const response = await post(path, body);
        return Object.assign(await response.json(), { ok: response.ok });
    } catch (failed) {
        return { ok: false, ...noAnswer() };
    }
}

/* Asks and takes lines as they come. Resolves to false where the way broke off. */
async function lines(path, body, each, signal) {
    try {
        const response = await post(path, body, signal);
        if (!response.ok) {
            each(await response.json());
            return true;
        }
        const reader = response.body.getReader();
        const decoder = new TextDecoder();
        let rest = '';
        for (;;) {
            const { done, value } = await reader.read();
            rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
            const whole = rest.split('\n');
            rest = whole.pop();
            whole.filter((line) => line !== '').forEach((line) => each(JSON.parse(line)));
            if (done) {
                return true;
            }
        }
    } catch (failed) {
        return false;
    }
}

words({
    skip: ['To the content', 'К содержанию'],
    lead: ['Who is calling? Ask 1C.', 'Кто звонит? Спросим 1С.'],
    language: ['Language', 'Язык'],
    sections: ['Steps', 'Шаги'],
    one_c: ['1C', '1С'],
    caller: ['Who is calling', 'Кто звонит'],
    pbx: ['Your PBX', 'Ваша АТС'],
    calls: ['What happened', 'Что было'],
    locked: [
        'This tab has not been opened by the program. Open the address that stands in its window.',
        'Эту вкладку открыла не программа. Откройте адрес, который написан в её окне.',
    ],
    nothing_kept: [
        'Nothing you type here is stored. The page is seen by this machine only.',
        'Ничего из введённого здесь не сохраняется. Страницу видит только этот компьютер.',
    ],
    no_answer: [
        'The program does not answer: has its window been closed? Start it again.',
        'Программа не отвечает: её окно закрыто? Запустите её снова.',
    ],
    end: ['I am done: end the program', 'Готово: закончить программу'],
    ended: ['The program has ended. Close this tab.', 'Программа закончила работу. Закройте вкладку.'],
    mark_good: ['Good.', 'Хорошо.'],
    mark_bad: ['Trouble.', 'Неполадка.'],
    mark_note: ['Note.', 'Заметьте.'],
    copy: ['Copy', 'Копировать'],
    copied: ['Copied', 'Скопировано'],
    ms: ['{0} ms', '{0} мс'],
});
