/** `beta`: versions that are being tried out, and the stable ones as they come. */
export const updateChannels = ['stable', 'beta'] as const
export type UpdateChannel = (typeof updateChannels)[number]
