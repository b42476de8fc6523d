/* The pieces of HTML that more than one section needs. Whatever came from elsewhere becomes text, never HTML. */

function byId(id) {
    return document.getElementById(id);
}

/* An element: make('p', {class: 'x'}, 'text', child). */
function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
        element.setAttribute(name, value);
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

/* A table's head. */
function heads(...keys) {
    return make('thead', {}, make('tr', {}, ...keys.map((key) => makeSaid('th', { scope: 'col' }, key))));
}

/* A table that may be wider or longer than its place. */
function scrolled(label, table) {
    return make('div', { class: 'scroll', tabindex: '0', role: 'region', 'data-say-label': label, 'aria-label': word(label) }, table);
}

/* A word of the program's in a person's words. */
function explained(kind, which) {
    return WORDS[`${kind}_${which}`] ? makeSaid('span', {}, `${kind}_${which}`) : make('span', {}, which);
}

/* What the program sends of our pages: a text, or [element, …]. */
function built(node) {
    if (typeof node === 'string') {
        return node;
    }
    const [tag, ...inside] = node;
    if (tag === 'copy') {
        return copyableWithin(inside[0]);
    }
    if (tag === 'copy-lines') {
        return copyable(inside[0]);
    }
    if (tag === 'table') {
        return scrolled('recipe_trouble', make('table', {}, ...inside.map(built)));
    }
    return make(tag, tag === 'th' ? { scope: 'col' } : {}, ...inside.map(built));
}
