/** The sign of Gatehouse: a gate under its arch. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="6" fill="var(--accent)" />
      <path
        d="M5.5 19V11.5a6.5 6.5 0 0 1 13 0V19M9.75 19v-6.5a2.25 2.25 0 0 1 4.5 0V19M4 19h16"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
    </svg>
  )
}
