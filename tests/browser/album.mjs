// A picture of every page, to look at:
//     tools/node tests/browser/album.mjs FOLDER [part of a route ...]
// Each kind of page as whoever comes to it first, in both languages, on a
// phone, a tablet and a desk: FOLDER/NN-ROUTE.WHO.LANGUAGE.WIDTH.png. The
// start page for everybody. KHOA_WIDTHS=360,1280, KHOA_LANGUAGES=vi,
// KHOA_ADDRESS=http://127.0.0.1:8080 (a server that runs already), KHOA_DARK=1.
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';
import {ACCOUNTS, begin, walk} from './walk.mjs';

const [folder = '/tmp/khoa-album', ...parts] = process.argv.slice(2);
const widths = (process.env.KHOA_WIDTHS ?? '360,768,1280').split(',').map(Number);
const languages = (process.env.KHOA_LANGUAGES ?? 'vi,en').split(',');

mkdirSync(folder, {recursive: true});
const khoa = await startKhoa('--demo', ['tests/browser/types']);
const browser = await startBrowser(), first = new Map();
let pictures = 0;

async function take(page, who, route, language) {
    const place = String([...first.keys()].indexOf(route)).padStart(3, '0');
    const name = `${place}${route.replace(/[/:]+/g, '-')}.${who ?? 'nobody'}.${language}`;
    for (const width of widths) {
        await page.setViewportSize({width, height: width < 500 ? 740 : 800});
        await page.screenshot({path: join(folder, `${name}.${width}.png`), fullPage: true});
        pictures++;
    }
}

try {
    for (const who of [...ACCOUNTS, 'nhansu.cauda']) {
        const {page, context} = await openPage(browser, khoa.address,
            process.env.KHOA_DARK ? {colorScheme: 'dark'} : {});
        if (who) await signIn(page, who);
        const from = ['/', ...await begin(page, who), ...(who ? [] : ['/sign-in'])];
        const mine = [];
        await walk(page, who, from, first, async (route, address) => {
            const wanted = !parts.length || parts.some((part) => route.includes(part));
            if (wanted && (first.get(route).who === who || route === '/')) mine.push({route, address});
        });
        for (const language of languages) {
            await page.setViewportSize({width: 1280, height: 800});
            await page.goto('/help');
            const other = page.getByRole('button', {name: language === 'en' ? /English|EN/ : /Tiếng Việt|VI/});
            if (await page.locator('html').getAttribute('lang') !== language) await other.click();
            for (const {route, address} of mine) {
                await page.goto(address);
                await take(page, who, route, language);
            }
        }
        await context.close();
    }
} finally {
    await browser.close();
    await khoa.stop();
}
console.log(`${pictures} pictures in ${folder}`);
