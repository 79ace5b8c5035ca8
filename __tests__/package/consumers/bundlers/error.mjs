import { isAuthError } from 'miniprogram-auth'

export const isOver = (error) => isAuthError(error, 'LOGGED_OUT')
