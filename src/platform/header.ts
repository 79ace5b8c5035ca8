/** A response's header, whatever the case of its name: HTTP/2 gives lower case, HTTP/1 what the server wrote. */
export function headerOf(
  header: Readonly<Record<string, string>> | undefined,
  name: string,
): string | undefined {
  const key = Object.keys(header ?? {}).find((candidate) => candidate.toLowerCase() === name)
  return key === undefined ? undefined : header?.[key]
}
