import { memo, type RefObject } from 'react'
import type { AccountItem } from '../../../ipc/views.ts'
import { paletteWords } from '../../../strings/accounts.ts'
import { ResultRow } from './result-row.tsx'
import type { Result } from './results.ts'

interface ResultListProps {
  results: readonly Result[]
  accountsById: ReadonlyMap<string, AccountItem>
  /** How many of them are drawn. */
  drawn: number
  active: number
  /** What can be done with one result is one list, whatever its parts. */
  hasHeadings: boolean
  /** Read when something is done with a row, so that rows are not drawn anew for it. */
  ways: RefObject<Ways>
}

export interface Ways {
  point(index: number): void
  choose(result: Result): void
  showActions(result: Result): void
}

/** The rows; nothing to do for a key that hasn't been answered yet. */
export const ResultList = memo(function ResultList(props: ResultListProps) {
  const { results, accountsById, drawn, active, hasHeadings, ways } = props
  return results
    .slice(0, drawn)
    .map((result, index) => (
      <ResultRow
        key={`${result.kind} ${result.key}`}
        id={`palette-${index}`}
        result={result}
        accountsById={accountsById}
        heading={
          !hasHeadings || results[index - 1]?.kind === result.kind ? null : paletteWords[`${result.kind}s`]
        }
        isActive={index === active}
        onPoint={() => ways.current.point(index)}
        onChoose={() => ways.current.choose(result)}
        onActions={() => ways.current.showActions(result)}
      />
    ))
})
