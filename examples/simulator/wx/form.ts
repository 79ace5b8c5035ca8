export interface FormFile {
  name: string
  filePath: string
  bytes: Uint8Array
}

export interface EncodedForm {
  contentType: string
  bytes: Uint8Array<ArrayBuffer>
}

/** multipart/form-data by hand: whoever sends it has to know its size, to tell the progress. */
export function encodeForm(fields: Record<string, unknown>, file: FormFile): EncodedForm {
  const boundary = `----simulator${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`
  const encoder = new TextEncoder()
  const head = (name: string, more = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${more}\r\n\r\n`
  const fileName = file.filePath.split(/[/\\]/).at(-1) ?? 'file'
  const texts = Object.entries(fields).map(([name, value]) => `${head(name)}${String(value)}\r\n`)
  const parts = [
    encoder.encode(texts.join('') + head(file.name, `; filename="${quoted(fileName)}"`)),
    file.bytes,
    encoder.encode(`\r\n--${boundary}--\r\n`),
  ]
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes: joined(parts) }
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

function quoted(text: string) {
  return text.replace(/["\r\n]/g, encodeURIComponent)
}
