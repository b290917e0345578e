// The stock server of y-websocket's framing, keeping nothing: y_websocket.mjs PORT
import http from 'node:http'
import { setupWSConnection } from '@y/websocket-server/utils'
import { WebSocketServer } from 'ws'

const [port] = process.argv.slice(2)
const server = http.createServer()
new WebSocketServer({ server }).on('connection', setupWSConnection)
server.listen(Number(port), '127.0.0.1', () => console.log('listens'))
