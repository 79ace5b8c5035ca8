import { createHash } from 'node:crypto'

/** A picture that tells users apart: the initial of the name on a colour of its own; plain grey without a name. */
export function drawAvatar(name: string): string {
  const hue = createHash('sha256').update(name).digest().readUInt16BE() % 360
  const colour = name === '' ? '#ccc' : `hsl(${hue} 50% 50%)`
  // Letters and digits only: nothing else could be put into the markup as it is.
  const initial = /^[\p{L}\p{N}]/u.exec(name)?.[0] ?? ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect width="64" height="64" fill="${colour}"/>
  <text x="32" y="43" font-size="32" text-anchor="middle" fill="#fff">${initial}</text>
</svg>`
}
