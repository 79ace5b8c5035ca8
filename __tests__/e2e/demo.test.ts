import { expect, test } from '@jest/globals'
import { playDemo } from '../../examples/demo/play'

test('the demo’s counts, taken on the server over real HTTP, are what they should be', async () => {
  const scenes: string[] = []
  const said: unknown[] = []
  const checks = await playDemo({
    scene: (title) => scenes.push(title),
    step: (entry) => said.push(entry),
    checked: (check) => said.push(check),
  })
  expect(scenes).toHaveLength(6)
  expect(checks.length).toBeGreaterThan(15)
  for (const { what, actual, expected } of checks)
    expect({ what, value: actual }).toEqual({ what, value: expected })
  // Tokens are 43 characters of base64url, codes 32 or more: what is shown of them is shorter.
  expect(JSON.stringify(said)).not.toMatch(/[\w-]{30,}/)
})
