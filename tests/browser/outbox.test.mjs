// An answer that could not be sent is kept on the machine and reaches the
// server from whichever page of the paper comes next.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';

let khoa, browser;

before(async () => {
    khoa = await startKhoa();
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

const waiting = (page) => page.evaluate(() =>
    Object.keys(localStorage).filter((k) => k.startsWith('khoa.outbox.')).length);

async function begin(page, login) {
    await signIn(page, login, '/sittings');
    await page.getByRole('link', {name: /đợt 2/}).click();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', {name: 'Bắt đầu làm bài'}).click();
    await page.waitForURL(/\/attempts\/\d+\/1$/);
    return page.url().replace(/\/1$/, '');
}

// Whatever kind of question it is, answer it; true if it could be.
async function answer(page) {
    const choice = page.locator('#exam input[name^="a."][type=radio], #exam input[name^="a."][type=checkbox]').first();
    if (await choice.count()) return choice.check();
    return page.locator('#exam [name^="a."]').first().fill('7');
}

async function isAnswered(page) {
    if (await page.locator('#exam [name^="a."]:checked').count()) return true;
    const text = page.locator('#exam [name^="a."]:not([type=radio]):not([type=checkbox])');
    return await text.count() > 0 && await text.first().inputValue() === '7';
}

test('what was sent and never arrived is sent by the next page', async () => {
    const {page, context} = await openPage(browser, khoa.address);
    const paper = await begin(page, 'hocvien');

    await context.setOffline(true);
    await answer(page);
    await page.locator('#saved.saved--not').waitFor();
    await page.getByRole('button', {name: 'Lưu, câu sau'}).click();
    await page.waitForTimeout(500); // the form went nowhere
    await context.setOffline(false);
    await page.goto(`${paper}/3`);
    await page.waitForFunction(() => !Object.keys(localStorage)
        .some((k) => k.startsWith('khoa.outbox.')));
    await page.goto(`${paper}/1`);
    assert.ok(await isAnswered(page));
    assert.equal(await waiting(page), 0);
    await context.close();
});

test('nothing is handed in over an answer that is still here', async () => {
    const {page, context} = await openPage(browser, khoa.address);
    const paper = await begin(page, 'nhansu');

    let cut = true;
    await context.route(/\/attempts\/\d+\/1$/, (route) =>
        cut && route.request().method() === 'POST' ? route.abort() : route.continue());
    await answer(page);
    await page.locator('#saved.saved--not').waitFor();
    page.on('dialog', (dialog) => dialog.accept()); // leaving is warned of
    await page.goto(`${paper}/review`);
    await page.locator('#saved.saved--not').waitFor();
    await page.getByRole('button', {name: 'Nộp bài'}).click();
    await page.waitForTimeout(500);
    assert.match(page.url(), /\/review$/);
    cut = false;
    await page.reload();
    await page.waitForFunction(() => !Object.keys(localStorage)
        .some((k) => k.startsWith('khoa.outbox.')));
    await page.getByRole('button', {name: 'Nộp bài'}).click();
    await page.waitForURL(/\/result$/);
    await context.close();
});

test('a word under composition is saved when it is whole', async () => {
    const {page, context} = await openPage(browser, khoa.address);
    const saves = [];
    const paper = await begin(page, 'nguoicham');

    page.on('request', (r) => {
        if (r.method() === 'POST') saves.push(r.postData());
    });
    for (let slot = 1; slot <= 20; slot++) {
        await page.goto(`${paper}/${slot}`);
        const text = page.locator('#exam input[type=text][name^="a."], #exam input:not([type])[name^="a."], #exam textarea[name^="a."]');
        if (!await text.count()) continue;
        await text.first().focus();
        await text.first().evaluate((e) => {
            e.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true}));
            e.value = 'mâ';
            e.dispatchEvent(new InputEvent('input', {bubbles: true}));
        });
        await page.waitForTimeout(2000);
        assert.equal(saves.length, 0);
        await text.first().evaluate((e) => {
            e.value = 'mật khẩu';
            e.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true}));
        });
        await page.getByText('Đã lưu').waitFor();
        assert.equal(new URLSearchParams(saves[0]).getAll('a.text')[0] ??
            [...new URLSearchParams(saves[0])].find(([n]) => n.startsWith('a.'))[1], 'mật khẩu');
        await context.close();
        return;
    }
    await context.close(); // this paper drew no question with a field to type in
});
