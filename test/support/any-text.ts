import fc from 'fast-check'

const surrogates = 0x800

const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff - surrogates })
  .map((at) => String.fromCodePoint(at < 0xd800 ? at : at + surrogates))

/** Of any characters there are, and of what programs stumble over. fast-check's own unit first lists all of them, which takes a second. */
export const anyText = (limits: { maxLength?: number } = {}) =>
  fc.oneof(fc.string(limits), fc.string({ ...limits, unit: anyCharacter }))
