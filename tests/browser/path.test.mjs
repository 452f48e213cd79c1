// The whole path as people go it: a learner reads a lesson and sits the open
// test to the end, HR exports the results, and another program opens the file
// and finds the score there. Once with script, once with script switched off.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {openPage, root, signIn, startBrowser, startKhoa} from './harness.mjs';
import {keyOf, readBank} from './key.mjs';
import {lookAt} from './look.mjs';

const bankFile = join(root, 'courses/an-toan-thong-tin/banks/an-toan-thong-tin.xml');
let khoa, browser;

before(async () => {
    khoa = await startKhoa();
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

async function lookWell(page, where) {
    assert.deepEqual(await lookAt(page, await page.content()), [], where);
}

async function readLesson(page, look) {
    await page.goto('/courses');
    await page.click('main a[href^="/courses/"]');
    await look(page, 'course');
    await page.click('main a.govuk-button, main .govuk-button');
    await look(page, 'lesson');
    const lesson = page.url();
    await page.click('main form[method=post] .govuk-button >> nth=0');
    await page.goto('/courses');
    assert.match(await page.textContent('main'), /1 trên 6/);
    return lesson;
}

async function begin(page, look) {
    await page.goto('/sittings');
    await look(page, 'sittings');
    await page.click('main a[href^="/sittings/"]:has-text("đợt 2/2026") >> nth=0');
    await look(page, 'before the start');
    await page.check('main input[type=checkbox]');
    await page.click('main form[method=post] .govuk-button');
    await page.waitForURL(/\/attempts\/\d+\/1$/);
}

async function fill(page, answer) {
    if (typeof answer === 'string')
        return page.fill('#exam [name^="a."]', answer);
    for (const id of answer)
        await page.check(`#exam [name^="a."][value="${id}"]`);
}

// Every fourth question wrong, every seventh left blank; points by our own
// count. Ends on the page that lists what is unanswered.
async function answerAll(page, look, bank, script) {
    let points = 0, most = 0, full = 0;
    for (let n = 1; n <= 20; n++) {
        await page.waitForURL(new RegExp(`/attempts/\\d+/${n}$`));
        const key = keyOf(bank, await page.textContent('#exam .stack .stack'));
        const worth = key.item.code === 'attt-025' ? 2 : 1;
        most += worth;
        if (n % 7 !== 0) await fill(page, n % 4 === 0 ? key.wrong : key.right);
        if (n % 7 !== 0 && n % 4 !== 0) { points += worth; full++; }
        if (n === 3) await page.check('#exam [name=flag]');
        if (n === 1) await look(page, 'question');
        if (script && n === 2) // saved without any button
            await page.waitForFunction(() => /Đã lưu/.test(document.getElementById('saved').textContent));
        await page.click('#exam .steps .govuk-button:not(.govuk-button--secondary)');
    }
    await page.waitForURL(/\/review$/);
    return {points, most, full};
}

async function sit(page, look, script) {
    const bank = readBank(bankFile, 'vi');
    await begin(page, look);
    const mine = await answerAll(page, look, bank, script);
    await look(page, 'review');
    const review = await page.textContent('main');
    assert.match(review, /Câu 7/);
    assert.match(review, /Câu 14/);
    await page.goBack(); // the last question still shows what was typed
    await page.goForward();
    await page.click('form[action$="/hand-in"] .govuk-button');
    await page.waitForURL(/\/result$/);
    for (let i = 0; i < 100 && !await page.$('#score'); i++) {
        await page.waitForTimeout(100);
        await page.reload();
    }
    await look(page, 'result');
    const shown = await page.textContent('#score');
    // kept to a millionth, never rounded up; shown to a hundredth
    const percent = Math.floor(mine.points * 1e8 / mine.most) / 1e6;
    assert.equal(parseFloat(shown.replace(',', '.')), Math.round(percent * 100) / 100);
    return {...mine, percent};
}

const readXlsx = `
import json, sys, openpyxl
sheet = openpyxl.load_workbook(open(sys.argv[1], 'rb')).active
rows = list(sheet.iter_rows(values_only=True))
print(json.dumps([[str(c) if c is not None else None for c in r] for r in rows]))
`;

async function exportResults(page, look) {
    await page.goto('/results');
    await look(page, 'results');
    const [file] = await Promise.all([
        page.waitForEvent('download'), page.click('button[name=format][value=xlsx]')]);
    const path = await file.path();
    const read = spawnSync('/usr/bin/python3', ['-c', readXlsx, path], {encoding: 'utf8'});
    assert.equal(read.status, 0, read.stderr);
    return JSON.parse(read.stdout);
}

// The row of a person in a sitting, by the headings of the sheet.
function rowOf(rows, staffNumber, sitting) {
    const head = rows.findIndex((row) => row.includes('Số hiệu CBCCVC'));
    const names = rows[head];
    const row = rows.slice(head + 1).find((r) =>
        r[names.indexOf('Số hiệu CBCCVC')] === staffNumber && r.includes(sitting));
    assert.ok(row, `no row of ${staffNumber} in ${sitting}`);
    return Object.fromEntries(names.map((name, i) => [name, row[i]]));
}

for (const [name, script, login, staffNumber] of [
    ['with script', true, 'hocvien', 'SH0001'],
    ['with script switched off', false, 'sh0011', 'SH0011']])
    test(`a learner learns and sits, HR exports the score, ${name}`, async () => {
        // axe is a script: pages are looked at where scripts run
        const look = script ? lookWell : async () => {};
        const {context, page, faults} = await openPage(browser, khoa.address,
            {javaScriptEnabled: script});
        await signIn(page, login);
        await look(page, 'start page');
        await readLesson(page, look);
        const mine = await sit(page, look, script);
        await context.close();
        assert.deepEqual(faults, []);

        const hr = await openPage(browser, khoa.address, {javaScriptEnabled: script});
        await signIn(hr.page, 'nhansu');
        const row = rowOf(await exportResults(hr.page, look), staffNumber, 'ATTT-2026-2');
        assert.equal(Number(row['Điểm (thang 100)']), mine.percent);
        assert.equal(Number(row['Số câu đúng']), mine.full);
        assert.equal(row['Kết luận'], mine.percent >= 60 ? 'Đạt' : 'Không đạt');
        await hr.context.close();
        assert.deepEqual(hr.faults, []);
    });
