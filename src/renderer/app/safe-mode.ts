/** Main says it in the address, as it does the language: known before anything is asked. */
export const isSafeMode = new URLSearchParams(window.location.search).has('safe-mode')
