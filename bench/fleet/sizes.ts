import { hash } from './random.ts'

/** How large a generated world is. */
export interface FleetSize {
  name: 'fleet' | 'tenth' | 'firm'
  accounts: number
  memberships: number
  applications: number
  /** Pairs of membership and application that is open to it, by rule or by grant. */
  assignments: number
}

export const sizes = {
  /** What a large provider's technician can reach. */
  fleet: {
    name: 'fleet',
    accounts: 10_000,
    memberships: 1_000_000,
    applications: 200,
    assignments: 3_000_000,
  },
  /** Between the two, for what can't hold a fleet. */
  tenth: { name: 'tenth', accounts: 1_000, memberships: 100_000, applications: 200, assignments: 300_000 },
  firm: { name: 'firm', accounts: 200, memberships: 10_000, applications: 40, assignments: 30_000 },
} as const satisfies Record<string, FleetSize>

/** Of a fleet: half of the accounts have at most `median` users, one in twenty more than `p95`. */
const fleetShape = { median: 51, p95: 351, max: 3_500, mean: 100 }
const z95 = 1.644854

/**
 * Users of each account: many small ones and a few large ones (log-normal, cut off at the largest), in no order, with
 * exactly the wanted sum. Smaller worlds have the same shape with a smaller mean.
 */
export function accountSizes({ accounts, memberships }: FleetSize): Uint32Array {
  const scale = memberships / accounts / fleetShape.mean
  const sigma = Math.log(fleetShape.p95 / fleetShape.median) / z95
  const sizes = new Uint32Array(accounts)
  const order = Array.from({ length: accounts }, (_, n) => n).sort((a, b) => hash(a, 21) - hash(b, 21))
  for (const [rank, account] of order.entries()) {
    const wanted = fleetShape.median * scale * Math.exp(sigma * probit((rank + 0.5) / accounts))
    sizes[account] = Math.max(2, Math.min(fleetShape.max, Math.round(wanted)))
  }
  spread(sizes, order, memberships - sizes.reduce((sum, size) => sum + size, 0))
  return sizes
}

/** Spreads what is missing, or too much, over those in the middle and above, a user each and again. */
function spread(sizes: Uint32Array, order: readonly number[], difference: number): void {
  const step = Math.sign(difference)
  const from = Math.floor(order.length * 0.55)
  let left = Math.abs(difference)
  for (let at = from; left > 0; at = at + 1 < order.length * 0.99 ? at + 1 : from) {
    const account = order[at] ?? 0
    sizes[account] = (sizes[account] ?? 0) + step
    left -= 1
  }
}

/** The inverse of the normal distribution, by Acklam's approximation: good to nine digits. */
function probit(p: number): number {
  const a = [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ]
  const b = [
    -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
  ]
  const c = [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ]
  const d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1]
  const low = 0.02425
  if (p < low || p > 1 - low) {
    const q = Math.sqrt(-2 * Math.log(p < low ? p : 1 - p))
    return ((p < low ? 1 : -1) * polynomial(c, q)) / polynomial(d, q)
  }
  const q = p - 0.5
  return (polynomial(a, q * q) * q) / polynomial(b, q * q)
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
}
