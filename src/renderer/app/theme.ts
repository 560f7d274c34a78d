import { useEffect } from 'react'
import type { Preferences } from '../../ipc/views.ts'

/** Puts the chosen look on the document; "system" leaves it to `color-scheme`. */
export function useTheme({ theme, density }: Pick<Preferences, 'theme' | 'density'>): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset.theme
    else dataset.theme = theme
    dataset.density = density
  }, [theme, density])
}
