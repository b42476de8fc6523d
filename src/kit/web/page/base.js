/*
 * The page's script begins: words in two languages and questions to the program. Each section adds its own words and its
 * own listeners.
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
