import type { Problem } from '@gatehouse/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { QueryInput, QueryName, QueryOutput } from '../../ipc/contract.ts'
import { bridge } from './bridge.ts'
import { queryKey } from './keys.ts'

/** Queries that answer a piece of a list over all accounts, and how long the list is. */
type PieceName = Extract<
  QueryName,
  'accounts.page' | 'access.find' | 'portfolio.invitations' | 'portfolio.activity' | 'reviews.page'
>
type Asked<N extends PieceName> = Omit<QueryInput<N>, 'offset' | 'limit'>

const pieceSize = 200
/** Where a piece begins: so many rows before what is in view, in steps. */
const before = 50

/**
 * The piece of a list that is in view. While the next one is on its way the last one stays where it was; `data.offset`
 * says where that is.
 */
export function usePieces<N extends PieceName>(name: N, asked: Asked<N>) {
  const [offset, setOffset] = useState(0)
  const mark = JSON.stringify(asked)
  const lastMark = useRef(mark)
  useEffect(() => {
    if (lastMark.current === mark) return
    lastMark.current = mark
    setOffset(0)
  }, [mark])
  const input = { ...asked, offset, limit: pieceSize } as QueryInput<N>
  const answer = useQuery<QueryOutput<N> & { offset: number }, Problem>({
    queryKey: queryKey(name, input as object),
    queryFn: async () => {
      const piece = await bridge().query(name, input)
      if (piece.ok) return { ...piece.value, offset }
      throw piece.error
    },
    placeholderData: keepPreviousData,
  })
  const onRange = useCallback((from: number, to: number) => {
    setOffset((now) => {
      const isInside = from >= now && to < now + pieceSize
      return isInside ? now : Math.max(0, Math.floor((from - before) / before) * before)
    })
  }, [])
  return { answer, onRange }
}
