import { useRights } from '../../data/use-session.ts'

/** What an account is called and how it is run. */
export function SettingsTab({ accountId }: { accountId: string }) {
  const { account } = useRights(accountId)
  return <p>{account?.name}</p>
}
