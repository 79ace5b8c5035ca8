import { launchChromium } from '../__tests__/e2e/chromium'
import { openSimulator } from '../__tests__/e2e/simulator-page'

// Opens what `npm start` serves, at the address that it printed, and looks as its user would: the example is logged in,
// and a click leads to the orders.
async function look(url: string) {
  const browser = await launchChromium()
  try {
    const screen = await openSimulator(browser, url)
    await screen.status('authenticated')
    await screen.shows('明前龙井')
    await screen.tab('订单')
    await screen.shows('待发货')
    await screen.screenshot('first-start')
    if (screen.problems.length > 0) throw new Error(screen.problems.join('\n'))
  } finally {
    await browser.close()
  }
}

look(process.argv[2] ?? '').then(
  () => console.log('The example is logged in, and shows its orders.'),
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  },
)
