import { mutationIdSchema, type Problem } from '@gatehouse/contract'
import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { createLinkInbox } from './link-inbox.ts'

const code = 'b'.repeat(43)

function inbox() {
  const arrived: string[] = []
  const refused: Problem[] = []
  const links = createLinkInbox({
    newKey: () => mutationIdSchema.parse(v7()),
    on: { arrived: (linkId) => arrived.push(linkId), refused: (problem) => refused.push(problem) },
  })
  return { links, arrived, refused }
}

describe('links from outside', () => {
  test('wait until the renderer listens, and then come in order', () => {
    const { links, arrived, refused } = inbox()
    links.arrive(`gatehouse://invite/${code}`)
    links.arrive('gatehouse://nonsense')
    expect([arrived.length, refused.length]).toEqual([0, 0])
    links.ready()
    expect([arrived.length, refused.length]).toEqual([1, 1])
    links.ready()
    expect([arrived.length, refused.length]).toEqual([1, 1])
  })

  test('the same link twice is one link', () => {
    const { links, arrived } = inbox()
    links.ready()
    links.arrive(`gatehouse://invite/${code}`)
    links.arrive(`gatehouse://invite/${code}`)
    expect(new Set(arrived).size).toBe(1)
  })

  test('a flood keeps the newest twenty', () => {
    const { links, arrived } = inbox()
    links.ready()
    for (let n = 0; n < 30; n += 1) links.arrive(`gatehouse://invite/${String(n).padStart(43, '0')}`)
    expect(arrived.filter((linkId) => links.get(linkId).ok)).toHaveLength(20)
    expect(links.get(arrived[29] ?? '').ok).toBe(true)
  })

  test('a link that was closed is gone', () => {
    const { links } = inbox()
    const added = links.add(code)
    if (!added.ok) throw new Error('not added')
    links.remove(added.value.linkId)
    expect(links.get(added.value.linkId).ok).toBe(false)
  })
})

describe('while it is locked', () => {
  test('links wait, also when the window begins anew, until it is unlocked', () => {
    const { links, arrived } = inbox()
    links.ready()
    links.hold()
    links.arrive(`gatehouse://invite/${code}`)
    links.ready()
    expect(arrived).toEqual([])
    links.release()
    expect(arrived).toHaveLength(1)
  })

  test('unlocked before the window listens, they wait for the window', () => {
    const { links, arrived } = inbox()
    links.ready()
    links.hold()
    links.arrive(`gatehouse://invite/${code}`)
    links.release()
    expect(arrived).toEqual([])
    links.ready()
    expect(arrived).toHaveLength(1)
  })
})

test('for another login the link is shown again, unless it was closed', () => {
  const { links, arrived } = inbox()
  links.ready()
  links.arrive(`gatehouse://invite/${code}`)
  links.hold()
  links.again(arrived[0] ?? '')
  links.release()
  links.ready()
  expect(arrived).toEqual([arrived[0], arrived[0]])
  links.remove(arrived[0] ?? '')
  links.again(arrived[0] ?? '')
  expect(arrived).toHaveLength(2)
})
