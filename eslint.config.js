import js from '@eslint/js';
import globals from 'globals';

const MARKUP = 'Text goes through lit-html or textContent; markup from strings is refused by Trusted Types.';

export default [
  { ignores: ['static/vendor/**', 'node_modules/**', '.venv/**', 'data/**', 'bench/peer/node_modules/**'] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, sourceType: 'module', globals: globals.browser },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-implicit-globals': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]', message: MARKUP },
        { selector: 'CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe)$/]', message: MARKUP },
      ],
    },
  },
  {
    files: ['static/sw.js', 'static/sw-off.js'],
    languageOptions: { sourceType: 'script', globals: { ...globals.serviceworker, PRECACHE: 'readonly', LATER: 'readonly' } },
    rules: { 'no-implicit-globals': 'off' },
  },
  {
    files: ['static/js/old-browser.js'],
    languageOptions: { ecmaVersion: 5, sourceType: 'script' },
    rules: { 'no-var': 'off' },
  },
  {
    files: ['tests/**/*.js', 'tests/**/*.mjs', 'tools/**/*.mjs', 'tools/**/*.js', 'bench/**/*.mjs', 'bench/**/*.cjs', 'eslint.config.js'],
    languageOptions: { ecmaVersion: 2025, globals: globals.node },
    rules: { 'no-restricted-syntax': 'off' },
  },
];
