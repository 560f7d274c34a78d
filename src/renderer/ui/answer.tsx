import type { Permission, Problem } from '@gatehouse/contract'
import type { UseQueryResult } from '@tanstack/react-query'
import Lock from 'lucide-react/icons/lock'
import type { ReactNode } from 'react'
import { deniedWords } from '../../strings/access.ts'
import { EmptyState, ErrorState, Skeleton } from './states.tsx'

interface AnswerProps<T> {
  answer: UseQueryResult<T, Problem>
  /** Needed to see it at all, where the principal is known to lack it. */
  lacks?: Permission | null | undefined
  /** Beside a form or in a drawer, rather than in place of a screen. */
  inline?: boolean
  skeletonRows?: number
  children: (value: T) => ReactNode
}

/** An answer of the local copy in each of its states: on its way, refused, failed, there. */
export function Answer<T>({ answer, lacks, inline, skeletonRows, children }: AnswerProps<T>) {
  if (lacks) return <Denied permission={lacks} />
  if (answer.error?.code === 'forbidden' && answer.error.required) {
    return <Denied permission={answer.error.required} />
  }
  // What was there before a failed reading is better than nothing, unless it is no longer ours to see.
  if (answer.data !== undefined && !isOver(answer.error)) return children(answer.data)
  if (answer.error) {
    return (
      <ErrorState problem={answer.error} inline={inline ?? false} onRetry={() => void answer.refetch()} />
    )
  }
  return <Skeleton rows={skeletonRows ?? 6} />
}

function isOver(problem: Problem | null): boolean {
  return problem?.code === 'forbidden' || problem?.code === 'not_found'
}

/** In place of what the principal may not see: the permission that is missing, and whom to ask. */
export function Denied({ permission }: { permission: string }) {
  return (
    <EmptyState icon={<Lock size={22} />} title={deniedWords.title} reason={deniedWords.reason(permission)} />
  )
}
