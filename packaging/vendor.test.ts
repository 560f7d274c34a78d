import { expect, it } from 'vitest'
import { updatesOf } from './vendor.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const address = 'https://updates.example.com/gatehouse/'

it('builds look nowhere for newer ones unless somebody says where, and whose signature counts', () => {
  expect(updatesOf({})).toEqual({ address: null, publicKeys: [] })
  expect(updatesOf({ GATEHOUSE_UPDATE_URL: address, GATEHOUSE_UPDATE_KEYS: `${key},${key}` })).toEqual({
    address,
    publicKeys: [key, key],
  })
})

it('a build that could never be updated is not made', () => {
  const of = (url: string, keys: string) => () =>
    updatesOf({ GATEHOUSE_UPDATE_URL: url, GATEHOUSE_UPDATE_KEYS: keys })
  for (const url of ['http://updates.example.com/', 'updates.example.com', 'https://a:b@example.com/']) {
    expect(of(url, key), url).toThrow(/has to be an https/)
  }
  for (const keys of ['', 'abc', `${key},x`, Buffer.alloc(31).toString('base64')]) {
    expect(of(address, keys), keys).toThrow(/has to name the public keys/)
  }
})
