import type { Release, UpdateChannel, UpdateFailure } from '../../ipc/views.ts'

export type Answer<T> = { ok: true; value: T } | { ok: false; reason: UpdateFailure }

export type Found =
  | { kind: 'newer'; release: Release }
  | { kind: 'none'; why: 'newest' | 'staged' | 'system-too-old' }
  /** This is a trial version, and the newest of the channel came before it. */
  | { kind: 'older'; version: string }

export interface Asked {
  channel: UpdateChannel
  /** The newest of the channel counts although it came before this trial version. */
  goBack: boolean
}

/** What looks for versions, loads and installs them. Nothing here throws. */
export interface UpdateEngine {
  check(asked: Asked): Promise<Answer<Found>>
  /** What the last `check` found. */
  download(onPercent: (percent: number) => void): Promise<Answer<null>>
  /** Ends a download. */
  cancel(): void
  /** Whether what was loaded is still, byte for byte, what was signed. */
  isIntact(): Promise<boolean>
  /** Installs and starts again. False: it was not installed. */
  restart(): boolean
  /** Installs while the program ends. */
  installOnQuit(): boolean
}

/** What is remembered from one start to the next. */
export interface UpdateMemory {
  /** Made at the first question; never leaves this computer. */
  installationId(): string
  /** The newest that was seen, properly signed, of a channel. */
  seen(channel: UpdateChannel): Seen | null
  setSeen(channel: UpdateChannel, seen: Seen): void
  /** The version that was being installed when the program ended. */
  installing(): string | null
  setInstalling(version: string | null): void
}

export interface Seen {
  version: string
  issued: string
}
