import styles from './avatar.module.css'

interface AvatarProps {
  name: string
  /** Edge in pixels. */
  size?: number
  round?: boolean
}

/** Initials on a hue that a name keeps for ever. Decoration: the name itself always stands beside it. */
export function Avatar({ name, size = 28, round }: AvatarProps) {
  return (
    <span
      className={styles.avatar}
      data-round={round || undefined}
      style={{
        ['--hue' as string]: hueOf(name),
        inlineSize: size,
        blockSize: size,
        fontSize: Math.round(size * 0.4),
      }}
      // Painted by the style sheet: as text it would count as a part of the button around it.
      data-initials={initialsOf(name)}
      aria-hidden="true"
    />
  )
}

export function hueOf(name: string): number {
  let hash = 7
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3600
  return hash % 360
}

/** The first letters of the first two words, counted in characters people see, not in code units. */
export function initialsOf(name: string): string {
  const parts = name.split(/[\s/_-]+/u).filter((part) => /[\p{L}\p{N}]/u.test(part))
  return parts
    .slice(0, 2)
    .map((part) => part.match(/[\p{L}\p{N}]/u)?.[0] ?? '')
    .join('')
    .toLocaleUpperCase()
}
