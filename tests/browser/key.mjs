// The key of a bank, read from the XML its author wrote and sharing nothing
// with the server: what a question on a page is, and what earns full marks.
import {readFileSync} from 'node:fs';

const all = (text, tag) =>
    [...text.matchAll(new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}>`, 'g'))]
        .map((found) => found[1]);
const one = (text, tag) => all(text, tag)[0];
const inLanguage = (text, tag, language) => text.match(
    new RegExp(`<${tag} xml:lang="${language}">([\\s\\S]*?)</${tag}>`))?.[1];
const plain = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"').replaceAll('&amp;', '&');

// Letters and digits alone: what Markdown and layout leave of a text.
const bare = (text) => text.normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

function patternOf(prompt) {
    const names = [];
    const source = prompt.split(/\{\{(\w+)\}\}/).map((piece, i) => {
        if (i % 2 === 0) return bare(plain(piece));
        names.push(piece);
        return '(\\d+)';
    }).join('');
    return {names, pattern: new RegExp(`^${source}$`)};
}

// [{code, type, points(typed) ...}] of every item, asked in `language`.
export function readBank(path, language) {
    return [...readFileSync(path, 'utf8').matchAll(
        /<item id="([^"]+)" type="khoa\.([^"]+)"[^>]*>([\s\S]*?)<\/item>/g)]
        .map(([, code, type, body]) => ({
            code, type, ...patternOf(inLanguage(body, 'prompt', language)),
            options: all(body, 'option').map((option) => ({
                id: one(option, 'id'), right: one(option, 'right') === 'true'})),
            accepted: all(body, 'accept').map((accept) => one(accept, 'text')),
            answer: one(body, 'answer'), formula: one(body, 'formula'),
        }));
}

// The answer that earns full marks for a question as it stands on the page,
// and one that earns nothing: {item, right, wrong}, each a list of what to
// choose or a text to type.
export function keyOf(bank, question) {
    const asked = bare(question);
    for (const item of bank) {
        const found = item.pattern.exec(asked);
        if (!found) continue;
        if (item.options.length) {
            const right = item.options.filter((o) => o.right).map((o) => o.id);
            const wrong = item.options.filter((o) => !o.right).map((o) => o.id);
            return {item, right, wrong: wrong.slice(0, 1)};
        }
        if (item.type === 'short-text')
            return {item, right: plain(item.accepted[0]), wrong: 'không biết'};
        let value = Number(item.answer);
        if (item.answer === undefined) {
            // first formula of the item; the others are those of mistakes
            const names = item.names, numbers = found.slice(1).map(Number);
            value = Function(...names, `return ${item.formula}`)(...numbers);
        }
        return {item, right: `${value}`.replace('.', ','), wrong: '987654'};
    }
    throw new Error(`no item of the bank asks: ${question}`);
}
