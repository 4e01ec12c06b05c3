import { becomesOfficer, withPoints } from './people'
import type { User, World } from './world'

export type Name = 'a' | 'b'
export const numberOf = (name: Name) => (name === 'a' ? 1 : 2)

export async function committee(world: World): Promise<void> {
  await withPoints(world)
  await becomesOfficer(world.user('desk'), '赵姐', ['caseworker'])
}

export async function worker(world: World, name: Name): Promise<User> {
  await committee(world)
  const user = world.user(`worker-${name}`)
  await user.says('你好')
  return user
}
