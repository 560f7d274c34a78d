import { z } from 'zod'
import * as entity from '../../entities/index.ts'
import { route, written } from '../route.ts'

export const sessionRoutes = {
  'sessions.list': route({
    method: 'GET',
    path: '/v1/me/sessions',
    access: 'signed-in',
    summary: 'Devices that the signed-in user is signed in on, newest first',
    answer: z.object({
      items: z.array(entity.sessionSchema),
      /** False where sign-ins are kept by an issuer of the organisation's own: they are seen and ended there. */
      isComplete: z.boolean(),
    }),
  }),
  'sessions.end': route({
    method: 'DELETE',
    path: '/v1/me/sessions/:sessionId',
    access: 'signed-in',
    writes: true,
    summary: 'Sign one device out, at once and with all its tokens',
    params: z.object({ sessionId: entity.sessionIdSchema }),
    answer: written(z.object({})),
  }),
  'sessions.endOthers': route({
    method: 'POST',
    path: '/v1/me/sessions/end-others',
    access: 'signed-in',
    writes: true,
    summary: 'Sign out every device but the one that asks',
    body: z.object({}),
    answer: written(z.object({ ended: z.int() })),
  }),
} as const
