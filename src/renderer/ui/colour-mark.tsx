import type { LabelColour } from '../../ipc/views.ts'
import { labelWords } from '../../strings/accounts.ts'
import styles from './colour-mark.module.css'

/** The colour that the user gave something. Told by its name too, so that it isn't for the eyes alone. */
export function ColourMark({ colour }: { colour: LabelColour }) {
  const name = labelWords.colours[colour]
  return (
    <span className={styles.mark} data-colour={colour} title={name}>
      <span className="visually-hidden">{labelWords.marked(name)}</span>
    </span>
  )
}
