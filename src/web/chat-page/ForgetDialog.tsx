import { useRef, useState } from 'react'
import { usePageText } from './page-text'
import { useModalFocus } from './use-modal-focus'

interface ForgetDialogProps {
  unsent: number
  onForget: () => Promise<boolean>
  onClose: () => void
}

export function ForgetDialog({ unsent, onForget, onClose }: ForgetDialogProps) {
  const text = usePageText()
  const panel = useRef<HTMLDivElement>(null)
  const [hasFailed, setFailed] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const onKeyDown = useModalFocus(panel, onClose)

  const confirm = async () => {
    setBusy(true)
    setFailed(false)
    if (await onForget()) return
    setBusy(false)
    setFailed(true)
  }

  return (
    <>
      <div className="overlay__mask overlay__mask_front" aria-hidden="true" />
      <div
        ref={panel}
        className="weui-dialog dialog"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="forget-title"
        aria-describedby="forget-explain"
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <div className="weui-dialog__hd">
          <strong className="weui-dialog__title" id="forget-title">
            {text('page.forget.title')}
          </strong>
        </div>
        <div className="weui-dialog__bd" id="forget-explain">
          <p>{text('page.forget.explain')}</p>
          {unsent > 0 && <p className="dialog__warn">{text('page.forget.unsent', { count: unsent })}</p>}
          {hasFailed && (
            <p className="dialog__warn" role="alert">
              {text('page.forget.failed')}
            </p>
          )}
        </div>
        <div className="weui-dialog__ft">
          <button type="button" className="weui-dialog__btn weui-dialog__btn_default" onClick={onClose}>
            {text('page.forget.keep')}
          </button>
          <button type="button" className="weui-dialog__btn dialog__confirm" disabled={isBusy} onClick={confirm}>
            {text('page.forget.confirm')}
          </button>
        </div>
      </div>
    </>
  )
}
