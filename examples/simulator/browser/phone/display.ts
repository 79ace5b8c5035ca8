import type { Display } from '../../wx'
import { askActionSheet, askAvatar } from './choices'
import { askModal, askPermission, askPrivacy } from './questions'
import { openSettingsPage } from './settings-page'
import { createToast } from './toast'

/** WeChat's dialogs, drawn over the app. */
export function createDisplay(layer: HTMLElement, appName: string): Display {
  return {
    ...createToast(layer),
    modal: (question) => askModal(layer, question),
    actionSheet: (question) => askActionSheet(layer, question),
    permission: (question) => askPermission(layer, appName, question),
    privacy: (contract) => askPrivacy(layer, appName, contract),
    avatar: (pictures) => askAvatar(layer, pictures),
    settings: (permissions) => openSettingsPage(layer, appName, permissions),
  }
}
