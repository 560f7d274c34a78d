import CircleAlert from 'lucide-react/icons/circle-alert'
import CircleCheck from 'lucide-react/icons/circle-check'
import { useState } from 'react'
import type { AddressCheck } from '../../../ipc/views.ts'
import { applicationFormWords, addressCheckWords as t } from '../../../strings/environments.ts'
import { explain } from '../../../strings/problems.ts'
import { bridge } from '../../data/bridge.ts'
import { Button } from '../../ui/button.tsx'
import styles from './environments.module.css'

interface Address {
  /** Of the field. */
  name: string
  url: string
}

interface Checked extends Address {
  isGood: boolean
  text: string
}

/** Asks for each page and says what came. What was typed since is no longer what was checked, so it goes. */
export function AddressCheckResults({ addresses }: { addresses: readonly Address[] }) {
  const [checked, setChecked] = useState<readonly Checked[]>([])
  const [isChecking, setChecking] = useState(false)
  const shown = checked.filter(({ name, url }) =>
    addresses.some((address) => address.name === name && address.url === url),
  )
  async function check() {
    setChecking(true)
    setChecked(await Promise.all(addresses.map(checkOne)))
    setChecking(false)
  }
  return (
    <div className={styles.check}>
      <Button
        isPending={isChecking}
        disabledReason={addresses.length === 0 ? t.empty : null}
        onPress={() => void check()}
      >
        {isChecking ? applicationFormWords.checking : applicationFormWords.check}
      </Button>
      <ul role="status" className={styles.checked}>
        {shown.map(({ name, isGood, text }) => (
          <li key={name} data-good={isGood || undefined}>
            {isGood ? (
              <CircleCheck size={16} aria-hidden="true" />
            ) : (
              <CircleAlert size={16} aria-hidden="true" />
            )}
            <span>{applicationFormWords.checkResult(name, text)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

async function checkOne(address: Address): Promise<Checked> {
  const answer = await bridge().command('environments.checkAddress', { url: address.url })
  if (!answer.ok) return { ...address, isGood: false, text: explain(answer.error).title }
  return { ...address, ...inWords(answer.value) }
}

function inWords(result: AddressCheck): { isGood: boolean; text: string } {
  if (result.outcome === 'silent') {
    return { isGood: false, text: t.withCode(t.silent[result.why], result.code) }
  }
  const { status, milliseconds, endedAt } = result
  // A page that wants a sign-in is there.
  const isGood = status < 400 || status === 401 || status === 403
  const text = isGood ? t.answered(status, milliseconds) : t.failed(status)
  return { isGood, text: endedAt === null ? text : t.led(text, endedAt) }
}
