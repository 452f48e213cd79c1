// A question in the exam room: what is wrong with an answer is said beside it
// and tied to it, for eyes and for a screen reader.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';
import {lookAt} from './look.mjs';

let khoa, browser;
before(async () => { khoa = await startKhoa(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await khoa?.stop(); });

const field = 'form#exam input[type=text][name="a.answer"]';

// Into the open sitting, to the first question that takes a number.
async function toNumber(page) {
    await signIn(page, 'hocvien', '/sittings');
    await page.click('main a:has-text("đợt 2")');
    if (await page.locator('input[name=confirmed]').count()) await page.check('input[name=confirmed]');
    await page.click('form.now button');
    const paper = page.url().replace(/\/\d+$/, '');
    for (let slot = 1; slot <= 20; slot++) {
        await page.goto(`${paper}/${slot}`);
        if (await page.locator('form#exam .answer-line [id^="u-"]').count()) return;
    }
    throw new Error('no question with a unit');
}

async function tied(page) {
    const input = page.locator(field);
    const ids = (await input.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
    for (const id of ids) assert.equal(await page.locator(`[id="${id}"]`).count(), 1, id);
    return {ids, invalid: await input.getAttribute('aria-invalid')};
}

for (const script of [true, false])
    test(`what cannot be read is said beside the field, script ${script ? 'on' : 'off'}`, async () => {
        const {page, context, faults} = await openPage(browser, khoa.address, {javaScriptEnabled: script});
        await toNumber(page);
        await page.fill(field, '1.234');
        if (script) await page.locator(field).blur();
        else await page.press(field, 'Enter'); // saves and stays
        await page.waitForSelector('form#exam #p-answer');
        assert.match(await page.locator('#p-answer').innerText(), /hai cách hiểu/);
        assert.deepEqual(await tied(page), {ids: ['p-answer', 'u-answer'], invalid: 'true'});
        const [line, box] = [await page.locator('#p-answer').boundingBox(), await page.locator(field).boundingBox()];
        assert.ok(line.y + line.height <= box.y, 'above the field, not beside it');
        if (script) { // axe needs one
            const html = await (await page.request.get(page.url())).text();
            assert.deepEqual(await lookAt(page, html), []);
            await page.fill(field, '12,5');
            await page.locator(field).blur();
            await page.waitForSelector('#p-answer', {state: 'detached'});
            assert.deepEqual(await tied(page), {ids: ['u-answer'], invalid: null});
        }
        assert.equal(await page.locator(field).inputValue(), script ? '12,5' : '1.234');
        assert.deepEqual(faults, []);
        await context.close();
    });

test('who comes back goes on at the first question without an answer', async () => {
    const {page, context, faults} = await openPage(browser, khoa.address, {javaScriptEnabled: false});
    const enter = async (login) => {
        await signIn(page, login, '/sittings');
        await page.click('main a:has-text("đợt 2")');
        if (await page.locator('input[name=confirmed]').count()) await page.check('input[name=confirmed]');
        await page.click('form.now button');
        return Number(page.url().match(/\/attempts\/\d+\/(\d+)$/)[1]);
    };
    assert.equal(await enter('sh0011'), 1);
    const choice = page.locator('#exam input[type=radio], #exam input[type=checkbox][name^="a."]').first();
    if (await choice.count()) await choice.check();
    else await page.fill('#exam [name^="a."]', '1');
    await page.click('#exam .steps .govuk-button:not(.govuk-button--secondary)');
    await page.context().clearCookies();
    assert.equal(await enter('sh0011'), 2);
    assert.deepEqual(faults, []);
    await context.close();
});

test('what cannot be understood is asked back and listed before handing in', async () => {
    const {page, context, faults} = await openPage(browser, khoa.address, {javaScriptEnabled: false});
    const onward = '#exam .steps .govuk-button:not(.govuk-button--secondary)';
    await toNumber(page);
    const slot = page.url().match(/\d+$/)[0];
    await page.fill(field, 'bốn');
    await page.click(onward);
    assert.equal(page.url().match(/\d+$/)[0], slot, 'gone on without a word');
    assert.equal(await page.locator('#p-answer').count(), 1);
    assert.equal(await page.locator(field).inputValue(), 'bốn');
    await page.click(onward); // seen, and meant
    assert.notEqual(page.url().match(/\d+$/)[0], slot);
    await page.goto(page.url().replace(/\d+$/, 'review'));
    const list = page.locator('section.callout', {hasText: 'Chưa hiểu được'});
    assert.deepEqual(await list.locator('li').allInnerTexts(), [`Câu ${slot}`]);
    assert.deepEqual(faults, []);
    await context.close();
});

test('a flag alone says that no answer is saved, and is kept', async () => {
    const {page, context, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'sh0012', '/sittings');
    await page.click('main a:has-text("đợt 2")');
    await page.check('input[name=confirmed]');
    await page.click('form.now button');
    const kept = page.waitForResponse((r) => r.request().method() === 'POST');
    await page.check('#exam [name=flag]');
    await kept;
    await page.waitForSelector('.cell--flag[aria-current]');
    assert.match(await page.innerText('#saved'), /Chưa có câu trả lời nào/);
    await page.reload();
    assert.ok(await page.isChecked('#exam [name=flag]'));
    assert.deepEqual(faults, []);
    await context.close();
});
