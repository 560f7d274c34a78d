export interface Sender {
  url: string
  origin: string
  inFrame: boolean
  top: string
}
/** What the preload gives the page. */
export interface FixtureApi {
  echo<T>(value: T): Promise<T>
  fail(): Promise<void>
  sender(): Promise<Sender>
  worker(): Promise<string>
  unknown(): Promise<void>
  note(text: string): void
  onEvent(listener: (name: string, payload: unknown) => void): () => void
  add(left: number, right: number): number
  throws(): void
  twice(action: (value: number) => unknown): Promise<unknown[]>
}
declare global {
  interface Window {
    fixture: FixtureApi
    events: [string, unknown][]
  }
}

window.events = []
window.fixture?.onEvent((name, payload) => void window.events.push([name, payload]))
const heading = document.querySelector('h1')
if (heading) heading.textContent = 'Ready'
