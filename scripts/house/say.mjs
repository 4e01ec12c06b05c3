/** Progress goes to stderr: stdout belongs to the bot. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}
