import type { RouteAnswer, RouteCall, RouteName, Routes } from '@gatehouse/contract'

/**
 * A request as somebody might send it, and what it might be answered. The document shows it, the fuzzer starts from
 * it, and the authorization matrix asks it of everybody; so a route without one doesn't compile.
 */
export type Example<N extends RouteName> = RouteCall<Routes[N]> & { answer: RouteAnswer<Routes[N]> }

export type Examples = { [N in RouteName]: Example<N> }

/** Those of one area, by what their names begin with: `ExamplesOf<'me'>`. */
export type ExamplesOf<Area extends string> = Pick<Examples, Extract<RouteName, `${Area}.${string}`>>
