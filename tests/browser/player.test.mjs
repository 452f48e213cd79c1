// Take the demo course as a learner: with script and without, on a phone and
// on a desk, in both languages.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {lookAt} from './look.mjs';
import {openPage, startBrowser, startKhoa} from './harness.mjs';

const COURSE = '/courses/an-toan-thong-tin';
const LESSONS = ['vi-sao-la-toi', 'gia-mao', 'mat-khau-va-thiet-bi',
    'du-lieu-va-ai', 'bao-su-co', 'thuc-hanh-hop-thu'];
let khoa, browser;

before(async () => {
    khoa = await startKhoa();
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

async function signIn(login, options) {
    const opened = await openPage(browser, khoa.address, options);
    const {page} = opened;
    await page.goto('/sign-in');
    await page.fill('#login', login);
    await page.fill('#password', 'song-hong-2026');
    await page.click('main button');
    await page.waitForURL(`${khoa.address}/`);
    return opened;
}

// Read the whole course by its buttons alone.
async function takeCourse(login, options) {
    const {context, page, faults} = await signIn(login, options);

    await page.goto('/courses');
    await page.click('main >> text=An toàn thông tin cho cán bộ, công chức');
    await page.click('text=Bắt đầu học');
    for (const [i, lesson] of LESSONS.entries()) {
        assert.equal(new URL(page.url()).pathname, `${COURSE}/${lesson}`);
        assert.equal(await page.locator('.toc a[aria-current=page]').count(), 1);
        if (i === 2) { // leave, and come back on another machine
            const other = await signIn(login, options);
            await other.page.click(`main a[href="${COURSE}/${lesson}"]`);
            assert.equal(new URL(other.page.url()).pathname, `${COURSE}/${lesson}`);
            await other.page.goto(COURSE);
            assert.match(await other.page.textContent('main'), /2 trên 6 bài/);
            await other.page.click('text=Học tiếp');
            assert.equal(new URL(other.page.url()).pathname, `${COURSE}/${lesson}`);
            await other.context.close();
        }
        await page.click(i < 5 ? 'text=Đã đọc, sang bài sau' : 'text=Đã đọc bài cuối');
    }
    assert.equal(new URL(page.url()).pathname, COURSE);
    const said = await page.textContent('main');
    assert.match(said, /6 trên 6 bài/);
    // A form sent once more (back, and again) changes nothing.
    await page.goto(`${COURSE}/gia-mao`);
    assert.equal(await page.locator('text=Đã đọc, sang bài sau').count(), 0);
    assert.match(await page.textContent('main'), /Đã học ngày/);
    assert.deepEqual(faults, []);
    await context.close();
}

test('a learner takes the course with script', () => takeCourse('hocvien', {}));

test('a learner takes the course without script, on a phone', () =>
    takeCourse('tochuc', {javaScriptEnabled: false, viewport: {width: 360, height: 740}}));

test('every page of the player can be read by everybody', async () => {
    const {context, page, faults} = await signIn('nhansu', {});

    for (const language of ['vi', 'en']) {
        if (await page.getAttribute('html', 'lang') !== language)
            await page.click(`button[name=language][value=${language}]`);
        const lessons = language === 'vi' ? LESSONS : LESSONS.slice(1, 2);
        for (const address of ['/courses', COURSE, ...lessons.map((l) => `${COURSE}/${l}`)]) {
            const answer = await page.goto(address);
            assert.equal(answer.status(), 200);
            assert.equal(await page.getAttribute('html', 'lang'), language);
            assert.deepEqual(await lookAt(page, await answer.text()), [], `${address} ${language}`);
        }
    }
    assert.deepEqual(faults, []);
    await context.close();
});

test('every picture is there, says what it shows, and runs nothing', async () => {
    const {context, page} = await signIn('nhansu', {});
    const seen = new Set();

    for (const language of ['vi', 'en']) {
        await page.goto('/courses');
        if (await page.getAttribute('html', 'lang') !== language)
            await page.click(`button[name=language][value=${language}]`);
        for (const lesson of LESSONS) {
            await page.goto(`${COURSE}/${lesson}`);
            const pictures = await page.$$eval('main img', (all) =>
                all.map((i) => ({src: i.src, alt: i.alt, drawn: i.complete && i.naturalWidth > 0,
                    said: i.parentElement.querySelector('figcaption')?.textContent})));
            for (const p of pictures) {
                assert.ok(p.drawn, p.src);
                assert.ok(p.alt.length > 20, p.alt);
                assert.match(p.said, language === 'vi' ? /^Hình \d/ : /^Figure \d/);
                seen.add(p.src);
            }
        }
    }
    assert.equal(seen.size, 12);
    for (const src of seen) {
        const answer = await page.request.get(src);
        const headers = answer.headers();
        assert.equal(headers['content-type'], 'image/svg+xml');
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.match(headers['content-security-policy'], /default-src 'none'.*sandbox/);
        assert.equal(headers['cache-control'], 'private, max-age=31536000, immutable');
    }
    await context.close();
});

test('a lesson prints as what is to be read', async () => {
    const {context, page} = await signIn('nhansu', {});

    await page.goto(`${COURSE}/gia-mao`);
    await page.emulateMedia({media: 'print'});
    const shown = (what) => page.locator(what).first().isVisible();
    assert.equal(await shown('main .toc'), false);
    assert.equal(await shown('main .actions'), false);
    assert.equal(await shown('main textarea'), false);
    assert.equal(await shown('main .steps'), false);
    assert.equal(await shown('main h1'), true);
    assert.equal(await shown('main figure'), true);
    await context.close();
});

test('opening pages changes nothing', async () => {
    const {context, page} = await signIn('thanhtra', {});

    for (const lesson of LESSONS) await page.goto(`${COURSE}/${lesson}`);
    await page.goto(COURSE);
    assert.equal(await page.locator('text=Bắt đầu học').count(), 1);
    await context.close();
});
