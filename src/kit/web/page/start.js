/* The page begins: languages, words of the program's own, and whether it may ask at all. */

for (const button of document.querySelectorAll('[data-language]')) {
    button.addEventListener('click', () => speak(button.dataset.language === 'ru' ? 1 : 0));
}
byId('end').addEventListener('click', async () => {
    const answer = await ask('/api/end', {});
    if (answer.ok) {
        said(byId('ended'), 'ended');
        byId('end').hidden = true;
    } else {
        show(byId('ended'), refusal(answer));
    }
});
// A file that is dropped beside its place would take the page's.
for (const over of ['dragover', 'drop']) {
    document.addEventListener(over, (event) => event.preventDefault());
}
token();
speak(language);
ask('/api/words', {}).then((answer) => {
    byId('locked').hidden = answer.ok;
    if (answer.ok) {
        words(answer.words);
        byId('version').textContent = `agi1c ${answer.version}`;
        speak(language);
        document.dispatchEvent(new Event('admitted'));
    }
});
