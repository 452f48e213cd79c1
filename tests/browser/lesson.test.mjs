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
        await check.locator('[role=status]', {hasText: 'Chưa đúng'}).waitFor();
        assert.match(await check.textContent(), /Người trả lời sẽ là người viết thư/);
        if (options.javaScriptEnabled === false) assert.equal(new URL(page.url()).hash, '#check-1');
        await check.locator('label', {hasText: 'số trong danh bạ'}).first().click();
        await check.locator('button').click();
        await check.locator('[role=status]', {hasText: /^\s*Đúng/}).waitFor();

        await page.goto(`${COURSE}/mat-khau-va-thiet-bi`);
        const words = async () => Number((await check.textContent()).match(/cụm từ gồm (\d)/)[1]);
        const first = await words();
        await check.locator('input[type=text]').fill(`${first * 12}`);
        await page.keyboard.press('Enter');
        await check.locator('[role=status]', {hasText: 'Đúng'}).waitFor();
        await check.locator('text=Làm lại với số liệu khác').click();
        await check.locator('[role=status]').waitFor({state: 'detached'});
        assert.notEqual(await words(), first);

        await page.goto(`${COURSE}/bao-su-co`);
        for (const [text, place] of [['Rút dây mạng', '1'], ['Gọi 1199', '2'], ['viết ra giấy', '3'], ['quầy khác', '4']])
            await check.locator('li', {hasText: text}).locator('select').selectOption(place);
        await check.locator('form > .actions button').click();
        await check.locator('[role=status]', {hasText: /^\s*Đúng/}).waitFor();

        // Nothing of it is counted: the course is not begun.
        await page.goto(COURSE);
        assert.doesNotMatch(await page.textContent('main'), /gần nhất|Đã học xong/);
        assert.deepEqual(faults, []);
        await context.close();
    });
}

for (const [way, options] of WAYS)
    test(`a question in the middle of a lesson is answered where it stands, ${way}`, async () => {
        const {context, page, faults} = await learner(options);
        const check = page.locator('#check-1');

        await page.goto(`${COURSE}/thuc-hanh-hop-thu`);
        const above = () => check.evaluate((e) => {
            const before = e.previousElementSibling, after = e.nextElementSibling;
            return [before.textContent.trim().slice(0, 2), after.tagName];
        });
        assert.deepEqual(await above(), ['8.', 'P']);
        await check.locator('label', {hasText: 'bắt đầu bằng https'}).click();
        await check.locator('button').scrollIntoViewIfNeeded();
        const before = await check.evaluate((e) => e.getBoundingClientRect().top);
        await check.locator('button').click();
        await check.locator('[role=status]', {hasText: 'Chưa đúng'}).waitFor();
        assert.match(await check.textContent(), /không cho biết chủ trang là ai/);
        assert.deepEqual(await above(), ['8.', 'P']);
        const top = await check.evaluate((e) => e.getBoundingClientRect().top);
        if (options.javaScriptEnabled === false) assert.ok(Math.abs(top) < 740, `${top}`);
        else assert.ok(Math.abs(top - before) < 2, `${before} -> ${top}`);
        assert.equal(await check.locator('input[name="a.answer"]:checked').count(), 1);
        await check.locator('label', {hasText: 'dang-nhap-lai.example'}).first().click();
        await check.locator('button').click();
        await check.locator('[role=status]', {hasText: /^\s*Đúng/}).waitFor();

        // the other courses, too; one with other numbers
        await page.goto('/courses/ky-nang-so/bang-tinh');
        const late = async () => Number((await check.textContent()).match(/340 hồ sơ, trễ (\d+)/)[1]);
        const first = await late();
        await check.locator('input[type=text]').fill(`${(first + 8) / 4}`);
        await check.locator('button').click();
        await check.locator('[role=status]', {hasText: /^\s*Đúng/}).waitFor();
        await check.locator('text=Làm lại với số liệu khác').click();
        await check.locator('[role=status]').waitFor({state: 'detached'});
        assert.notEqual(await late(), first);
        assert.deepEqual(faults, []);
        await context.close();
    });

test('an author sees a question in the text of a course that he has not begun', async () => {
    const {context, page} = await learner({}, 'biensoan');

    await page.goto('/authoring/thu-tuc-hai-cap/phi-le-phi');
    assert.match(await page.textContent('#check-1'), /Bác Hòa đưa xem tin nhắn/);
    assert.match(await page.locator('#check-1').evaluate((e) => e.previousElementSibling.textContent), /Mã QR đúng của hồ sơ/);
    await context.close();
});

test('what cannot be sent by the script is sent as a form', async () => {
    const {context, page} = await learner({});

    await page.goto(`${COURSE}/thuc-hanh-hop-thu`);
    let asked = 0;
    await page.route('**/checks/1', (route) => (asked++ ? route.continue() : route.abort()));
    await page.locator('#check-1 label', {hasText: 'người đã đăng ký'}).click();
    await page.locator('#check-1 button').click();
    await page.waitForURL(/checks\/1#check-1/);
    assert.match(await page.textContent('#check-1 [role=status]'), /Đúng/);
    await context.close();
});

test('answered checks can be read by everybody', async () => {
    const {context, page, faults} = await learner({}, 'nhansu'); // whose language changes

    for (const lesson of ['gia-mao', 'mat-khau-va-thiet-bi', 'du-lieu-va-ai', 'bao-su-co', 'thuc-hanh-hop-thu']) {
        await page.goto(`${COURSE}/${lesson}`);
        const [answer] = await Promise.all([
            page.waitForResponse((r) => r.request().method() === 'POST'),
            page.locator('#check-1 form > .actions button').click()]);
        assert.equal(answer.status(), 200);
        await page.locator('#check-1 [role=status]').waitFor();
        assert.deepEqual(await lookAt(page, await answer.text()), [], lesson);
    }
    await page.goto(`${COURSE}/gia-mao`);
    await page.click('button[name=language][value=en]');
    await page.goto(`${COURSE}/gia-mao`);
    await page.locator('#check-1 label', {hasText: 'Reply and ask'}).click();
    await page.locator('#check-1 form > .actions button').click();
    await page.locator('#check-1 [role=status]', {hasText: 'Not right yet'}).waitFor();
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
