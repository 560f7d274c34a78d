import { number } from './format.ts'
import { inLanguage } from './language.ts'

/** Lists of which rows are chosen. */
export const tableWords = inLanguage('tableWords', {
  selectRow: (name: string) => `Select ${name}`,
  selectAll: (count: number) => `Select all ${number(count)}`,
  selectAllMatching: (count: number) => `Select all ${number(count)} matching`,
  selected: (count: number) => `${number(count)} selected`,
  hidden: (count: number) => `${number(count)} of them not shown by the filter`,
  clear: 'Clear selection',
  bar: 'Actions for the selection',
  rowLoading: 'Loading this row',
})
