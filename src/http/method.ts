/** May it be sent again when nobody knows whether the server got it? RFC 9110, section 9.2.1. */
export function isSafe(method = 'GET'): boolean {
  return /^(GET|HEAD|OPTIONS|TRACE)$/i.test(method)
}
