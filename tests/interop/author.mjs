// One author who writes notes in plain Yjs: author.mjs ROOT…, asked line by line.
// {"write":ROOT,"where":0…1,"cut":…,"text":…}   writes there, never between halves of a letter
// {"vector":1} -> "state vector"   {"lacks":"state vector"} -> "update"   {"take":"update"}
// {"show":ROOT} -> text
import { createInterface } from 'node:readline'
import * as Y from 'yjs'

const doc = new Y.Doc()
doc.clientID = 2 ** 31 - 1
for (const root of process.argv.slice(2)) doc.getText(root)
const from64 = text => new Uint8Array(Buffer.from(text, 'base64'))
const to64 = bytes => Buffer.from(bytes).toString('base64')
const isSecondHalf = unit => unit >= 0xDC00 && unit <= 0xDFFF
const say = what => console.log(JSON.stringify(what))

const write = ({ write: root, where, cut, text: what }) => {
  const text = doc.getText(root)
  const shown = text.toString()
  let at = Math.floor(where * (shown.length + 1))
  if (isSecondHalf(shown.charCodeAt(at))) at -= 1
  let end = Math.min(at + cut, shown.length)
  if (isSecondHalf(shown.charCodeAt(end))) end += 1
  doc.transact(() => {
    text.delete(at, end - at)
    text.insert(at, what, {})
  })
}
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  if ('write' in asked) write(asked)
  else if ('take' in asked) Y.applyUpdate(doc, from64(asked.take))
  else if ('vector' in asked) say(to64(Y.encodeStateVector(doc)))
  else if ('lacks' in asked) say(to64(Y.encodeStateAsUpdate(doc, from64(asked.lacks))))
  else if ('show' in asked) say(doc.getText(asked.show).toString())
}
