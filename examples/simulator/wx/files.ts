import { answer, type Callbacks } from './callbacks'
import { WxFailure } from './failure'

/** The files of one run of an app: what it has downloaded, and what its user has picked. */
export interface Files {
  /** Gives the path: that one, or a temporary one. */
  save(bytes: Uint8Array, filePath?: string): string
  /** Reads what was saved; an http(s) URL is a picture that the simulated phone shows, and is fetched. */
  read(filePath: string): Promise<Uint8Array>
  api: { getFileSystemManager(): FileSystemManager }
}

export interface FileSystemManager {
  unlink(options: { filePath: string } & Callbacks<object>): void
}

export function createFiles(): Files {
  const files = new Map<string, Uint8Array>()
  let temporary = 0

  const manager: FileSystemManager = {
    unlink: (options) =>
      answer('unlink', options, () => {
        if (files.delete(options.filePath)) return {}
        throw new WxFailure(`unlink:fail no such file or directory, unlink '${options.filePath}'`, 1300002)
      }),
  }

  return {
    save(bytes, filePath = `wxfile://tmp_${++temporary}`) {
      files.set(filePath, bytes)
      return filePath
    },
    async read(filePath) {
      const saved = files.get(filePath)
      if (saved) return saved
      const response = /^https?:/.test(filePath) ? await fetch(filePath) : null
      if (response?.ok) return new Uint8Array(await response.arrayBuffer())
      throw new WxFailure('uploadFile:fail file not found')
    },
    api: { getFileSystemManager: () => manager },
  }
}
