// Hocuspocus as it is set up by default: hocuspocus.mjs PORT [FOLDER to store documents in]
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Server } from '@hocuspocus/server'
import * as Y from 'yjs'

const [port, folder] = process.argv.slice(2)
const file = name => join(folder, encodeURIComponent(name))
const storing = {
  async onLoadDocument ({ document, documentName }) {
    if (existsSync(file(documentName))) {
      Y.applyUpdate(document, new Uint8Array(await readFile(file(documentName))))
    }
  },
  async onStoreDocument ({ document, documentName }) {
    await writeFile(file(documentName), Y.encodeStateAsUpdate(document))
  }
}

const server = new Server({
  address: '127.0.0.1', port: Number(port), quiet: true, ...(folder ? storing : {})
})
await server.listen()
console.log('listens')
