import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'vite'

const worker = 'src/store/json/shard-worker.ts'
const scripts = existsSync('scripts') ? readdirSync('scripts').filter((file) => file.endsWith('.ts')) : []

/** The server's half: the bot and each scripts/*.ts as an entry of its own, with what they share in chunks. Packages stay in node_modules. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: false,
    copyPublicDir: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        main: 'src/main.ts',
        ...(existsSync(worker) && { 'shard-worker': worker }),
        ...Object.fromEntries(scripts.map((file) => [`scripts/${file.slice(0, -3)}`, `scripts/${file}`])),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
})
