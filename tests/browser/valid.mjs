// Is a page valid HTML? By html-validate's rules, less those of taste.
import {HtmlValidate, StaticConfigLoader} from 'html-validate';

const checker = new HtmlValidate(new StaticConfigLoader({
    extends: ['html-validate:standard', 'html-validate:a11y'],
    rules: {
        // our own: the content security policy refuses it
        'no-inline-style': 'error',
        // taste, or wrong for us
        'no-redundant-role': 'off', // a folded table keeps its roles in them
        'prefer-native-element': 'off',
        'no-implicit-button-type': 'off', // submit is what we mean
        'long-title': 'off',
        'void-style': 'off',
        'no-trailing-whitespace': 'off',
        'attr-quotes': 'off',
        'doctype-style': 'off',
        'valid-id': ['error', {relaxed: true}],
        'no-raw-characters': 'error',
        'no-missing-references': 'error',
    },
}));

// A list of "line:column rule: message"; empty for a valid page.
export async function faults(html) {
    const report = await checker.validateString(html, 'page.html');
    return report.results.flatMap((r) => r.messages)
        .map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}
