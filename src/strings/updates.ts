import { percent, plural } from './format.ts'
import { inLanguage } from './language.ts'
import { fileSize } from './offline.ts'

/** Words for newer versions of Gatehouse itself. */
export const updateWords = inLanguage('updateWords', {
  channel: 'Versions',
  channels: { stable: 'Stable', beta: 'Test versions' },
  channelHint: {
    stable: 'For everybody. Each was tried out as a test version first.',
    beta: 'New things earlier, and faults with them. Stable versions come here as well.',
  },
  automatic: 'Load newer versions in the background',
  automaticHint:
    'Turn this off where data costs money: you are told of a version, and load it when you like.',
  check: 'Check now',
  download: 'Download',
  restart: 'Restart to update',
  notesOf: (version: string) => `What is new in ${version}`,
  noNotes: 'Nothing was written about this version.',
  lastCheck: 'Last looked',
  checking: 'Looking for a newer version...',
  nothingYet: 'Gatehouse looks for a newer version some minutes after it was started, and every few hours.',
  newest: 'This is the newest version.',
  staged: 'A newer version is being handed out step by step. It has not reached this computer yet.',
  tooOld: 'There is a newer version, but it needs a newer operating system than this one.',
  older: (version: string) =>
    `The newest stable version is ${version}, older than the test version that is installed here. You can wait until a newer one comes, or go back.`,
  goBack: (version: string) => `Go back to ${version}...`,
  goBackTitle: (version: string) => `Go back to ${version}?`,
  goBackBody:
    'An older version may not read what this one keeps on this computer. It then asks to load your accounts anew, which needs a connection. Nothing on the server changes.',
  goBackVerb: 'Go back',
  available: (version: string, bytes: number) => `Version ${version} is there (${fileSize(bytes)}).`,
  downloading: (version: string) => `Loading version ${version}`,
  loaded: (part: number) => percent(part, 100),
  ready: (version: string) =>
    `Version ${version} is ready. It is installed when you restart Gatehouse, or when you quit it.`,
  readyHint: 'Your accounts and changes that wait to be sent stay as they are.',
  tryAgain: 'Try again',
  unavailable: {
    'from-source': {
      title: 'This copy is not updated from here',
      reason: 'It runs from its source code. Get the newer source and build it anew.',
    },
    'no-source': {
      title: 'This copy is not updated from here',
      reason: 'Whoever built it named no place that updates come from. Ask whoever gave it to you.',
    },
    'package-manager': {
      title: 'Your system updates Gatehouse',
      reason: 'It was installed as a package, so its newer versions come with the updates of your system.',
    },
    'not-writable': {
      title: 'An administrator updates Gatehouse',
      reason: 'You may not write where it is installed. Ask whoever looks after this computer.',
    },
  },
  failures: {
    offline: { title: 'There is no connection', advice: 'Gatehouse looks again when there is one.' },
    unreachable: {
      title: 'The update server could not be reached',
      advice: 'Check your connection. Gatehouse tries again by itself.',
    },
    server: {
      title: 'The update server has a problem of its own',
      advice: 'Gatehouse tries again by itself. Nothing has to be done here.',
    },
    redirected: {
      title: 'Something else answered for the update server',
      advice: 'If your network asks you to sign in on a web page, do that first, then try again.',
    },
    'too-large': {
      title: 'What the update server sent was not used',
      advice:
        'It was far larger than it can be. Nothing was installed. If this stays, tell whoever looks after Gatehouse.',
    },
    unreadable: {
      title: 'What the update server sent was not used',
      advice:
        'It could not be read. Nothing was installed. If this stays, tell whoever looks after Gatehouse.',
    },
    unsigned: {
      title: 'An update was refused: nobody we trust has signed it',
      advice:
        'Nothing was loaded or installed. Tell whoever looks after Gatehouse: the update server may be in wrong hands.',
    },
    altered: {
      title: 'An update was refused: it was changed after it was signed',
      advice:
        'Nothing was loaded or installed. Try again later; if this stays, tell whoever looks after Gatehouse.',
    },
    'wrong-channel': {
      title: 'An update was refused: it is meant for others',
      advice:
        'What came was signed for another system or another kind of version. Tell whoever looks after Gatehouse.',
    },
    expired: {
      title: 'The update server is out of date',
      advice:
        'What it says about the newest version no longer holds, so it was not used. Check the clock of this computer; if it is right, tell whoever looks after Gatehouse.',
    },
    clock: {
      title: 'The clock of this computer seems to be wrong',
      advice:
        'What the update server says was signed in the future, by the clock here. Set the clock, then try again.',
    },
    rollback: {
      title: 'An update was refused: it is older than what was offered before',
      advice:
        'An older version may have faults that are mended here. Nothing was installed. Tell whoever looks after Gatehouse.',
    },
    damaged: {
      title: 'What was loaded is not what was signed',
      advice: 'It was thrown away, and nothing was installed. Try again.',
    },
    'nothing-for-this': {
      title: 'The newer version is not there for this kind of computer',
      advice: 'Nothing was installed. Ask whoever looks after Gatehouse.',
    },
    'disk-full': { title: 'The disk is full', advice: 'Make room on it, then try again.' },
    'not-writable': {
      title: 'The newer version could not be written to the disk',
      advice: 'Look whether you may write to your own folders, or ask whoever looks after this computer.',
    },
    cancelled: { title: 'The download was ended', advice: 'Try again when you like.' },
    'not-installed': {
      title: 'The newer version was not installed',
      advice: 'The version before goes on working. Try again, or ask whoever looks after this computer.',
    },
    unexpected: {
      title: 'The update failed',
      advice: 'The version that is installed goes on working. Try again later.',
    },
  },
})

export const updateRefusals = inLanguage('updateRefusals', {
  unsent: (count: number) =>
    `${plural(count, 'change was', 'changes were')} not sent yet, and an older version may not be able to send them. Send or discard them first.`,
})
