import { halfWidth } from './plain-text'

/** An identity number, or the number of a bank card, alone or within a text: neither is ever kept from a chat. */
export function holdsPrivateNumber(text: string): boolean {
  const plain = halfWidth(text)
  return identity.test(plain) || card.test(plain) || inGroups.test(plain)
}

const identity = /(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dx](?!\d)/i
const card = /(?<!\d)\d{16,19}(?!\d)/
/** As it is printed on a card: 6222 0212 3456 7890 123 */
const inGroups = /(?<!\d)\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1?\d{1,3})?(?!\d)/
