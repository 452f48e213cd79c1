// What the browser tests stand on: a Khoa of their own with demo data, and a
// browser that may reach nothing else.
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const build = process.env.KHOA_BUILD ?? join(root, 'build/dev');
export const khoa = join(build, 'khoa');

const FIRST_PORT = 18200, LAST_PORT = 18299, PATIENCE_MS = 60000;

function isFree(port) {
    return new Promise((resolve) => {
        const trial = createServer();
        trial.once('error', () => resolve(false));
        trial.listen(port, '127.0.0.1', () => trial.close(() => resolve(true)));
    });
}

async function freePort() {
    for (let port = FIRST_PORT; port <= LAST_PORT; port++)
        if (await isFree(port)) return port;
    throw new Error('no free port');
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// A server on demo data, or on an --empty installation. {address, data, stop(), log()}
// `courses`: folders to be taken in beforehand.
export async function startKhoa(fill = '--demo', courses = []) {
    const folder = mkdtempSync(join(tmpdir(), 'khoa-browser-')), data = join(folder, 'data');
    const setup = fill === '--demo'
        ? spawnSync(join(root, 'tests/demo-data'), [dirname(khoa), data], {encoding: 'utf8'})
        : spawnSync(khoa, ['setup', fill, '--data', data, '--share', root], {encoding: 'utf8'});
    if (setup.status !== 0)
        throw new Error(`khoa setup: ${setup.stdout}${setup.stderr}`);
    for (const course of courses) {
        const taken = spawnSync(khoa, ['import', 'course', join(root, course), '--data', data], {encoding: 'utf8'});
        if (taken.status !== 0) throw new Error(`khoa import: ${taken.stdout}${taken.stderr}`);
    }
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const server = spawn(khoa, ['serve', '--data', data, '--port', `${port}`],
        {stdio: ['ignore', 'pipe', 'pipe']});
    let log = '', ended = false;
    server.stdout.on('data', (text) => { log += text; });
    server.stderr.on('data', (text) => { log += text; });
    const end = new Promise((resolve) => server.once('exit', (code, signal) => {
        ended = true;
        resolve(code ?? signal);
    }));
    const stop = async () => {
        if (!ended) server.kill('SIGTERM');
        const code = await end;
        rmSync(folder, {recursive: true, force: true});
        return code;
    };
    for (const begun = Date.now(); ;) {
        const up = await fetch(`${address}/healthz`).catch(() => null);
        if (up?.ok) break;
        if (ended || Date.now() - begun > PATIENCE_MS) {
            await stop();
            throw new Error(`khoa serve does not answer: ${log}`);
        }
        await pause(50);
    }
    return {address, data, stop, log: () => log};
}

export function startBrowser() {
    return chromium.launch({
        executablePath: process.env.KHOA_CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
            '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync'],
    });
}

// A page of its own session. `faults` collects what should never happen: a
// message on the console, a script error, a request to somewhere else, an
// asset that did not load.
export async function openPage(browser, address, options = {}) {
    const context = await browser.newContext({
        baseURL: address, locale: 'vi-VN', ...options});
    const page = await context.newPage();
    const faults = [];
    page.setDefaultTimeout(20000);
    page.on('console', (m) => {
        // the browser itself reports a page that is 4xx on purpose
        if (['error', 'warning'].includes(m.type()) &&
            !/^Failed to load resource.*status of 4/.test(m.text()))
            faults.push(`console: ${m.text()}`);
    });
    page.on('pageerror', (e) => faults.push(`script: ${e.message}`));
    page.on('request', (r) => {
        if (!r.url().startsWith(address) && !r.url().startsWith('data:'))
            faults.push(`outside: ${r.url()}`);
    });
    page.on('response', (r) => {
        if (r.url().includes('/assets/') && !r.ok())
            faults.push(`asset: ${r.status()} ${r.url()}`);
    });
    return {context, page, faults};
}

// Everybody's password in demo data.
export const password = 'song-hong-2026';

// Sign in as somebody of the demo data; ends on the start page or at `back`.
export async function signIn(page, login, back = '/') {
    await page.goto(`/sign-in?back=${encodeURIComponent(back)}`);
    await page.fill('#login', login);
    await page.fill('#password', password);
    await page.click('main .govuk-button');
    await page.waitForURL((url) => url.pathname !== '/sign-in');
}
