import { z } from 'zod'
import * as entity from '../../entities/index.ts'
import * as ids from '../../ids.ts'
import { route, written } from '../route.ts'
import { joined } from './parts.ts'

export const meRoutes = {
  'me.get': route({
    method: 'GET',
    path: '/v1/me',
    access: 'signed-in',
    summary: 'The signed-in user',
    answer: entity.principalSchema,
  }),
  'me.invitations': route({
    method: 'GET',
    path: '/v1/me/invitations',
    access: 'signed-in',
    summary: 'Pending invitations to the address of the signed-in user',
    answer: z.object({ items: z.array(entity.invitationPreviewSchema) }),
  }),
  'me.invitations.accept': route({
    method: 'POST',
    path: '/v1/me/invitations/:invitationId/accept',
    access: 'signed-in',
    writes: true,
    summary: 'Accept an invitation to the own verified address',
    params: z.object({ invitationId: ids.invitationIdSchema }),
    body: z.object({}),
    answer: written(joined),
    problems: [
      'invitation_not_pending',
      'invitation_mismatch',
      'email_not_verified',
      'already_member',
      'account_read_only',
    ],
  }),
  'me.invitations.decline': route({
    method: 'POST',
    path: '/v1/me/invitations/:invitationId/decline',
    access: 'signed-in',
    writes: true,
    inAnyStatus: true,
    summary: 'Decline an invitation to the own address',
    params: z.object({ invitationId: ids.invitationIdSchema }),
    body: z.object({}),
    answer: written(z.object({})),
    problems: ['invitation_not_pending', 'invitation_mismatch', 'email_not_verified'],
  }),
} as const
