// Build what the browser loads. Called by tools/assets.
//
// Out come NAME.HASH.EXT, the same with .gz where that is smaller, and the
// file `list`: a line each of name, hashed name and media type, with tabs.
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {extname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import * as esbuild from 'esbuild';
import * as sass from 'sass';
import subsetFont from 'subset-font';

const [root, out] = process.argv.slice(2);
const types = {
    '.css': 'text/css; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.svg': 'image/svg+xml',
    '.txt': 'text/plain; charset=utf-8',
    '.woff2': 'font/woff2',
};
const list = [];

function put(name, content) {
    const bytes = Buffer.from(content);
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const ext = extname(name);
    const hashed = `${name.slice(0, -ext.length)}.${hash}${ext}`;
    if (!types[ext]) throw new Error(`${name}: no media type for ${ext}`);
    writeFileSync(join(out, hashed), bytes);
    const small = gzipSync(bytes, {level: 9});
    if (small.length < bytes.length * 0.95)
        writeFileSync(join(out, `${hashed}.gz`), small);
    list.push(`${name}\t${hashed}\t${types[ext]}\n`);
    return hashed;
}

const from = (...path) => join(root, ...path);
const names = (folder, ext) => existsSync(from(folder))
    ? readdirSync(from(folder)).filter((n) => n.endsWith(ext)).sort() : [];

rmSync(out, {recursive: true, force: true});
mkdirSync(out, {recursive: true});

put('mark.svg', readFileSync(from('web/mark.svg')));

// Of each font only the characters its unicode-range in the style sheet names,
// without hints, which no screen of today needs: 29 kB for all instead of 67.
const fontFolder = 'node_modules/@fontsource/be-vietnam-pro';
const fontNames = readFileSync(from('web/fonts/fonts.txt'), 'utf8').trim().split('\n');
const fonts = new Map();
put('be-vietnam-pro-license.txt', readFileSync(from(fontFolder, 'LICENSE')));

function charactersOf(name, css) {
    const range = css.match(new RegExp(`url\\("?${name}"?\\)[^}]*unicode-range:([^;}]*)`))?.[1];
    if (!range) throw new Error(`${name}: no unicode-range in the style sheet`);
    return range.split(',').map((part) => {
        const [first, last = first] = part.trim().slice(2).split('-').map((n) => parseInt(n, 16));
        return Array.from({length: last - first + 1}, (_, i) => String.fromCodePoint(first + i)).join('');
    }).join('');
}

async function putFont(name, css) {
    const whole = readFileSync(from(fontFolder, 'files', name));
    fonts.set(name, put(name, await subsetFont(whole, charactersOf(name, css), {
        targetFormat: 'woff2', noHinting: true,
        keepFeatures: ['ccmp', 'kern', 'locl', 'mark', 'mkmk', 'tnum'],
    })));
}

for (const file of names('web/styles', '.scss')) {
    if (file.startsWith('_')) continue;
    let {css} = sass.compile(from('web/styles', file), {
        loadPaths: [from('node_modules')], style: 'compressed', quietDeps: true,
    });
    for (const name of fontNames) {
        if (!css.includes(name)) continue;
        if (!fonts.has(name)) await putFont(name, css);
        css = css.replaceAll(name, fonts.get(name));
    }
    put(file.replace(/\.scss$/, '.css'), css);
}

for (const file of names('web/scripts', '.js')) {
    const built = esbuild.buildSync({
        entryPoints: [from('web/scripts', file)], bundle: true, minify: true,
        format: 'esm', target: 'es2020', charset: 'utf8', write: false,
        legalComments: 'none', logLevel: 'warning',
    });
    put(file, built.outputFiles[0].contents);
}

writeFileSync(join(out, 'list'), list.join(''));
