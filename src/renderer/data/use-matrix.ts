import type { Problem } from '@gatehouse/contract'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Matrix, MatrixAsk, MatrixRow } from '../../ipc/views.ts'
import { bridge } from './bridge.ts'
import { queryKey } from './keys.ts'
import { notifyProblem } from './use-mutate.ts'

interface Asked {
  accountId: string
  /** Null: access as it is, without a review. */
  reviewId: string | null
  ask: MatrixAsk
}

const pieceSize = 100
/** So many rows before and behind those in view are asked for too, to be there when they come into view. */
const ahead = 50

export interface MatrixData {
  /** Applications, how many rows there are, and their groups; undefined until the first piece is here. */
  matrix: Matrix | undefined
  error: Problem | null
  refetch: () => void
  rowAt: (row: number) => MatrixRow | undefined
  onRange: (from: number, to: number) => void
  /** What the question was when these rows came: rows of another one are other rows. */
  mark: string
}

/** Rows of a matrix in pieces, those around what is in view. Rows of the question before stay until the new ones come. */
export function useMatrix({ accountId, reviewId, ask }: Asked): MatrixData {
  const [range, setRange] = useState({ from: 0, to: 0 })
  const mark = JSON.stringify([accountId, reviewId, ask])
  const pieces = piecesIn(range)
  const answers = useQueries({
    queries: pieces.map((piece) => {
      const input = { accountId, ask, offset: piece * pieceSize, limit: pieceSize }
      const name = reviewId === null ? ('access.matrix' as const) : ('reviews.matrix' as const)
      const asked = reviewId === null ? input : { ...input, reviewId }
      return {
        queryKey: queryKey(name, asked),
        queryFn: async (): Promise<Matrix> => {
          const answer =
            reviewId === null
              ? await bridge().query('access.matrix', input)
              : await bridge().query('reviews.matrix', { ...input, reviewId })
          if (answer.ok) return answer.value
          throw answer.error
        },
        retry: false,
      }
    }),
    combine: combined,
  })
  const first = answers.data.find((piece) => piece !== undefined)
  const before = useRef<{ mark: string; data: (Matrix | undefined)[] } | null>(null)
  useEffect(() => {
    if (first) before.current = { mark, data: answers.data }
  }, [first, mark, answers.data])
  const shown = first ? answers.data : (before.current?.data ?? answers.data)
  const rows = useMemo(() => byIndex(shown), [shown])
  const matrix = first ?? shown.find((piece) => piece !== undefined)
  const last = useRef(0)
  last.current = Math.max(0, (matrix?.total ?? 0) - 1)
  const onRange = useCallback((from: number, to: number) => {
    setRange((now) => {
      const next = { from: Math.max(0, from - ahead), to: Math.max(to, Math.min(last.current, to + ahead)) }
      return String(piecesIn(now)) === String(piecesIn(next)) ? now : next
    })
  }, [])
  return {
    matrix,
    error: answers.error,
    refetch: answers.refetch,
    rowAt: useCallback((row: number) => rows.get(row), [rows]),
    onRange,
    mark,
  }
}

function combined(
  results: readonly { data: Matrix | undefined; error: Error | null; refetch: () => unknown }[],
): { data: (Matrix | undefined)[]; error: Problem | null; refetch: () => void } {
  const failed = results.find(({ error }) => error !== null)
  return {
    data: results.map(({ data }) => data),
    error: (failed?.error ?? null) as Problem | null,
    refetch: () => {
      for (const { refetch } of results) refetch()
    },
  }
}

function piecesIn({ from, to }: { from: number; to: number }): number[] {
  const first = Math.floor(from / pieceSize)
  const last = Math.floor(to / pieceSize)
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

function byIndex(pieces: readonly (Matrix | undefined)[]): ReadonlyMap<number, MatrixRow> {
  const rows = new Map<number, MatrixRow>()
  for (const piece of pieces)
    piece?.rows.forEach((row, at) => {
      rows.set(piece.offset + at, row)
    })
  return rows
}

export type Decision = 'keep' | 'revoke' | 'unsure'

const letters: Record<Decision, string> = { keep: 'k', revoke: 'r', unsure: 'n' }

/**
 * Decides cells of a review. It shows at once, before the answer comes: whoever goes on with the keys must not wait.
 */
export function useDecide(
  accountId: string,
  reviewId: string,
): (places: readonly number[], cells: readonly number[], decision: Decision | null) => Promise<void> {
  const client = useQueryClient()
  return useCallback(
    async (places, cells, decision) => {
      const letter = decision === null ? '.' : letters[decision]
      const chosen = new Set(places)
      const isOfReview = (key: readonly unknown[]) =>
        key[0] === accountId &&
        key[1] === 'reviews.matrix' &&
        (key[2] as { reviewId?: string }).reviewId === reviewId
      client.setQueriesData<Matrix>({ predicate: ({ queryKey: key }) => isOfReview(key) }, (matrix) =>
        matrix ? { ...matrix, rows: matrix.rows.map((row) => decided(row, chosen, cells, letter)) } : matrix,
      )
      const answer = await bridge().command('reviews.decide', {
        accountId,
        reviewId,
        places: [...places],
        cells: [...cells],
        decision,
      })
      if (!answer.ok) notifyProblem(answer.error)
      await askAgain(client, accountId)
    },
    [client, accountId, reviewId],
  )
}

/** What is shown of reviews of an account is asked for anew: a decision was made on this computer. */
export async function askAgain(client: ReturnType<typeof useQueryClient>, accountId: string): Promise<void> {
  await client.invalidateQueries({
    predicate: ({ queryKey: [account, name] }) =>
      account === accountId && typeof name === 'string' && name.startsWith('reviews.'),
  })
}

function decided(row: MatrixRow, places: ReadonlySet<number>, cells: readonly number[], letter: string) {
  if (!places.has(row.place) || row.decisions === null || row.locks === null) return row
  const decisions = [...row.decisions]
  for (const cell of cells) if (row.locks[cell] === '.') decisions[cell] = letter
  return { ...row, decisions: decisions.join('') }
}
