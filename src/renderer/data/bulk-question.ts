import { create } from 'zustand'

export interface BulkQuestion {
  /** "Assign Payroll in 63 accounts?" */
  title: string
  /** What the button does: "Assign in 63 accounts". */
  verb: string
  /** What it means, where there is more to say than how far it reaches. */
  effect?: string | undefined
  accounts: number
  danger?: boolean | undefined
}

interface Asked extends BulkQuestion {
  answer(yes: boolean): void
}

/** The question that stands before changes which reach wide; the shell shows it over everything else. */
export const useBulkQuestion = create<{ question: Asked | null }>(() => ({ question: null }))

export function askBefore(question: BulkQuestion): Promise<boolean> {
  useBulkQuestion.getState().question?.answer(false)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const answer = (yes: boolean) => {
    useBulkQuestion.setState({ question: null })
    resolve(yes)
  }
  useBulkQuestion.setState({ question: { ...question, answer } })
  return promise
}
