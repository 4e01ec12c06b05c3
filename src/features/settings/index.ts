import type { Feature } from '../feature'
import { changeLanguage, langCommand } from './change-language'
import { confirmJoining, refuseJoining } from './confirm-joining'
import { connect, connectCommand, enterCode, showCode } from './connect'
import { eraseMe, eraseMeAction } from './erase-me'
import { exportMe } from './export-me'
import { join } from './join'
import { newReturnCodeAction } from './new-return-code'
import { returnByCode, returnCommand, takesReturnCode } from './return-by-code'
import { meCommand } from './show-me'
import { privacyCommand } from './show-privacy'
import { settingsCommand } from './show-settings'
import { undoJoining } from './undo-joining'

export const settings: Feature = {
  name: 'settings',
  flows: [eraseMe, join, returnByCode],
  commands: [meCommand, settingsCommand, connectCommand, returnCommand, langCommand, privacyCommand],
  actions: [
    exportMe,
    eraseMeAction,
    connect,
    showCode,
    enterCode,
    confirmJoining,
    refuseJoining,
    undoJoining,
    newReturnCodeAction,
    changeLanguage,
  ],
  takesLooseText: takesReturnCode,
}
