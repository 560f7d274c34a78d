import { randomUUID } from 'node:crypto'
import { fail, type Problem, problem, type Result } from '@gatehouse/contract'
import { z } from 'zod'
import {
  type CommandName,
  type CommandOutput,
  type Commands,
  commands,
  type Queries,
  type QueryName,
  type QueryOutput,
  queries,
} from '../../ipc/contract.ts'
import { channels } from '../../ipc/define.ts'
import { errorFacts, placeOf } from '../error-facts.ts'
import type { Logger } from '../ports.ts'

/** One for each query and command of the contract: leaving one out doesn't compile. */
export type QueryHandlers = {
  [N in QueryName]: (input: z.output<Queries[N]['input']>) => Promise<Result<QueryOutput<N>>>
}
export type CommandHandlers = {
  [N in CommandName]: (input: z.output<Commands[N]['input']>) => Promise<Result<CommandOutput<N>>>
}

/** What is read of Electron's event about who sent it. */
export interface SenderEvent {
  senderFrame: { url: string; parent: unknown } | null
}

export interface IpcMain {
  handle(
    channel: string,
    listener: (event: SenderEvent, name: unknown, input: unknown, pageId: unknown) => unknown,
  ): void
}

export interface RouterDeps {
  /** `app://gatehouse`, or the development server's origin. */
  allowedOrigin: string
  queries: QueryHandlers
  commands: CommandHandlers
  log: Logger
}

export interface Router {
  /** The page is about to begin anew for somebody else: what it still says is neither done nor answered. */
  leavePage(): void
}

type Handler = (input: unknown) => Promise<Result<unknown>>
interface Entry {
  input: z.ZodType
  handler: Handler
}

/**
 * The only way from the renderer into main. It answers our own page's main frame alone, knows the names of the
 * contract alone, hands on parsed input alone, and always answers a `Result`.
 */
export function registerRouter(ipcMain: IpcMain, deps: RouterDeps): Router {
  const pages = createPages()
  ipcMain.handle(channels.query, route(table(queries, deps.queries), pages, deps))
  ipcMain.handle(channels.command, route(table(commands, deps.commands), pages, deps))
  return { leavePage: pages.leave }
}

/**
 * Pages by the names that the preload gives them. A reload takes a moment in which the page of before still speaks,
 * and main would take its words for those of the login that is in use by then.
 */
function createPages() {
  const left = new Set<string>()
  let current: string | null = null
  return {
    /** False for a page that was left. */
    isHeard(pageId: string): boolean {
      if (left.has(pageId)) return false
      current = pageId
      return true
    },
    leave(): void {
      if (current !== null) left.add(current)
      current = null
    },
  }
}
const pageIdSchema = z.uuid()

function table(
  contract: Record<string, { input: z.ZodType }>,
  handlers: QueryHandlers | CommandHandlers,
): Map<string, Entry> {
  const known = handlers as unknown as Record<string, Handler>
  return new Map(
    Object.entries(contract).map(([name, { input }]): [string, Entry] => {
      const handler = known[name]
      if (!handler) throw new Error(`no handler for ${name}`)
      return [name, { input, handler }]
    }),
  )
}

function route(
  entries: Map<string, Entry>,
  pages: ReturnType<typeof createPages>,
  { allowedOrigin, log }: RouterDeps,
) {
  return async (
    event: SenderEvent,
    name: unknown,
    input: unknown,
    pageId: unknown,
  ): Promise<Result<unknown>> => {
    const entry = typeof name === 'string' ? entries.get(name) : undefined
    const page = pageIdSchema.safeParse(pageId)
    if (!isOurs(event, allowedOrigin) || !page.success) {
      log.warn('refused a call from a stranger', { channel: entry ? String(name) : 'unknown' })
      return fail(problem('forbidden', { detail: 'Only the window of Gatehouse may ask this.' }))
    }
    // An answer would only flash up in a page that is going.
    if (!pages.isHeard(page.data)) return new Promise<never>(() => {})
    if (!entry) {
      log.warn('refused a call of an unknown name')
      return fail(problem('not_found', { detail: 'There is no such call.' }))
    }
    const channel = String(name)
    const parsed = entry.input.safeParse(input)
    if (!parsed.success) {
      log.warn('refused a call for its input', { channel })
      return fail(invalid(parsed.error))
    }
    const began = performance.now()
    try {
      const answer = await entry.handler(parsed.data)
      log.detail?.('a call was answered', {
        channel,
        ok: answer.ok,
        ms: Math.round(performance.now() - began),
      })
      if (!answer.ok) {
        const { code, reference } = answer.error
        log.info('a call was refused', { channel, code, reference })
      }
      return answer
    } catch (error) {
      const reference = randomUUID()
      log.error('a call failed unexpectedly', {
        channel,
        reference,
        name: errorFacts(error).name,
        at: placeOf(error),
      })
      return fail(unexpected(reference))
    }
  }
}

/** The main frame of a page of exactly our origin. A frame that is gone has no say. */
function isOurs({ senderFrame }: SenderEvent, allowedOrigin: string): boolean {
  if (!senderFrame || senderFrame.parent !== null || !URL.canParse(senderFrame.url)) return false
  const { protocol, host } = new URL(senderFrame.url)
  return `${protocol}//${host}` === allowedOrigin
}

function invalid(error: z.ZodError): Problem {
  return problem('validation', {
    fields: error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
  })
}

function unexpected(reference: string): Problem {
  return {
    ...problem('internal', {
      reference,
      detail: 'Gatehouse failed at this; nothing was lost. If it stays so, report it with the reference.',
    }),
    title: 'Something went wrong in Gatehouse',
  }
}
