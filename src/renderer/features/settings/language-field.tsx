import { useState } from 'react'
import type { Preferences } from '../../../ipc/views.ts'
import { language, languageNames, languages } from '../../../strings/language.ts'
import { chosenLanguage } from '../../../strings/load.ts'
import { languageWords } from '../../../strings/shell.ts'
import { usePreferences } from '../../data/use-session.ts'
import { useDraftCount } from '../../data/view-store.ts'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import { Select } from '../../ui/select.tsx'

type Choice = Preferences['language']

/** The language of the words. In another one the window begins anew, so half-written drafts are asked about first. */
export function LanguageField() {
  const { preferences, set } = usePreferences()
  const drafts = useDraftCount()
  const [asked, setAsked] = useState<Choice | null>(null)

  function choose(choice: Choice) {
    const next = chosenLanguage(choice, navigator.languages)
    if (drafts > 0 && next !== language()) setAsked(choice)
    else set({ language: choice })
  }

  return (
    <>
      <Select
        label={languageWords.label}
        value={preferences.language}
        options={[
          { value: 'system', label: languageWords.system },
          ...languages.map((value) => ({ value, label: languageNames[value] })),
        ]}
        onChange={choose}
      />
      {asked && (
        <ConfirmDialog
          isOpen
          title={languageWords.draftsTitle}
          verb={languageWords.discardVerb}
          danger
          onClose={() => setAsked(null)}
          onConfirm={() => set({ language: asked })}
        >
          {languageWords.draftsBody(drafts)}
        </ConfirmDialog>
      )}
    </>
  )
}
