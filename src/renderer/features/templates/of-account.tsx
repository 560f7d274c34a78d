import { Avatar } from '../../ui/avatar.tsx'
import styles from './templates.module.css'

/** Whose templates they are: stands beneath the title of each panel. */
export function OfAccount({ name }: { name: string }) {
  return (
    <span className={styles.account}>
      <Avatar name={name} size={18} />
      <bdi>{name}</bdi>
    </span>
  )
}
