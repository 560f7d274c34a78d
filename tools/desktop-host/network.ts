// Every request of a page pauses here: custom schemes are answered by the app's handler, documents need leave to
// load, webRequest listeners see the rest.
import type Electron from 'electron'
import type { Protocol, Session } from './cdp.ts'
import { origins } from './origins.ts'

type Paused = Protocol.Events['Fetch.requestPaused']
type Header = Protocol.Fetch.HeaderEntry
type SchemeHandler = Parameters<Electron.Protocol['handle']>[1]
type HeadersListener = (
  details: Electron.OnHeadersReceivedListenerDetails,
  callback: (response: Electron.HeadersReceivedResponse) => void,
) => void
type RequestListener = (
  details: Electron.OnBeforeRequestListenerDetails,
  callback: (response: Electron.CallbackResponse) => void,
) => void

export interface DocumentRequest {
  /** As the app knows it. */
  readonly url: string
  /** As Chromium knows it. */
  readonly internalUrl: string
  readonly isMainFrame: boolean
  readonly isRedirect: boolean
  readonly frameId: string
}

export const schemeHandlers = new Map<string, SchemeHandler>()
export const requestListeners: { headersReceived?: HeadersListener; beforeRequest?: RequestListener } = {}

export const schemeOf = (url: string): string => url.slice(0, url.indexOf(':')).toLowerCase()

const resourceTypes: Partial<
  Record<Protocol.Network.ResourceType, Electron.OnHeadersReceivedListenerDetails['resourceType']>
> = {
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  Media: 'media',
  WebSocket: 'webSocket',
}

/** Answers one paused request. `mayLoad` decides about documents. Rejects when the page has gone meanwhile. */
export async function answerPaused(
  session: Session,
  paused: Paused,
  isMainFrame: boolean,
  mayLoad: (request: DocumentRequest) => boolean,
): Promise<void> {
  const { requestId, request } = paused
  const refuse = async (errorReason: Protocol.Network.ErrorReason): Promise<void> => {
    await session.send('Fetch.failRequest', { requestId, errorReason })
  }
  const url = origins.toExternal(request.url)
  const details = requestDetails(paused, url, isMainFrame)

  if (paused.responseStatusCode !== undefined) {
    const answer = await seenHeaders(details, paused.responseStatusCode, paused.responseHeaders ?? [])
    if (answer.cancel) return refuse('BlockedByClient')
    const { headers: responseHeaders } = answer
    await session.send('Fetch.continueResponse', {
      requestId,
      responseCode: paused.responseStatusCode,
      responseHeaders,
    })
    return
  }
  // Chromium asks for it unbidden, Electron does not.
  if (paused.resourceType === 'Other' && url.endsWith('/favicon.ico')) return refuse('Aborted')
  if (paused.resourceType === 'Document') {
    const isRedirect = paused.redirectedRequestId !== undefined
    const { frameId } = paused
    if (!mayLoad({ url, internalUrl: request.url, isMainFrame, isRedirect, frameId }))
      return refuse('Aborted')
  }
  if (await isCancelled(details)) return refuse('BlockedByClient')
  const handler = schemeHandlers.get(schemeOf(url))
  if (!handler) {
    const interceptResponse = requestListeners.headersReceived !== undefined
    await session.send('Fetch.continueRequest', { requestId, interceptResponse })
    return
  }

  const response = await ask(handler, url, request)
  if (!response || response.type === 'error') return refuse('Failed')
  const received = [...response.headers].map(([name, value]) => ({ name, value }))
  const answer = await seenHeaders(details, response.status, received)
  if (answer.cancel) return refuse('BlockedByClient')
  await session.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: answer.headers,
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  })
}

function requestDetails(
  paused: Paused,
  url: string,
  isMainFrame: boolean,
): Electron.OnBeforeRequestListenerDetails {
  const document = isMainFrame ? 'mainFrame' : 'subFrame'
  return {
    id: Number.parseInt(paused.requestId.replace(/\D+/g, ''), 10) || 0,
    url,
    method: paused.request.method,
    resourceType:
      paused.resourceType === 'Document' ? document : (resourceTypes[paused.resourceType] ?? 'other'),
    referrer: origins.toExternal(paused.request.headers.Referer ?? ''),
    timestamp: Date.now(),
    uploadData: [],
  }
}

async function isCancelled(details: Electron.OnBeforeRequestListenerDetails): Promise<boolean> {
  const listener = requestListeners.beforeRequest
  if (!listener) return false
  const response = await new Promise<Electron.CallbackResponse>((resolve) => listener(details, resolve))
  return response.cancel === true
}

async function ask(
  handler: SchemeHandler,
  url: string,
  request: Protocol.Network.Request,
): Promise<Response | undefined> {
  const headers = new Headers(request.headers)
  for (const name of ['origin', 'referer']) {
    const value = headers.get(name)
    if (value !== null) headers.set(name, origins.toExternal(value))
  }
  const parts = (request.postDataEntries ?? []).map((entry) => Buffer.from(entry.bytes ?? '', 'base64'))
  const body = request.hasPostData ? { body: Buffer.concat(parts) } : {}
  try {
    return await handler(new Request(url, { method: request.method, headers, ...body }))
  } catch (error) {
    console.error(error)
    return undefined
  }
}

/** Runs the app's onHeadersReceived, then makes the policy speak of the origins Chromium knows. */
async function seenHeaders(
  details: Electron.OnBeforeRequestListenerDetails,
  statusCode: number,
  received: Header[],
): Promise<{ cancel: boolean; headers: Header[] }> {
  const responseHeaders: Record<string, string[]> = {}
  for (const { name, value } of received) responseHeaders[name] = [...(responseHeaders[name] ?? []), value]
  const listener = requestListeners.headersReceived
  const full = { ...details, statusCode, statusLine: `HTTP/1.1 ${statusCode}`, responseHeaders }
  const changed = listener
    ? await new Promise<Electron.HeadersReceivedResponse>((resolve) => listener(full, resolve))
    : {}
  const headers = Object.entries(changed.responseHeaders ?? responseHeaders).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value: isPolicy(name) ? origins.cspToInternal(value) : value })),
  )
  return { cancel: changed.cancel === true, headers }
}

const isPolicy = (name: string): boolean => /^content-security-policy/i.test(name)
