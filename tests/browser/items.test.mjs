// A vendor looks at its items as a candidate would see them, answers them and
// reads how they are graded; a reviewer reads a package.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {mkdirSync} from 'node:fs';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';
import {lookAt} from './look.mjs';

let khoa, browser;
before(async () => { khoa = await startKhoa(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await khoa?.stop(); });

// Pictures of every page looked at, where somebody wants to see them.
const pictures = process.env.KHOA_PICTURES;

async function look(page, name) {
    const html = await page.content(); // a picture leaves marks in it
    if (pictures) {
        mkdirSync(pictures, {recursive: true});
        for (const width of [360, 1280]) {
            await page.setViewportSize({width, height: 800});
            await page.screenshot({path: `${pictures}/${name}-${width}.png`, fullPage: true});
        }
    }
    assert.deepEqual(await lookAt(page, html), [], name);
}

const bank = '/banks/an-toan-thong-tin';

async function openItem(page, code) {
    await page.goto(`${bank}?find=${code}`);
    await page.click(`main a:text-is("${code}")`);
    assert.match(await page.title(), new RegExp(code));
}

const answerBy = {
    choice: async (page, ids) => {
        for (const id of ids.split(' ')) await page.check(`main form .choices input[value="${id}"]`);
    },
    text: (page, text) => page.fill('main form input[name="a.answer"]', text),
};

// For each type what is right, half right or wrong, and what cannot be read.
const items = [
    {code: 'attt-001', by: 'choice', tries: [['a', /Trọn điểm/], ['b', /Không có điểm/]]},
    {code: 'attt-006', by: 'choice', tries: [['b d', /Trọn điểm/], ['b', /Một phần/], ['a c', /Không có điểm/]]},
    {code: 'attt-005', by: 'text', tries: [['62,5', /Trọn điểm/], ['37,5', /not-reported/],
        ['1.234', /Không đọc được/], ['chín', /invalid/]]},
    {code: 'attt-022', by: 'text', tries: [['a và c', /Trọn điểm/], ['C', /0,5 trên 1[\s\S]*Chỉ có giờ/], ['?', /Không có điểm/]]},
];

async function tryAll(page) {
    for (const item of items) {
        for (const [typed, expected] of item.tries) {
            await openItem(page, item.code);
            await answerBy[item.by](page, typed);
            await page.click('main button[value=try]');
            assert.match(await page.locator('#cham-thu').innerText(), expected, `${item.code} ${typed}`);
            assert.match(await page.locator('main').innerText(), /Trả lời mẫu/);
        }
        await openItem(page, item.code);
        await page.click('main button[value=try]');
        assert.match(await page.locator('#cham-thu').innerText(), /Bỏ trống/);
    }
}

for (const script of [true, false])
    test(`answers are tried and explained, script ${script ? 'on' : 'off'}`, async () => {
        const {page, context, faults} = await openPage(browser, khoa.address, {javaScriptEnabled: script});
        await signIn(page, 'nhacungcap');
        await page.click('main a:text-is("Ngân hàng câu hỏi")');
        await page.click('main .list a');
        await tryAll(page);
        assert.deepEqual(faults, []);
        await context.close();
    });

test('each variant is an address of its own', async () => {
    const {page, context} = await openPage(browser, khoa.address);
    await signIn(page, 'nhacungcap');
    await openItem(page, 'attt-012');
    const seen = new Set();
    for (let k = 1; k <= 4; k++) {
        if (k > 1) await page.click(`main .pages a:has-text("${k}")`);
        assert.match(await page.locator('main').innerText(), new RegExp(`Biến thể ${k} trong 4`));
        seen.add(await page.locator('main form p').first().innerText());
    }
    assert.equal(seen.size, 4);
    await context.close();
});

test('a shuffle can be seen again by its number', async () => {
    const {page, context} = await openPage(browser, khoa.address);
    const order = () => page.locator('main form .choice__text').allInnerTexts();
    await signIn(page, 'nhacungcap');
    await openItem(page, 'attt-001');
    const authored = await order();
    await page.click('main .chips a:has-text("Xáo")');
    const once = await order(), address = page.url();
    await page.click('main .chips a:has-text("Xáo")');
    await page.goto(address);
    assert.deepEqual(await order(), once);
    assert.deepEqual([...once].sort(), [...authored].sort());
    await page.check('main form input[value=a]');
    await page.click('main button[value=try]');
    assert.deepEqual((await order()).slice(0, authored.length), once); // the try keeps it
    await context.close();
});

test('a keyboard is enough', async () => {
    const {page, context} = await openPage(browser, khoa.address);
    await signIn(page, 'nhacungcap');
    await openItem(page, 'attt-001');
    await page.focus('main form .choices input');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    assert.ok(await page.isChecked('main form input[value=b]'));
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.value), 'try');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#cham-thu');
    await openItem(page, 'attt-005');
    await page.focus('main form input[type=text]');
    await page.keyboard.type('1.234');
    await page.keyboard.press('Enter');
    const input = page.locator('main form input[aria-invalid=true]');
    await input.waitFor();
    for (const id of (await input.getAttribute('aria-describedby')).split(' '))
        assert.equal(await page.locator(`[id="${id}"]`).count(), 1);
    await context.close();
});

test('a review shows every mark, and sends none', async () => {
    const {page, context} = await openPage(browser, khoa.address);
    await signIn(page, 'nhacungcap');
    await openItem(page, 'attt-001');
    await page.check('main form input[value=b]');
    await page.click('main button[value=try]');
    const checked = await page.locator('main input:checked').count();
    assert.equal(checked, 3); // in the form, in the review, in the key
    assert.equal(await page.locator('main input[name="a.answer"]').count(), 4);
    await context.close();
});

async function lookAtTries(page, named) {
    for (const item of items) {
        await openItem(page, item.code);
        await answerBy[item.by](page, item.tries.at(-1)[0]);
        await page.click('main button[value=try]');
        for (const fold of await page.locator('main summary').all()) await fold.click();
        await look(page, named(`try-${item.code}`));
    }
}

// The language belongs to the person: what one test chose the next one finds.
async function read(page, language) {
    if (await page.locator('html').getAttribute('lang') !== language)
        await page.click('.top__language button');
    assert.equal(await page.locator('html').getAttribute('lang'), language);
}

for (const language of ['en', 'vi'])
    test(`the pages can be read by everybody, ${language}`, async () => {
        const {page, context, faults} = await openPage(browser, khoa.address);
        const named = (name) => `${name}.${language}`;
        await signIn(page, 'nhacungcap');
        await read(page, language);
        await look(page, named('home'));
        await page.goto('/banks');
        await page.click('main summary');
        await look(page, named('banks'));
        await page.goto(bank);
        await look(page, named('bank'));
        await openItem(page, 'attt-012');
        await look(page, named('item'));
        await lookAtTries(page, named);
        await page.goto('/plugins');
        await look(page, named('plugins'));
        await page.click('main .list a');
        await look(page, named('plugin'));
        await read(page, 'vi');
        assert.deepEqual(faults, []);
        await context.close();
    });

test('answers can be read in the dark', async () => {
    const {page, context} = await openPage(browser, khoa.address, {colorScheme: 'dark'});
    await signIn(page, 'nhacungcap');
    await lookAtTries(page, (name) => `${name}.dark`);
    await context.close();
});

test('a reviewer reads the source of a package, a vendor does not', async () => {
    const {page, context} = await openPage(browser, khoa.address);
    await signIn(page, 'thamdinh');
    await page.goto('/plugins');
    await page.click('main .list a');
    for (const fold of await page.locator('main summary').all()) await fold.click();
    assert.match(await page.locator('main pre').first().innerText(), /api = 1/);
    await look(page, 'reviewer-plugin');
    await context.close();
    const vendor = await openPage(browser, khoa.address);
    await signIn(vendor.page, 'nhacungcap');
    await vendor.page.goto('/plugins');
    await vendor.page.click('main .list a');
    assert.equal(await vendor.page.locator('main pre').count(), 0);
    await vendor.context.close();
});
