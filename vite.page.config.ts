import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the chat page for old phones; unfinished syntax of newer browsers is lowered, missing functions are not used. */
export default defineConfig({
  root: 'src/web/chat-page',
  base: '/',
  plugins: [react()],
  build: {
    target: ['chrome64', 'safari12'],
    outDir: '../../../dist/chat-page',
    emptyOutDir: true,
    // The page's policy allows no inline code and its only chunk needs no preloading.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
