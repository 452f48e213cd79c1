// What stands inside a lesson besides words: a film, formulas, and questions to
// check oneself; with script and without, on a phone and on a desk.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {lookAt} from './look.mjs';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';

const COURSE = '/courses/an-toan-thong-tin';
const PHONE = {width: 360, height: 740};
const WAYS = [['with script', {}], ['without script, on a phone', {javaScriptEnabled: false, viewport: PHONE}]];
let khoa, browser;

before(async () => {
    khoa = await startKhoa();
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

async function learner(options, login = 'hocvien') {
    const opened = await openPage(browser, khoa.address, options);
    await signIn(opened.page, login);
    return opened;
}

test('a film plays, can be wound on, and says in words what is seen', async () => {
    const {context, page, faults} = await learner({});
    const answers = [];

    page.on('response', (r) => r.url().includes('/files/') && answers.push(r));
    await page.goto(`${COURSE}/gia-mao`);
    const film = page.locator('video');
    assert.equal(await film.evaluate((v) => v.controls), true);
    assert.equal(await film.evaluate((v) => v.autoplay), false);
    await film.evaluate((v) => new Promise((done, fail) => {
        v.onerror = () => fail(new Error('the film cannot be played'));
        v.onseeked = () => done();
        v.onloadedmetadata = () => { v.currentTime = 20; };
        if (v.readyState) v.currentTime = 20;
    }));
    assert.equal(await film.evaluate((v) => v.currentTime), 20);
    assert.ok(await film.evaluate((v) => v.duration > 25 && v.videoWidth === 960));
    const said = await film.evaluate((v) => new Promise((done) => {
        const tell = () => done([...v.textTracks].map((t) => [t.language, t.mode, t.cues?.length ?? 0]));
        const shown = [...v.textTracks].find((t) => t.mode === 'showing');
        if (shown?.cues?.length) tell();
        else v.querySelector('track[default]').addEventListener('load', tell);
    }));
    assert.deepEqual(said[0], ['vi', 'showing', 7]);
    assert.equal(said[1][0], 'en');
    assert.ok(answers.some((r) => r.status() === 206), 'no part was asked for');
    assert.equal(await page.locator('.played details p').first().isVisible(), false);
    await page.click('.played summary');
    assert.match(await page.textContent('.played details'), /đọc từ phải sang trái/);
    assert.deepEqual(faults, []);
    await context.close();
});

test('a film is sent in parts, and saved under its own name', async () => {
    const {context, page} = await learner({});

    await page.goto(`${COURSE}/gia-mao`);
    const src = await page.getAttribute('video', 'src');
    const whole = await page.request.get(src);
    const length = (await whole.body()).length;
    assert.equal(whole.headers()['accept-ranges'], 'bytes');
    assert.equal(whole.headers()['content-type'], 'video/webm');
    const etag = whole.headers().etag;
    const part = await page.request.get(src, {headers: {Range: 'bytes=100-199', 'If-Range': etag}});
    assert.equal(part.status(), 206);
    assert.equal(part.headers()['content-range'], `bytes 100-199/${length}`);
    assert.deepEqual(await part.body(), (await whole.body()).subarray(100, 200));
    const other = await page.request.get(src, {headers: {Range: 'bytes=100-199', 'If-Range': '"other"'}});
    assert.equal(other.status(), 200);
    const beyond = await page.request.get(src, {headers: {Range: `bytes=${length}-`}});
    assert.equal(beyond.status(), 416);
    assert.equal(beyond.headers()['content-range'], `bytes */${length}`);
    const saved = await page.request.get(`${src}?save=1`);
    assert.match(saved.headers()['content-disposition'], /^attachment; filename="doc-dia-chi\.webm"/);
    const stranger = await browser.newContext({baseURL: khoa.address});
    const away = await stranger.request.get(src, {maxRedirects: 0, headers: {Range: 'bytes=0-9'}});
    assert.equal(away.status(), 303);
    await stranger.close();
    await context.close();
});

test('a document is saved under its own name', async () => {
    const {context, page, faults} = await learner({});

    await page.goto(`${COURSE}/bao-su-co`);
    assert.match(await page.locator('.prose').first().innerText(), /thẻ báo sự cố, khổ A5 \(pdf, \d+ kB\)\./);
    const [saved] = await Promise.all([
        page.waitForEvent('download'), page.click('text=thẻ báo sự cố, khổ A5')]);
    assert.equal(saved.suggestedFilename(), 'the-bao-su-co.vi.pdf');
    assert.deepEqual(faults, []);
    await context.close();
});

for (const [way, options] of WAYS) {
    test(`formulas are set by the browser, ${way}`, async () => {
        const {context, page, faults} = await learner(options);

        await page.goto(`${COURSE}/mat-khau-va-thiet-bi`);
        const formula = page.locator('.formula math');
        assert.equal(await formula.count(), 1);
        assert.match(await formula.textContent(), /H\s*=\s*L\s*⋅\s*log\s*2/);
        const sub = await page.locator('.formula msub > *').nth(1).boundingBox();
        const base = await page.locator('.formula msub > *').nth(0).boundingBox();
        assert.ok(sub.y + sub.height > base.y + base.height, 'the index stands below');
        assert.deepEqual(faults, []);
        await context.close();
    });

    test(`a learner checks himself, ${way}`, async () => {
        const {context, page, faults} = await learner(options);
        const check = page.locator('#check-1');

        await page.goto(`${COURSE}/gia-mao`);
        assert.equal(await page.locator('text=Xem đáp án').count(), 0);
        await check.locator('label', {hasText: 'Trả lời thư'}).click();
        await check.locator('button').click();
        assert.match(await check.textContent(), /Chưa đúng/);
        assert.match(await check.textContent(), /Người trả lời sẽ là người viết thư/);
        assert.equal(new URL(page.url()).hash, '#check-1');
        await check.locator('label', {hasText: 'số trong danh bạ'}).first().click();
        await check.locator('button').click();
        assert.match(await check.locator('[role=status]').textContent(), /^\s*Đúng/);

        await page.goto(`${COURSE}/mat-khau-va-thiet-bi`);
        const words = async () => Number((await check.textContent()).match(/cụm từ gồm (\d)/)[1]);
        const first = await words();
        await check.locator('input[type=text]').fill(`${first * 12}`);
        await page.keyboard.press('Enter');
        await page.waitForURL(/checks\/1/);
        assert.match(await check.textContent(), /Đúng/);
        await check.locator('text=Làm lại với số liệu khác').click();
        assert.notEqual(await words(), first);

        await page.goto(`${COURSE}/bao-su-co`);
        for (const [text, place] of [['Rút dây mạng', '1'], ['Gọi 1199', '2'], ['viết ra giấy', '3'], ['quầy khác', '4']])
            await check.locator('li', {hasText: text}).locator('select').selectOption(place);
        await check.locator('form > .actions button').click();
        assert.match(await check.locator('[role=status]').textContent(), /^\s*Đúng/);

        // Nothing of it is counted: the course is not begun.
        await page.goto(COURSE);
        assert.doesNotMatch(await page.textContent('main'), /gần nhất|Đã học xong/);
        assert.deepEqual(faults, []);
        await context.close();
    });
}

test('answered checks can be read by everybody', async () => {
    const {context, page, faults} = await learner({}, 'nhansu'); // whose language changes

    for (const lesson of ['gia-mao', 'mat-khau-va-thiet-bi', 'du-lieu-va-ai', 'bao-su-co']) {
        await page.goto(`${COURSE}/${lesson}`);
        const [answer] = await Promise.all([
            page.waitForResponse((r) => r.request().method() === 'POST'),
            page.locator('#check-1 form > .actions button').click()]);
        assert.equal(answer.status(), 200);
        assert.deepEqual(await lookAt(page, await answer.text()), [], lesson);
    }
    await page.goto(`${COURSE}/gia-mao`);
    await page.click('button[name=language][value=en]');
    await page.goto(`${COURSE}/gia-mao`);
    await page.locator('#check-1 label', {hasText: 'Reply and ask'}).click();
    await page.locator('#check-1 form > .actions button').click();
    assert.match(await page.textContent('#check-1'), /Check yourself.*Not right yet.*Whoever wrote the mail/s);
    assert.match(await page.locator('.played').innerText(), /Film 1\..*Transcript/s);
    assert.deepEqual(faults, []);
    await context.close();
});

test('on paper a film is its words and a check its question', async () => {
    const {context, page} = await learner({});

    await page.goto(`${COURSE}/gia-mao`);
    await page.emulateMedia({media: 'print'});
    const shown = (what) => page.locator(what).first().isVisible();
    assert.equal(await shown('video'), false);
    assert.equal(await shown('.played details p'), true);
    assert.match(await page.locator('.played figcaption').innerText(),
        /^Phim 1\..*Xem phim ở \/courses\/an-toan-thong-tin\/gia-mao$/s);
    assert.equal(await shown('#check-1 .choice'), true);
    assert.equal(await shown('#check-1 button'), false);
    assert.equal(await shown('main .steps'), false);
    await context.close();
});
