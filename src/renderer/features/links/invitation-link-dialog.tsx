import type { Problem } from '@gatehouse/contract'
import { type ReactNode, useState } from 'react'
import type { InvitationLink } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { linkWords as t } from '../../../strings/links.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useAccounts } from '../../data/use-accounts.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { useIsOnline, useSession } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { ErrorState, Notice, Skeleton } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { AskForNew } from './ask-for-new.tsx'
import { InvitationFacts } from './invitation-facts.tsx'
import { type LinkState, linkState } from './link-state.ts'
import { SignInActions, type SignInControl, useLinkSignIn } from './sign-in-actions.tsx'
import { StrangeServerDialog } from './strange-server-dialog.tsx'
import { useLinkPreview } from './use-link.ts'

/** An invitation link that arrived or was pasted: all of it is shown before anything can be accepted. */
export function InvitationLinkDialog({ linkId }: { linkId: string }) {
  const session = useSession()
  const answer = useLinkPreview(linkId, session)
  const signIn = useLinkSignIn(linkId)
  const close = useClose(linkId, signIn.isPending)
  const answering = useAnswering(linkId, () => void answer.refetch())
  // A stranger that was asked and could not answer is no longer one who waits to be asked.
  const link = answer.data && 'stranger' in answer.data && answer.error ? undefined : answer.data
  if (!link) {
    return (
      <Dialog
        isOpen
        size="medium"
        title={t.loadingTitle}
        onClose={close}
        footer={<Footer problem={answer.error} onClose={close} />}
      >
        {answer.error ? (
          <Unreadable problem={answer.error} onRetry={() => void answer.refetch()} />
        ) : (
          <Skeleton rows={5} />
        )}
      </Dialog>
    )
  }

  if ('stranger' in link) {
    const look = () => void answer.refetch()
    return <StrangeServerDialog linkId={linkId} server={link.stranger} onAgreed={look} onClose={close} />
  }

  const state = linkState(link, session)
  const { accountName, invitedByName } = link.preview
  const problem = answering.problem ?? signIn.problem
  return (
    <Dialog
      isOpen
      size="medium"
      title={t.title(accountName)}
      subtitle={t.invites(invitedByName)}
      onClose={close}
      footer={<Actions state={state} link={link} answering={answering} signIn={signIn} onClose={close} />}
    >
      <StateNotice state={state} link={link} />
      <InvitationFacts link={link} />
      {problem && <ErrorState inline problem={problem} />}
    </Dialog>
  )
}

/** Whoever closes the dialog is done with the link: main forgets its token. */
function useClose(linkId: string, isSigningIn: boolean): () => void {
  const closePanel = useAppStore((store) => store.closePanel)
  return () => {
    // A sign-in that was begun elsewhere goes on.
    if (isSigningIn) void bridge().command('session.cancelSignIn', {})
    void bridge().command('links.dismiss', { linkId })
    closePanel('invitation-link')
  }
}

interface Answering {
  accept(link: InvitationLink): void
  decline(link: InvitationLink): void
  pending: 'accept' | 'decline' | null
  problem: Problem | null
}

function useAnswering(linkId: string, onRefused: () => void): Answering {
  const openAccount = useAppStore((store) => store.openAccount)
  const closePanel = useAppStore((store) => store.closePanel)
  const [pending, setPending] = useState<Answering['pending']>(null)
  const [problem, setProblem] = useState<Problem | null>(null)

  function refuse(refusal: Problem) {
    setProblem(refusal)
    // It may have been revoked or answered meanwhile: what is shown must be what is.
    onRefused()
  }

  async function accept({ preview }: InvitationLink) {
    setPending('accept')
    setProblem(null)
    const answer = await bridge().command('links.accept', { linkId })
    setPending(null)
    if (!answer.ok) return refuse(answer.error)
    notify({ title: t.accepted(preview.accountName) })
    openAccount(answer.value.accountId, 'dashboard')
  }

  async function decline({ preview }: InvitationLink) {
    setPending('decline')
    setProblem(null)
    const answer = await bridge().command('links.decline', { linkId })
    setPending(null)
    if (!answer.ok) return refuse(answer.error)
    notify({ title: t.declined(preview.accountName) })
    closePanel('invitation-link')
  }

  return {
    accept: (link) => void accept(link),
    decline: (link) => void decline(link),
    pending,
    problem,
  }
}

function StateNotice({ state, link }: { state: LinkState; link: InvitationLink }) {
  const { preview, server } = link
  switch (state.kind) {
    case 'ready':
      return null
    case 'dead': {
      const { title, why } = t.dead[state.status]
      const named = state.status === 'accepted' ? preview.accountName : preview.invitedByName
      return <Explained title={title}>{why(named)}</Explained>
    }
    case 'other-server':
      return <Explained title={t.otherServer.title}>{t.otherServer.why(server.name, state.ours)}</Explained>
    case 'wrong-user':
      return (
        <Explained title={t.wrongUser.title}>
          {t.wrongUser.invited}: <strong>{preview.email}</strong>. {t.wrongUser.signedIn}:{' '}
          <strong>{state.signedInAs}</strong>.{' '}
          {link.otherLogins.length > 0 ? t.wrongUser.here : t.wrongUser.switching}
        </Explained>
      )
    case 'signed-out':
      return state.connectsTo ? <Notice>{t.connectsTo(state.connectsTo)}</Notice> : null
  }
}

function Explained({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Notice tone="warning">
      <p role="status">
        <strong>{title}</strong>
        <br />
        {children}
      </p>
    </Notice>
  )
}

interface ActionsProps {
  state: LinkState
  link: InvitationLink
  answering: Answering
  signIn: SignInControl
  onClose: () => void
}

function Actions({ state, link, answering, signIn, onClose }: ActionsProps) {
  const offline = useIsOnline() ? null : t.offline
  const { invitedByName, accountName, email } = link.preview
  switch (state.kind) {
    case 'ready':
      return (
        <>
          <Button onPress={onClose}>{t.notNow}</Button>
          <Button
            disabledReason={offline}
            isPending={answering.pending === 'decline'}
            onPress={() => answering.decline(link)}
          >
            {t.decline}
          </Button>
          {/* Not focused: a link may arrive while somebody types, and their Enter must not accept it. */}
          <Button
            kind="primary"
            disabledReason={offline}
            isPending={answering.pending === 'accept'}
            onPress={() => answering.accept(link)}
          >
            {t.accept}
          </Button>
        </>
      )
    case 'signed-out':
      return <SignInActions hasLogin={link.preview.hasLogin} signIn={signIn} onClose={onClose} />
    case 'wrong-user':
      return (
        <>
          <Button onPress={onClose}>{t.notNow}</Button>
          <AskForNew
            inviter={invitedByName}
            text={t.wrongUserText(invitedByName, accountName, email, state.signedInAs)}
          />
          <SwitchOr link={link}>
            <Button kind="primary" isPending={signIn.isPending} onPress={() => signIn.start(true)}>
              {t.wrongUser.useAnother}
            </Button>
          </SwitchOr>
        </>
      )
    case 'other-server':
      return (
        <>
          <Button onPress={onClose}>{t.notNow}</Button>
          <SwitchOr link={link}>
            <Button kind="primary" isPending={signIn.isPending} onPress={() => signIn.start(false)}>
              {t.otherServer.signIn(link.server.name)}
            </Button>
          </SwitchOr>
        </>
      )
    case 'dead':
      return <DeadActions status={state.status} link={link} onClose={onClose} />
  }
}

/** A login of this computer that fits comes before signing in as another. */
function SwitchOr({ link, children }: { link: InvitationLink; children: ReactNode }) {
  const change = useCommand('logins.switch')
  const [fitting] = link.otherLogins
  if (!fitting) return children
  return (
    <Button
      kind="primary"
      isPending={change.isPending}
      onPress={() => change.mutate({ loginId: fitting.id, linkId: link.linkId })}
    >
      {t.wrongUser.switchTo(fitting.email)}
    </Button>
  )
}

function DeadActions({
  status,
  link,
  onClose,
}: {
  status: Extract<LinkState, { kind: 'dead' }>['status']
  link: InvitationLink
  onClose: () => void
}) {
  const { accountId, accountName, invitedByName, email } = link.preview
  const { data: accounts } = useAccounts({ enabled: link.principalEmail !== null })
  const openAccount = useAppStore((store) => store.openAccount)
  const isMine = accounts?.some(({ id }) => id === accountId)
  return (
    <>
      <Button onPress={onClose}>{words.close}</Button>
      {status === 'accepted' && isMine ? (
        <Button kind="primary" onPress={() => openAccount(accountId, 'dashboard')}>
          {t.goTo(accountName)}
        </Button>
      ) : (
        <AskForNew
          inviter={invitedByName}
          text={t.askText(invitedByName, accountName, email, t.dead[status].short)}
        />
      )}
    </>
  )
}

/** No preview: the link is unknown or replaced, or the server can't be asked now. */
function Unreadable({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const words = deadLinkWords(problem)
  if (words) return <Explained title={words.title}>{words.why}</Explained>
  return <ErrorState inline problem={problem} onRetry={onRetry} />
}

function Footer({ problem, onClose }: { problem: Problem | null; onClose: () => void }) {
  return (
    <>
      <Button onPress={onClose}>{problem ? words.close : words.cancel}</Button>
      {problem && deadLinkWords(problem) && <AskForNew inviter={null} text={t.askTextUnknown} />}
    </>
  )
}

function deadLinkWords({ code, state }: Problem): { title: string; why: string } | null {
  if (code === 'invitation_not_pending' && state === 'replaced') return t.replaced
  return code === 'not_found' ? t.unknown : null
}
