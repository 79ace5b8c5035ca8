import { failure, success } from '../ending'
import { asyncCall } from './call'
import type { Context } from './context'

/** wx.getFileSystemManager, as far as downloads need it. */
export function fileFunctions(context: Context) {
  const manager = {
    unlink: asyncCall(context, 'unlink', ({ filePath }: { filePath: string }) =>
      context.files.delete(filePath)
        ? success()
        : failure(`no such file or directory, unlink '${filePath}'`, 1300002),
    ),
  }
  return { getFileSystemManager: () => manager }
}
