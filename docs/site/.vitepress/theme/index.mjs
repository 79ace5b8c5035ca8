/* global document */
import theme from 'vitepress/theme'
import { defineComponent, h, onMounted, ref } from 'vue'

/** Drawn in the reader's browser; until then, and without scripts, it is its source. */
const Diagram = defineComponent({
  props: { source: { type: String, required: true } },
  setup(props) {
    const source = decodeURIComponent(props.source)
    const picture = ref('')
    onMounted(async () => {
      const { default: mermaid } = await import('mermaid')
      const isDark = document.documentElement.classList.contains('dark')
      mermaid.initialize({ startOnLoad: false, theme: isDark ? 'dark' : 'default' })
      const id = `diagram-${Math.random().toString(36).slice(2)}`
      picture.value = (await mermaid.render(id, source)).svg
    })
    return () => (picture.value === '' ? h('pre', source) : h('div', { innerHTML: picture.value }))
  },
})

export default {
  extends: theme,
  enhanceApp({ app }) {
    app.component('Diagram', Diagram)
  },
}
