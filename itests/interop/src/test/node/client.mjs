// Drives the npm client for the interoperability tests: one JSON command per line on
// standard input, one JSON event per line on standard output. Credentials live in memory.
// The Go driver beside it speaks the same language:
//
//   {"do":"connect","url","root","media","name","greeted"} -> done; then qr, paired, open
//   {"do":"code","phone"}                          -> done {id}, the id is the link code
//   {"do":"send","to","text"}                      -> done {id}
//   {"do":"react|edit|revoke","to","id","author","text"}
//   {"do":"image|document","to","text","file"}     the file in base64
//   {"do":"poll","to","text","options"}  {"do":"vote","to","id","author","text"}
//   {"do":"create","text","members"}               -> done {id}, the id is the group's
//   {"do":"add|remove","to","members"}
//   {"do":"read","to","id","author"}
//   {"do":"available|unavailable"}  {"do":"subscribe|composing|paused","to"}
//   {"do":"mute|archive|pin","to","on"}
//   {"do":"signatures"}                            -> done {id}, the id is "accepted/refused" (here alone)
//   {"do":"disconnect"}                            -> done, close
//   {"do":"forget"}                                -> done; the next connect is by a new device
//
// Each has a ref, which done {ref,id} or failed {ref,error} repeats. At any time: qr, paired, synced,
// open, close, unlinked, pairing-failed, message, unreadable, receipt, presence, chat, group, history,
// escape, and of the Go client complaint.

import { createInterface } from 'node:readline'
import { deeds } from './deeds.mjs'
import { stayOnLoopback } from './loopback.mjs'
import { tell } from './report.mjs'
import { session } from './session.mjs'
import { checkSignatures } from './signatures.mjs'

async function obey(command) {
	try {
		const id = await deeds[command.do](command)
		tell('done', { ref: command.ref, id: id ?? '' })
	} catch (error) {
		tell('failed', { ref: command.ref, error: String(error?.message ?? error) })
	}
}

// Standard output is for events, and the session library prints whole sessions with their keys.
console.log = console.info = console.warn = console.error = () => {}
process.emitWarning = () => {}
stayOnLoopback(() => session.target?.media, host => tell('escape', { host }))
checkSignatures()
process.on('unhandledRejection', error => process.stderr.write(`unhandled ${error?.stack}\n`))
createInterface({ input: process.stdin })
	.on('line', line => obey(JSON.parse(line)))
	.on('close', () => process.exit(0))
tell('ready')
