import { defineConfig } from 'vitest/config'

const slow = ['test/slow/**/*.test.ts', 'test/browser/**/*.test.ts']

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: slow } },
      { test: { name: 'slow', include: ['test/slow/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 60_000 } },
      {
        test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 60_000 },
      },
    ],
  },
})
