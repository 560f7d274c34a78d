import type { LabelColour } from '../../../ipc/views.ts'
import { ColourMark } from '../../ui/colour-mark.tsx'
import { Name } from '../../ui/name.tsx'
import styles from './people.module.css'

interface AccountNameProps {
  id?: string
  name: string
  reference: string
  colour: LabelColour | null
}

/** Which account it is, with the colour that it was given. */
export function AccountName({ id, name, reference, colour }: AccountNameProps) {
  return (
    <span className={styles.account} id={id}>
      {colour && <ColourMark colour={colour} />}
      <Name strong>{name}</Name>
      <span className={styles.reference}>{reference}</span>
    </span>
  )
}
