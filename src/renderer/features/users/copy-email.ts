import { userWords } from '../../../strings/users.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { notify } from '../../ui/toast.tsx'

export async function copyEmail(email: string): Promise<void> {
  const answer = await bridge().command('clipboard.write', { text: email })
  if (answer.ok) notify({ title: userWords.copiedEmail(email) })
  else notifyProblem(answer.error)
}
