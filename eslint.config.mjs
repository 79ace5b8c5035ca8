import js from '@eslint/js'
import tseslint from 'typescript-eslint'

const NODE_GLOBALS = ['console', 'process', 'performance', 'URL', 'setInterval', 'clearInterval']
const ACCESSOR = 'Property[kind=/^[gs]et$/]'
const COPIED =
  'On the phone a spread is Object.assign, which reads a getter once and calls a setter: make it a method.'

export default tseslint.config(
  {
    ignores: [
      'miniprogram_dist/',
      'es/',
      'types/',
      '.cache/',
      'coverage/',
      '**/miniprogram_npm/',
      '**/node_modules/',
      '__tests__/package/consumers/',
      '__tests__/wechat/template/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // `${number}` in a message is what the reader wants.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `{ ours, ...rest }` is how ours is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // A listener that returns nothing may be an arrow with an expression.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          `ObjectExpression:has(> SpreadElement) > ${ACCESSOR}`,
          `SpreadElement > ObjectExpression > ${ACCESSOR}`,
          `CallExpression[callee.object.name='Object'][callee.property.name='assign'] > ObjectExpression > ${ACCESSOR}`,
          `CallExpression[callee.name='spread'] > ObjectExpression > ${ACCESSOR}`,
        ].map((selector) => ({ selector, message: COPIED })),
      ],
    },
  },
  {
    files: ['__tests__/**/*.ts'],
    rules: {
      // What a callback changes, the compiler does not see; tests are full of that.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Functions are taken out of what is faked, to be put back or called through.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // For a package that is CommonJS itself.
    files: ['**/*.cjs'],
    languageOptions: {
      globals: { console: 'readonly', process: 'readonly', require: 'readonly' },
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])),
    },
  },
)
