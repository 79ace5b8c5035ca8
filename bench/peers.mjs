/**
 * Who is measured. `file`: how it is wired up, in peers/; `recipe`: a library without a login, with the code that its
 * users write for it; `ships`: what an app's package has of it; `dialect`: how its backend talks, see backend.mjs;
 * `logsInAlways`: before every request, so that there is no request with a valid session whose time could be taken.
 */
export const OURS = { name: '**miniprogram-auth**', file: 'miniprogram-auth' }

/** No library at all; only for the time and the memory of a request. */
export const HELPER = { name: 'a helper, `{ ...options, success, fail }`', file: 'promisified' }

export const PEERS = [
  {
    name: 'wafer2-client-sdk 2.1.0',
    file: 'wafer2-client-sdk',
    ships: `export * from 'wafer2-client-sdk'`,
  },
  { name: 'wafer2-client-sdk 2.1.0, `login: true`', file: 'wafer2-client-sdk-login', logsInAlways: true },
  {
    name: 'wafer-client-sdk 0.8.4, `login: true`',
    file: 'wafer-client-sdk',
    dialect: 'wafer',
    ships: `export * from 'wafer-client-sdk'`,
  },
  {
    name: 'minapp-sdk 3.23.6',
    file: 'minapp-sdk',
    dialect: 'minapp',
    ships: `import 'regenerator-runtime'; export * from 'minapp-sdk'`,
  },
  {
    name: 'alova 3.5.5, its token authentication',
    file: 'alova',
    recipe: true,
    ships: `export { createAlova } from 'alova'; export { createServerTokenAuthentication } from 'alova/client'`,
  },
  {
    name: 'axios 1.21.1 + axios-auth-refresh 5.0.2',
    file: 'axios',
    recipe: true,
    ships: `export { default, AxiosError } from 'axios'; export { createAuthRefresh } from 'axios-auth-refresh'`,
  },
  {
    name: 'flyio 0.6.14 + its lock recipe',
    file: 'flyio',
    recipe: true,
    ships: `export { default } from 'flyio/dist/npm/wx'`,
  },
  {
    name: 'luch-request 3.1.1 + a queue recipe',
    file: 'luch-request',
    recipe: true,
    ships: `export { default } from 'luch-request'`,
  },
  {
    name: 'axios-miniprogram 2.7.2 + a retry recipe',
    file: 'axios-miniprogram',
    recipe: true,
    ships: `export { default } from 'axios-miniprogram'`,
  },
]
