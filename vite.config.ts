import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'vite'

const worker = 'src/store/json/shard-worker.ts'
/** What every start loads in more than two hundred small files, each of them found and read by itself: a quarter of an empty start. */
const bundled = [
  ...['zod', 'hono', '@hono/node-server', 'dayjs', 'lowdb', 'steno', 'node-cron'],
  ...['file-type', 'strtok3', 'token-types', '@tokenizer/inflate', '@tokenizer/token', '@borewit/text-codec'],
  ...['uint8array-extras', 'ieee754', 'debug', 'ms'],
]
const scripts = existsSync('scripts') ? readdirSync('scripts').filter((file) => file.endsWith('.ts')) : []

/** The server's half: the bot and each scripts/*.ts as an entry of its own, with what they share in chunks. Other packages stay in node_modules. */
export default defineConfig({
  ssr: { noExternal: bundled },
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
