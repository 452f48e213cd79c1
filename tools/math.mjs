// Bundle what turns TeX into MathML for the locked programs, whose engine
// (duktape) knows ECMAScript 5, as bytes in a C file. Called by tools/math.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import * as esbuild from 'esbuild';
import ts from 'typescript';

const [root, out] = process.argv.slice(2);
const {version} = JSON.parse(readFileSync(join(root, 'node_modules/temml/package.json')));
const bundled = esbuild.buildSync({
    entryPoints: [join(root, 'core/host/math/formula.js')], bundle: true, format: 'iife',
    target: 'es2018', charset: 'utf8', write: false, legalComments: 'none',
    nodePaths: [join(root, 'node_modules')],
    banner: {js: 'var globalThis = new Function("return this")();'},
}).outputFiles[0].text;
const lowered = ts.transpileModule(bundled, {compilerOptions: {
    target: ts.ScriptTarget.ES5, module: ts.ModuleKind.None, removeComments: true,
    alwaysStrict: false,
}}).outputText;
const {code} = esbuild.transformSync(lowered, {
    minify: true, target: 'es5', charset: 'ascii', legalComments: 'none'});

const bytes = Buffer.from(code).toString('hex').replace(/../g, '0x$&,').replace(/.{100}/g, '$&\n');
writeFileSync(out, `/* Made by tools/math. Do not edit. */
#include "host/math.h"

const char math_version[] = "temml/${version}";
const unsigned char math_script[] = {
${bytes}};
const size_t math_script_length = sizeof math_script;
`);
