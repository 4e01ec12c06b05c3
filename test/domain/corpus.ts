import { readFileSync } from 'node:fs'

export type CorpusRow = { line: number; text: string; expected: string; about: boolean; note: string }

/** The rows of test/corpus/NAME.tsv; lines before the column names are comments. */
export function readCorpus(name: string): CorpusRow[] {
  const lines = readFileSync(new URL(`../corpus/${name}.tsv`, import.meta.url), 'utf8').split('\n')
  const rows: CorpusRow[] = []
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('# ') || line === 'text\texpected\tabout\tnote') continue
    const [text, expected, about, note, ...rest] = line.split('\t')
    if (text === undefined || !expected || !about || note === undefined || rest.length > 0) {
      throw new Error(`${name}.tsv:${index + 1}: a row has four columns`)
    }
    rows.push({ line: index + 1, text, expected, about: about === '1', note })
  }
  return rows
}

/** The share of rows that must be asked again. */
export function askShare(rows: CorpusRow[]): number {
  return rows.filter((row) => row.expected.startsWith('ask:')).length / rows.length
}
