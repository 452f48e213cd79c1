// The pages as they are sent are valid HTML.
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {test} from 'node:test';
import {faults} from './valid.mjs';

const golden = new URL('../pages/golden/', import.meta.url);

for (const name of readdirSync(golden).filter((n) => n.endsWith('.html')))
    test(`golden page ${name} is valid HTML`, async () => {
        assert.deepEqual(await faults(readFileSync(new URL(name, golden), 'utf8')), []);
    });

test('the check finds what is wrong', async () => {
    const page = (body) => '<!DOCTYPE html>\n<html lang="vi"><head><title>x</title>' +
        `</head><body>${body}</body></html>\n`;
    assert.deepEqual(await faults(page('<p>đúng</p>')), []);
    for (const wrong of ['<p><div></div></p>', '<p id="a"></p><p id="a"></p>',
        '<img src="a">', '<a href="#"><button>x</button></a>', '<ul><p>x</p></ul>',
        '<label for="none">x</label>', '<p style="color: red">x</p>', '<p>x</q>'])
        assert.notDeepEqual(await faults(page(wrong)), [], wrong);
});
