import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadEnvironment, root, setUp } from './house/set-up.mjs'

loadEnvironment()
await setUp()

// In this very process, not in a child: signals and the exit code are the bot's own, and no orphan can stay.
process.setSourceMapsEnabled(true)
await import(pathToFileURL(join(root, 'dist/main.js')).href)
