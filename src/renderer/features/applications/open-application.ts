import type { ApplicationItem } from '../../../ipc/views.ts'
import { applicationWords as t } from '../../../strings/applications.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { notify } from '../../ui/toast.tsx'

export async function openInBrowser(accountId: string, { id, name }: ApplicationItem): Promise<void> {
  const answer = await bridge().command('applications.open', { accountId, applicationId: id })
  if (answer.ok) notify({ title: t.opening(name) })
  else notifyProblem(answer.error)
}

export async function copyId({ id, name }: Pick<ApplicationItem, 'id' | 'name'>): Promise<void> {
  const answer = await bridge().command('clipboard.write', { text: id })
  if (answer.ok) notify({ title: t.copiedId(name), detail: id })
  else notifyProblem(answer.error)
}
