import { defineConfig } from 'vitest/config'

const only = (name: string) => ({
  name,
  include: [`test/${name}/**/*.test.ts`],
  testTimeout: 180_000,
  hookTimeout: 60_000,
  // These start servers, browsers and builds: side by side they would slow each other past their limits.
  fileParallelism: false,
})

const apart = [only('slow'), only('browser'), only('long')]

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          // Real disks and hashes: slow only when the machine is busy with something else.
          testTimeout: 30_000,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: apart.flatMap(({ include }) => include),
        },
      },
      ...apart.map((test) => ({ test })),
    ],
  },
})
