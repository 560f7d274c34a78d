import type { Problem } from '@gatehouse/contract'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { words } from '../../../strings/common.ts'
import { explain } from '../../../strings/problems.ts'
import { start } from '../../../strings/shell.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { TextField } from '../../ui/fields.tsx'
import styles from './start.module.css'
import { StartFrame } from './start-frame.tsx'

interface FirstStartProps {
  suggestion: string | null
  problem: Problem | null
}

export function FirstStart({ suggestion, problem }: FirstStartProps) {
  const [address, setAddress] = useState(suggestion ?? '')
  const [isMissing, setMissing] = useState(false)
  const connect = useCommand('server.connect')
  const refusal = connect.error ?? (connect.isIdle ? problem : null)
  const said = refusal && explain(refusal)

  function submit() {
    const typed = address.trim()
    setMissing(typed === '')
    if (typed !== '') connect.mutate({ address: typed })
  }

  return (
    <StartFrame>
      <Form
        className={styles.card ?? ''}
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault()
          if (!connect.isPending) submit()
        }}
      >
        <h1 className={styles.title}>{start.title}</h1>
        <p className={styles.text}>{start.intro}</p>
        <TextField
          label={start.address}
          description={start.addressHint}
          value={address}
          onChange={(value) => {
            setAddress(value)
            setMissing(false)
          }}
          error={isMissing ? start.addressMissing : said ? `${said.title}. ${said.advice}` : null}
          autoFocus
          inputProps={{ inputMode: 'url', autoCapitalize: 'off', spellCheck: 'false', autoComplete: 'url' }}
        />
        {refusal?.reference && (
          <CopyText label={words.reference} text={refusal.reference} copy={words.copyReference} />
        )}
        <Button type="submit" kind="primary" isPending={connect.isPending}>
          {connect.isPending ? start.connecting : refusal ? words.tryAgain : start.connect}
        </Button>
      </Form>
    </StartFrame>
  )
}
