import X from 'lucide-react/icons/x'
import { useAccounts } from '../../data/use-accounts.ts'
import { Button } from '../../ui/button.tsx'
import { type Option, Select } from '../../ui/select.tsx'
import styles from './portfolio.module.css'

interface ChoiceOfProps<V extends string> {
  label: string
  value: V
  options: readonly Option<V>[]
  onChange: (value: V) => void
}

/** A filter above a list: its name is told, not shown, as its values say what it is. */
export function ChoiceOf<V extends string>(props: ChoiceOfProps<V>) {
  return <Select hideLabel className={styles.headChoice} {...props} />
}

interface OnlyAccountProps {
  accountId: string | null
  said: (name: string) => string
  onClear: () => void
}

/** The list is narrowed to one account: which, and what takes that off. */
export function OnlyAccount({ accountId, said, onClear }: OnlyAccountProps) {
  const { data: accounts } = useAccounts({ enabled: accountId !== null })
  if (accountId === null) return null
  const name = accounts?.find(({ id }) => id === accountId)?.name ?? ''
  return (
    <Button size="small" className={styles.chip} onPress={onClear}>
      <bdi>{said(name)}</bdi>
      <X size={13} aria-hidden="true" />
    </Button>
  )
}
