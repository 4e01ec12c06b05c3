import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** Gives a place to the PostgreSQL that the first test which wants one starts. */
const globalSetup = 'test/support/postgres/around-tests.ts'

const only = (name: string) => ({
  name,
  globalSetup,
  include: [`test/${name}/**/*.test.ts`],
  testTimeout: 180_000,
  hookTimeout: 60_000,
})

const apart = [
  // These start servers, browsers and builds, and wait for them most of the time: two files at once.
  only('slow'),
  only('browser'),
  // These measure: side by side they would slow each other past their limits.
  { ...only('long'), fileParallelism: false },
]

/** Every form in every way, every failure of the disk, every word over Telegram's wire: too long to wait for before each commit. */
const thorough = [
  'test/channels/telegram/{alerts,bot-api*,buttons-and-links,connecting,contact,downloads,erase,event,mailing}.test.ts',
  'test/channels/telegram/{main-job,messenger,poll,proxy,reach}.test.ts',
  'test/channels/telegram/{store-fails,webhook-routes,what-people-send}.test.ts',
  'test/channels/web-chat/{files,messages,stream}.test.ts',
  'test/delivery/{limits,mailing,pump}.test.ts',
  'test/conversations/{any-input,every-form*}.test.ts',
  'test/conversations/{buttons-in-sight,contact,contact-answers,contact-entry,contact-officers,contact-pause,contact-places,contact-words}.test.ts',
  'test/conversations/{cry-for-help,event-details,going-to-events,holding-events,me,registration,settings}.test.ts',
  'test/conversations/{arriving-files,complain,details,joining,mailings,officer-cases,officer-forms,officer-permissions}.test.ts',
  'test/conversations/{any-life-of-a-case,cases,changing-events,contact-joining,event-rush,file-words,yes-and-no-to-events}.test.ts',
  'test/store/json/{backup,change-master-key,contract,failure,fault-points,format-samples,nothing-in-clear,packed-file,restore,restore-faults,start,torn-tail,verify-backup}.test.ts',
  'test/store/postgres/*.test.ts',
  'test/compose/master-key.test.ts',
  'test/jobs/{contact-crash,contact-year,end-mailings,event-changes,events,waiting-for-the-worker}.test.ts',
  'test/web/server/alerts.test.ts',
]

/** What people and officers do, once more with the data in PostgreSQL. */
const onPostgres = (name: string, files: string) => ({
  name,
  globalSetup,
  include: [files],
  env: { TEST_ENGINE: 'postgres' },
  testTimeout: 180_000,
  hookTimeout: 60_000,
  isolate: false,
})

/** What is waited for may take as long as a busy machine takes. */
const patient = (projects: Pick<TestProjectInlineConfiguration, 'test'>[]) =>
  projects.map(({ test }) => ({ test: { ...test, expect: { poll: { timeout: 30_000 } } } }))

export default defineConfig({
  test: {
    // By itself vitest leaves one of two cores idle.
    maxWorkers: 2,
    projects: patient([
      {
        test: {
          name: 'fast',
          globalSetup,
          // Real disks and hashes: slow only when the machine is busy with something else.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // Loading our modules anew for each file costs more than the tests; they keep no state outside what they open.
          isolate: false,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...apart.flatMap(({ include }) => include), ...thorough],
        },
      },
      {
        test: {
          name: 'thorough',
          globalSetup,
          include: thorough,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          isolate: false,
        },
      },
      { test: onPostgres('postgres', 'test/conversations/{registration,settings}.test.ts') },
      { test: onPostgres('postgres-long', 'test/conversations/**/*.test.ts') },
      // Beside the half of them that `thorough` plays.
      {
        test: {
          ...only('every-channel'),
          include: ['test/conversations/every-form-*.test.ts'],
          env: { EVERY_CHANNEL: 'yes' },
          isolate: false,
        },
      },
      ...apart.map((test) => ({ test })),
    ]),
  },
})
