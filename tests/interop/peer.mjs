// A program with a stock provider, which does what it is told line by line and says what happens.
//   peer.mjs hocuspocus|y-websocket URL DOCUMENT TOKEN [CLIENT ID]
// In: {"do":"put","key":…,"value":…}, {"do":"insert","at":…,"text":…}, {"do":"delete","at":…,"n":…},
//     {"do":"be","state":{…}}, {"do":"show"}, {"do":"leave"}, {"do":"return"}
// Out: {"event":…} as it happens, and one {"map":…,"text":…,"around":…} for each "show".
import { createInterface } from 'node:readline'
import { HocuspocusProvider } from '@hocuspocus/provider'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const [kind, url, name, token, client] = process.argv.slice(2)
const say = what => console.log(JSON.stringify(what))
const doc = new Y.Doc()
if (client) doc.clientID = Number(client)
const map = doc.getMap('meta')
const text = doc.getText('text')

const made = {
  hocuspocus () {
    const provider = new HocuspocusProvider({
      url, name, token, document: doc, WebSocketPolyfill: WebSocket,
      onSynced: () => say({ event: 'synced' }),
      onAuthenticated: ({ scope }) => say({ event: 'authenticated', scope }),
      onAuthenticationFailed: ({ reason }) => say({ event: 'denied', reason }),
      onStatus: ({ status }) => say({ event: status }),
      onClose: ({ event }) => say({ event: 'closed', code: event.code }),
      onUnsyncedChanges: ({ number }) => say({ event: 'unsynced', number })
    })
    return { provider, leave: () => provider.disconnect(), back: () => provider.connect() }
  },
  'y-websocket' () {
    const provider = new WebsocketProvider(url, name, doc, {
      protocols: token ? [token] : [], WebSocketPolyfill: WebSocket, disableBc: true
    })
    provider.on('sync', is => is && say({ event: 'synced' }))
    provider.on('status', ({ status }) => say({ event: status }))
    provider.on('closed', ({ code }) => say({ event: 'closed', code }))
    return { provider, leave: () => provider.disconnect(), back: () => provider.connect() }
  }
}
console.warn = said => say({ event: 'warned', said })
const { provider, leave, back } = made[kind]()

const done = {
  put: ({ key, value }) => map.set(key, value),
  insert: ({ at, text: what }) => text.insert(at, what),
  delete: ({ at, n }) => text.delete(at, n),
  be: ({ state }) => provider.awareness.setLocalState(state),
  leave,
  return: back,
  show: () => say({
    map: map.toJSON(), text: text.toString(), pending: Boolean(doc.store.pendingStructs),
    around: [...provider.awareness.getStates().values()]
  })
}
createInterface({ input: process.stdin })
  .on('line', line => { const what = JSON.parse(line); done[what.do](what) })
  .on('close', () => process.exit(0))
say({ event: 'started', client: doc.clientID })
