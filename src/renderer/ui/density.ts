import { createContext, useContext } from 'react'

export type Density = 'compact' | 'comfortable'

export const DensityContext = createContext<Density>('comfortable')

/** Pixels of a row in a table or list; the same as the token `--row-height`. */
export function useRowHeight(): number {
  return useContext(DensityContext) === 'compact' ? 32 : 44
}
