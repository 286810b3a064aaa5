// Sends COUNT events with the official client: node segment.mjs ADDRESS KEY COUNT
import { Analytics } from '@segment/analytics-node'

const [address, writeKey, count] = process.argv.slice(2)
const analytics = new Analytics({ writeKey, host: address, flushAt: 100 })
analytics.on('error', (error) => { console.error(error); process.exitCode = 1 })
for (let n = 0; n < Number(count); n++) {
  analytics.track({ userId: `u${n % 7}`, event: 'Opened', messageId: `node-${n}`, properties: { n } })
}
await analytics.closeAndFlush()
