import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { words } from '../../strings/common.ts'
import { Avatar } from './avatar.tsx'
import { Button, IconButton } from './button.tsx'
import { cx } from './class-names.ts'
import styles from './overlay.module.css'

interface OverlayProps {
  title: ReactNode
  /** A line beneath the title. */
  subtitle?: ReactNode
  isOpen: boolean
  /** Esc, the cross, or a click beside it. */
  onClose: () => void
  children: ReactNode
  /** Sticks to the lower edge: the sum on one side, the buttons on the other. */
  footer?: ReactNode
}

interface DialogProps extends OverlayProps {
  role?: 'dialog' | 'alertdialog'
  size?: 'small' | 'medium' | 'large'
  /** The account it acts on; stands above the title with its colour, so nobody acts on the wrong one. */
  account?: { id: string; name: string } | undefined
  /** Nothing in it takes the focus, so the text does: it has to be scrolled by keys too. Its name. */
  textLabel?: string
}

export function Dialog(props: DialogProps) {
  const { role = 'dialog', size = 'small', account, isOpen, onClose } = props
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role === 'dialog'}
      className={styles.scrim ?? ''}
    >
      <Modal className={cx(styles.dialog, styles[size])}>
        <AriaDialog role={role} className={styles.content ?? ''}>
          {account && (
            <div className={styles.account}>
              <Avatar name={account.name} size={20} />
              <bdi>{account.name}</bdi>
            </div>
          )}
          <Head {...props} />
          <div
            className={styles.body}
            {...(props.textLabel ? { role: 'group', tabIndex: 0, 'aria-label': props.textLabel } : {})}
          >
            {props.children}
          </div>
          {props.footer && <div className={styles.footer}>{props.footer}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** A panel from the inline end, for work beside the list it belongs to. Keeps the focus in, and gives it back. */
export function Drawer(props: OverlayProps & { wide?: boolean }) {
  return (
    <ModalOverlay
      isOpen={props.isOpen}
      onOpenChange={(open) => !open && props.onClose()}
      isDismissable
      className={cx(styles.scrim, styles.drawerScrim)}
    >
      <Modal className={cx(styles.drawer, props.wide && styles.wide)}>
        <AriaDialog className={styles.content ?? ''}>
          <Head {...props} />
          <div className={styles.body}>{props.children}</div>
          {props.footer && <div className={styles.footer}>{props.footer}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

function Head({ title, subtitle, onClose }: OverlayProps) {
  return (
    <header className={styles.head}>
      <div className={styles.titles}>
        <Heading slot="title" className={styles.title ?? ''}>
          {title}
        </Heading>
        {subtitle && <div className={styles.subtitle}>{subtitle}</div>}
      </div>
      <IconButton label={words.close} icon={<X size={18} aria-hidden="true" />} onPress={onClose} />
    </header>
  )
}

interface ConfirmProps extends Pick<DialogProps, 'title' | 'isOpen' | 'onClose' | 'children' | 'account'> {
  /** What the button does, as a verb: "Revoke", never "OK". */
  verb: string
  onConfirm: () => void
  danger?: boolean
  isPending?: boolean
}

/** Only for what can't be undone or reaches wide; everything else acts at once and offers "Undo". */
export function ConfirmDialog({ verb, onConfirm, danger, isPending, ...rest }: ConfirmProps) {
  return (
    <Dialog
      {...rest}
      role="alertdialog"
      footer={
        <>
          <Button onPress={rest.onClose}>{words.cancel}</Button>
          <Button kind={danger ? 'danger' : 'primary'} onPress={onConfirm} isPending={isPending ?? false}>
            {verb}
          </Button>
        </>
      }
    />
  )
}
