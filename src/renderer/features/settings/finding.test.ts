import { expect, test } from 'vitest'
import { fold } from '../../../ipc/fold.ts'
import { settingsTexts as t } from '../../../strings/settings.ts'
import { settingsIndex, settingsSections } from '../../app/settings-index.ts'
import { isItemFound, isSectionFound } from './finding.ts'

const looking = (typed: string) => ({ asked: fold(typed), commands: ['Invite users...', 'Switch theme'] })
const sectionsWith = (typed: string) =>
  settingsSections.filter((each) => isSectionFound(each, looking(typed)))
const itemsWith = (typed: string) =>
  settingsIndex()
    .filter(({ id }) => isItemFound(id, looking(typed)))
    .map(({ id }) => id)

test('a setting is found by its own name, or with all of its section by the name of that', () => {
  expect(itemsWith(t.density)).toEqual(['density'])
  expect(sectionsWith(t.density)).toEqual(['appearance'])
  expect(itemsWith(t.sections.appearance)).toEqual(['theme', 'density', 'language', 'motion'])
  expect(itemsWith('')).toHaveLength(settingsIndex().length)
  expect(sectionsWith('no such thing')).toEqual([])
})

test('keys are found by what one of them does, so that no section is an empty box', () => {
  expect(sectionsWith('invite')).toEqual(['shortcuts'])
  expect(itemsWith('invite')).toEqual(['shortcuts'])
  expect(itemsWith('theme')).toEqual(['theme', 'shortcuts'])
})
