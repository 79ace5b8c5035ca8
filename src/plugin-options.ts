import { invalidOptions } from './auth-error'

/**
 * Returns the options of a plugin. Throws INVALID_OPTIONS, naming the first that is missing, unknown or not what it
 * should be.
 */
export function pluginOptions<Options extends object>(
  plugin: string,
  options: Options,
  problems: Readonly<Record<keyof Options, (value: unknown) => string | false>>,
): Options {
  const given = Object(options) as Options
  for (const name in Object.assign({}, problems, given)) {
    const problem = name in problems ? problems[name](given[name]) : 'is unknown'
    if (problem) throw invalidOptions(`${plugin}: \`${name}\` ${problem}`)
  }
  return given
}
