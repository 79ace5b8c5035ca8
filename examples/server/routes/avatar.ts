import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { RouteContext } from '../app'
import { rejectSession, type Authenticated } from '../http/authenticate'
import { ApiError } from '../http/errors'
import { shorten } from '../secrets'
import { type Avatar, createAvatars } from '../store/avatars'
import { presentUser } from '../store/users'

/** What wx.uploadFile sends at most. */
const MAX_BYTES = 10 * 1024 * 1024

const limitUpload = bodyLimit({
  // The form around the file takes some, too.
  maxSize: MAX_BYTES + 4096,
  onError: () => {
    throw new ApiError(413, 'BODY_TOO_LARGE', `The body is larger than ${MAX_BYTES} bytes.`)
  },
})

/** By its first bytes: the name and the type that a client sends prove nothing. */
const SIGNATURES: ReadonlyArray<[type: string, signature: RegExp]> = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/webp', /^RIFF.{4}WEBP/s],
  ['image/gif', /^GIF8[79]a/],
]

/** The picture that `<button open-type="chooseAvatar">` gives, sent by wx.uploadFile as the field `avatar`. */
export function avatarRoutes({ database, sessions, users, onEvent }: RouteContext) {
  const avatars = createAvatars(database)

  return new Hono<Authenticated>()
    .post('/me/avatar', limitUpload, async (c) => {
      const session = c.get('session')
      const picture = await readPicture(c)
      // It takes a while until all bytes are here, and the session may have ended in that time.
      if (!sessions.isOpen(session.id)) throw rejectSession(onEvent, c.req, 'SESSION_EXPIRED', session.id)
      const { id } = avatars.put(session.userId, picture)
      const { href } = new URL(`/avatars/${id}`, c.req.url)
      const user = users.setAvatar(session.userId, href)
      if (!user) throw new ApiError(404, 'USER_NOT_FOUND', 'The account of this session no longer exists.')
      onEvent({ type: 'avatarUpdated', user: shorten(session.openid), bytes: picture.bytes.length })
      return c.json({ user: presentUser(user) })
    })
    .get('/me/avatar', (c) => answer(c, avatars.ofUser(c.get('session').userId)))
    .get('/avatars/:id', (c) =>
      answer(c, avatars.find(c.req.param('id')), { 'Cache-Control': 'public, max-age=31536000, immutable' }),
    )
}

async function readPicture(c: Context): Promise<Omit<Avatar, 'id'>> {
  if (!/^multipart\/form-data\s*;/i.test(c.req.header('Content-Type') ?? '')) {
    throw new ApiError(415, 'UNSUPPORTED_CONTENT_TYPE', 'Send the picture as multipart/form-data.')
  }
  const form = await c.req.formData().catch((error: unknown) => {
    // Too large, or the client is gone.
    if (error instanceof ApiError || c.req.raw.signal.aborted) throw error
    throw new ApiError(400, 'INVALID_BODY', 'The body is not valid multipart/form-data.')
  })
  const file = form.get('avatar')
  if (!(file instanceof File)) throw new ApiError(400, 'INVALID_BODY', 'The field `avatar` must be a file.')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const head = String.fromCharCode(...bytes.subarray(0, 16))
  const type = SIGNATURES.find(([, signature]) => signature.test(head))?.[0]
  if (type === undefined) throw new ApiError(415, 'UNSUPPORTED_PICTURE', 'Send a PNG, JPEG, WebP or GIF.')
  return { type, bytes }
}

function answer(c: Context, avatar: Avatar | null, header: Record<string, string> = {}): Response {
  if (!avatar) throw new ApiError(404, 'NOT_FOUND', 'There is no such picture.')
  return c.body(new Uint8Array(avatar.bytes), 200, {
    'Content-Type': avatar.type,
    'Content-Length': String(avatar.bytes.length),
    // It was sent by a user, and is nothing but a picture.
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'",
    ...header,
  })
}
