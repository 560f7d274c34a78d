import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { useState } from 'react'
import { words } from '../../strings/common.ts'
import { bridge } from '../data/bridge.ts'
import { IconButton } from './button.tsx'
import styles from './states.module.css'

/** A short technical text with a button that puts it on the clipboard. */
export function CopyText({ label, text, copy = words.copy }: { label: string; text: string; copy?: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <p className={styles.copy}>
      <span>
        {label} <code>{text}</code>
      </span>
      <IconButton
        label={copied ? words.copied : copy}
        icon={copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
        onPress={async () => {
          const answer = await bridge().command('clipboard.write', { text })
          setCopied(answer.ok)
        }}
      />
      <span className="visually-hidden" role="status">
        {copied ? words.copied : ''}
      </span>
    </p>
  )
}
