import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface AxeResult {
  violations: { id: string; impact: string; nodes: { html: string }[] }[]
}

/** What axe calls serious or critical on the page as it stands. */
export async function graveFindings(page: Page): Promise<string[]> {
  // Through the debugger: the page's own policy lets no foreign script in.
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const runner = (window as unknown as { axe: { run: () => Promise<AxeResult> } }).axe
    return (await runner.run()).violations
  })
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

/** By how many pixels the page is wider than its window. */
export const sideways = (page: Page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth))

/** What is to be tapped and is smaller than a thumb. */
export const tooSmall = (page: Page) =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('button, textarea, .option, .hotline'))
      .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 120) }))
      .filter(({ box }) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
      .map(({ html }) => html),
  )
