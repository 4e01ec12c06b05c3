import type { Joining } from '../../domain/credential'
import { canUndo, youthLeft } from '../../domain/joining'
import { type Person, personSchema } from '../../domain/person'
import { type Youth, youthSchema } from '../../domain/youth'
import { accounts, arrivingFiles, complaints, joinings, persons, signUps, youths } from '../../store/collections'
import { text } from '../../text/text'
import { partContacts } from '../contact-joining'
import type { Action, Scene } from '../feature'
import { keepPerson } from './join-persons'
import { partSignUps } from './join-sign-ups'
import { accountsOf, tellAccounts } from './tell-accounts'

/** The joining that this person could undo: the latest, within seven days. */
export async function undoableJoining(scene: Scene): Promise<Joining | undefined> {
  const all = await scene.tx.find(joinings, { index: 'subject', equals: scene.person.id })
  const made = all.filter((joining) => !joining.waitsForAdmin && joining.undoneAt === null)
  const latest = made.sort((a, b) => (a.at < b.at ? 1 : -1))[0]
  return latest && canUndo(latest, scene.now) ? latest : undefined
}

/** Takes two persons apart again: accounts, cases and answers go back, the return code that both knew ends. */
export const undoJoining: Action = {
  id: 'undo-joining',
  async run(scene, id) {
    const joining = await undoableJoining(scene)
    if (!joining || (id && joining.id !== id)) {
      return scene.say({ text: text(scene.language, 'settings.undo-past') })
    }
    const { tx } = scene
    scene.lock(`person:${joining.from}`)
    const before = beforeOf(joining)
    if (!before.person) throw new Error('a joining without the person it was from')
    const told = await accountsOf(scene, joining.into)
    const cut = new Set([joining.from, ...before.person.joined])
    const into = { ...scene.person, joined: scene.person.joined.filter((other) => !cut.has(other)), returnCode: null }

    await tx.put(persons, into)
    await tx.put(persons, before.person)
    await putYouths(scene, joining, before.youths)
    for (const caseId of before.cases) {
      const complaint = await tx.get(complaints, caseId)
      if (complaint?.person === joining.into) await tx.put(complaints, { ...complaint, person: joining.from })
    }
    await partSignUps(scene, before.signUps, joining.into, joining.from)
    for (const accountId of joining.accounts) {
      const account = await tx.get(accounts, accountId)
      if (account?.person === joining.into) await tx.put(accounts, { ...account, person: joining.from })
    }
    for (const file of await tx.find(arrivingFiles, { index: 'subject', equals: joining.into })) {
      if (joining.accounts.includes(file.account)) await tx.put(arrivingFiles, { ...file, person: joining.from })
    }
    await tx.put(joinings, { ...joining, undoneAt: scene.now, before: [] })
    await scene.record('undo-joining', joining.id)
    await keepPerson(scene, into)
    await keepPerson(scene, before.person)
    await tellAccounts(scene, told, (language) => ({ text: text(language, 'settings.undone-elsewhere') }))
    scene.say({ text: text(scene.language, 'settings.undone') })
  },
}

async function putYouths(scene: Scene, joining: Joining, before: readonly Youth[]): Promise<void> {
  const { tx } = scene
  const theirs = before.find((youth) => youth.id === joining.from)
  const mine = before.find((youth) => youth.id === joining.into)
  const left = youthLeft(await tx.get(youths, joining.into), mine, joining.at)
  if (left) await tx.put(youths, left)
  else if (theirs) await tx.delete(youths, joining.into)
  if (theirs) await tx.put(youths, theirs)
  if (left || theirs) await partContacts(scene, joining, left)
}

function beforeOf({ before }: Joining): {
  person: Person | undefined
  youths: Youth[]
  cases: string[]
  signUps: string[]
} {
  const of = (name: string) => before.filter(({ collection }) => collection === name).map(({ doc }) => doc)
  const idsOf = (name: string) => of(name).map((doc) => (doc as { id: string }).id)
  return {
    person: of(persons.name).map((doc) => personSchema.parse(doc))[0],
    youths: of(youths.name).map((doc) => youthSchema.parse(doc)),
    cases: idsOf(complaints.name),
    signUps: idsOf(signUps.name),
  }
}
