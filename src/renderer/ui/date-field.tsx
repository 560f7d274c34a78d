import { TextField } from './fields.tsx'

interface DateFieldProps {
  label: string
  /** A calendar day as `2026-11-04`; empty: none. */
  value: string
  onChange: (day: string) => void
  /** The first day that can be chosen. */
  min?: string
  description?: string
  error?: string | null
  isDisabled?: boolean
}

/** A day, written and chosen as people of this language write it: the field is the browser's own. */
export function DateField({ label, value, onChange, min, description, error, isDisabled }: DateFieldProps) {
  return (
    <TextField
      type="date"
      label={label}
      value={value}
      onChange={onChange}
      description={description}
      error={error}
      isDisabled={isDisabled ?? false}
      inputProps={{ min }}
    />
  )
}

/** The last moment of a day here, as ISO 8601; null for what is no day. */
export function endOfDay(day: string): string | null {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return null
  const end = new Date(year, month - 1, date, 23, 59, 59, 999)
  return Number.isNaN(end.getTime()) ? null : end.toISOString()
}

/** The day of a moment here, as a date field takes it. */
export function dayOf(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}
