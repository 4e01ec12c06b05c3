/** Vite 8 runs on Node 20.19 and later and on 22.12 and later; the odd lines between lack what it needs. */
export function isNodeFit(version) {
  const [major, minor] = version.split('.').map(Number)
  if (major === 20) return minor >= 19
  if (major === 22) return minor >= 12
  return major > 22
}

export function requireNode() {
  if (isNodeFit(process.versions.node)) return
  process.stderr.write(
    `联心需要 Node 20.19 或 22.12 以上，这里是 ${process.versions.node} / Lianxin needs Node 20.19+ or 22.12+, this is ${process.versions.node}\n`,
  )
  process.exit(1)
}
