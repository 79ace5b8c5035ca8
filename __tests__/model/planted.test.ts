import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from '@jest/globals'
import { build } from 'esbuild'

const SRC = join(__dirname, '../../src')

interface Fault {
  file: string
  code: string
  instead: string
}

/** Mistakes that this library exists to avoid: the model must find each of them. */
const FAULTS: Record<string, Fault> = {
  'a login that goes on after a logout': {
    file: 'platform/within.ts',
    code: 'parent.onEnd((error) => scope.end(error))',
    instead: 'parent.onEnd(() => undefined)',
  },
  'a request that goes on after a logout': {
    file: 'http/request.ts',
    code: 'transport(signer.sign(request, session), scope)',
    instead: 'transport(signer.sign(request, session))',
  },
  'a rejected session that stays': {
    file: 'session/logins.ts',
    code: 'holder.drop()',
    instead: '',
  },
  'a rejection of an old session that ends the new one': {
    file: 'session/logins.ts',
    code: 'if (holder.session !== session) return',
    instead: '',
  },
  'replays without end': {
    file: 'http/request.ts',
    code: 'if (replaying || !replay) throw sessionRejected()',
    instead: '',
  },
  'no watchdog over a call': {
    file: 'platform/call.ts',
    code: 'clock.after(timeout,',
    instead: 'clock.after(1e9,',
  },
  'no cooldown': {
    file: 'session/cooldown.ts',
    code: 'return now < retryAt &&',
    instead: 'return now < now &&',
  },
  'a flight for each who asks': {
    file: 'session/logins.ts',
    code: 'if (flight) return flight',
    instead: '',
  },
  'a failed login that takes the session away': {
    file: 'session/transition.ts',
    code: "return session ? { status: 'authenticated', session } : failed(failure)",
    instead: 'return failed(failure)',
  },
  'no limit to the calls of wx.login': {
    file: 'platform/rate-limit.ts',
    code: 'if (free === 0) {',
    instead: 'if (free === -99) {',
  },
  'a throwing listener that stops the rest': {
    file: 'session/notifier.ts',
    code: 'clock.after(0, () => {\n        throw error\n      })',
    instead: 'throw error',
  },
}

type Property = typeof import('./property')

/** The model over sources in which one mistake has been made. */
async function plant({ file, code, instead }: Fault): Promise<Property> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'property.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    plugins: [
      {
        name: 'planted-fault',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const contents = readFileSync(path, 'utf8')
            if (relative(SRC, path).replaceAll('\\', '/') !== file) return { contents, loader: 'ts' }
            if (!contents.includes(code)) throw new Error(`${file} does not hold: ${code}`)
            return { contents: contents.replace(code, instead), loader: 'ts' }
          })
        },
      },
    ],
  })
  const module = { exports: {} as Property }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the bundle just made
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(module, module.exports, require)
  return module.exports
}

test.each(Object.entries(FAULTS))('the model finds a planted fault: %s', async (_, fault) => {
  const { findCounterexample } = await plant(fault)
  expect(await findCounterexample(20_000, 1)).not.toBeNull()
})

test('the model finds nothing where nothing is planted', async () => {
  const { findCounterexample } = await plant({ file: 'index.ts', code: '', instead: '' })
  expect(await findCounterexample(500, 1)).toBeNull()
})
