import { success } from '../ending'
import type { ModalOptions } from '../device/permissions'
import { asyncCall, syncCall } from './call'
import type { Context } from './context'

/** Permissions, pre-fetched data, the connection, and how the app was opened. */
export function deviceFunctions(context: Context) {
  const { permissions, prefetch, network, features } = context
  const whole = (result: object) => result
  return {
    getSetting: asyncCall(context, 'getSetting', () => permissions.getSetting()),
    authorize: asyncCall(context, 'authorize', ({ scope }: { scope: string }) =>
      permissions.authorize(scope),
    ),
    openSetting: asyncCall(context, 'openSetting', () => permissions.openSetting()),
    showModal: asyncCall(context, 'showModal', (options: ModalOptions) => permissions.showModal(options)),

    getBackgroundFetchData: asyncCall(
      context,
      'getBackgroundFetchData',
      ({ fetchType }: { fetchType: string }) => prefetch.get(fetchType),
    ),
    setBackgroundFetchToken: asyncCall(context, 'setBackgroundFetchToken', ({ token }: { token: string }) =>
      prefetch.setToken(token),
    ),

    getNetworkType: asyncCall(context, 'getNetworkType', () => success({ networkType: network.type })),

    getLaunchOptionsSync: () =>
      syncCall(context, 'getLaunchOptionsSync', {}, () => success(context.launched), whole),
    getEnterOptionsSync: () =>
      syncCall(context, 'getEnterOptionsSync', {}, () => success(context.entered), whole),
    getAccountInfoSync: () => {
      const miniProgram = {
        appId: 'wx0000000000000000',
        ...(features.envVersion ? { envVersion: 'release' } : {}),
      }
      return syncCall(context, 'getAccountInfoSync', {}, () => success({ miniProgram }), whole)
    },
  }
}
