import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { navigation, WORDS } from './navigation.mjs'

const cache = join(fileURLToPath(import.meta.url), '../../../../.cache/site')

/** As GitHub does it: the same links work in both places. */
const slugify = (title) =>
  title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')

export default defineConfig({
  srcDir: join(cache, 'pages'),
  outDir: join(cache, 'dist'),
  cacheDir: join(cache, 'vitepress'),
  title: 'miniprogram-auth',
  cleanUrls: true,
  markdown: {
    anchor: { slugify },
    config(markdown) {
      const { code_inline: code, fence } = markdown.renderer.rules
      // Vue would take the {{ }} of WXML for its own; blocks have a v-pre already.
      markdown.renderer.rules.code_inline = (tokens, index, ...rest) => {
        tokens[index].attrSet('v-pre', '')
        return code(tokens, index, ...rest)
      }
      markdown.renderer.rules.fence = (tokens, index, ...rest) =>
        tokens[index].info === 'mermaid'
          ? `<Diagram source="${encodeURIComponent(tokens[index].content)}" />`
          : fence(tokens, index, ...rest)
    },
  },
  // The other language's page of the same name need not exist: the switch leads to its first page.
  themeConfig: { search: { provider: 'local' }, outline: [2, 3], i18nRouting: false },
  locales: {
    root: {
      label: 'English',
      lang: 'en',
      description: 'Login for WeChat Mini Programs',
      themeConfig: navigation('en'),
    },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      description: '微信小程序登录 SDK',
      themeConfig: { ...navigation('zh'), ...WORDS },
    },
  },
})
