/**
 * Texts of the platform quote the URL, and its query may hold a token. To the end of the text: a quote ends no query,
 * as encodeURIComponent leaves ', and nor does a blank that the app did not encode.
 */
export function withoutQuery(text: string): string {
  return text.replace(/\?[^]+/, '?…')
}
