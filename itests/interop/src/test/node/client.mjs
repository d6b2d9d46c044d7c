// Drives the npm client for the interoperability tests: one JSON command per line on
// standard input, one JSON event per line on standard output. Credentials live in memory.
//
//   {"do":"connect","url","root","name"}   -> state, qr, paired
//   {"do":"send","ref","to","text"}        -> sent {ref,id} or failed {ref,error}
//   {"do":"read","chat","id"}              -> done {did:"read"}
//   {"do":"available"}                     -> done {did:"available"}
//   {"do":"signatures"}                    -> signatures {accepted,refused}
//   {"do":"disconnect"}                    -> state close
//   {"do":"quit"}
// and at any time: message, unreadable, status, escape.

import { createInterface } from 'node:readline'
import {
	DisconnectReason,
	initAuthCreds,
	makeWASocket,
	proto,
	WA_CERT_DETAILS,
	WAMessageStubType
} from 'baileys'
import { stayOnLoopback } from './loopback.mjs'
import { checkSignatures, judged } from './signatures.mjs'
import { stderrLogger } from './logger.mjs'
import { MemoryKeys } from './memory-keys.mjs'

const tell = (event, fields = {}) => process.stdout.write(JSON.stringify({ event, ...fields }) + '\n')
const auth = { creds: initAuthCreds(), keys: new MemoryKeys() }
const sent = new Map()
let sock
let target

function textOf(message) {
	return message?.conversation || message?.extendedTextMessage?.text || ''
}

function tellMessage({ key, message, messageStubType }) {
	const { id, remoteJid: chat, remoteJidAlt: chatAlt = '', fromMe = false } = key
	if (messageStubType === WAMessageStubType.CIPHERTEXT) {
		tell('unreadable', { id, chat, chatAlt, fromMe: Boolean(fromMe) })
	} else if (message && !message.protocolMessage) {
		const author = key.participant || (fromMe ? auth.creds.me?.id : chat)
		tell('message', { id, chat, chatAlt, author, fromMe: Boolean(fromMe), text: textOf(message) })
	}
}

function tellState({ connection, lastDisconnect, qr }) {
	if (qr) {
		tell('qr', { qr })
	}
	if (connection) {
		const code = lastDisconnect?.error?.output?.statusCode ?? 0
		const error = lastDisconnect?.error?.message ?? ''
		tell('state', { state: connection, code, error })
		if (connection === 'close' && code === DisconnectReason.restartRequired) {
			open() // after the pairing: a new socket with the new credentials
		}
	}
}

function open() {
	const own = makeWASocket({
		auth,
		waWebSocketUrl: target.url,
		logger: stderrLogger(process.env.INTEROP_LOG ?? 'warn'),
		emitOwnEvents: false,
		syncFullHistory: false,
		shouldSyncHistoryMessage: () => false,
		generateHighQualityLinkPreview: false,
		getMessage: async ({ id }) => sent.get(id)
	})
	sock = own
	own.ev.on('creds.update', update => {
		Object.assign(auth.creds, update)
		if (update.me?.id) {
			tell('paired', { own: update.me.id, lid: update.me.lid ?? '' })
		}
	})
	own.ev.on('connection.update', tellState)
	own.ev.on('messages.upsert', ({ messages }) => messages.forEach(tellMessage))
	own.ev.on('messages.update', updates =>
		updates.forEach(({ key, update }) => {
			if (update.message) {
				tellMessage({ key, ...update })
			}
			if (update.status) {
				tell('status', { id: key.id, chat: key.remoteJid, status: proto.WebMessageInfo.Status[update.status] })
			}
		})
	)
}

const commands = {
	connect(command) {
		target = command
		WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(command.root, 'hex')
		open()
	},
	async send({ ref, to, text }) {
		try {
			const message = await sock.sendMessage(to, { text })
			sent.set(message.key.id, message.message)
			tell('sent', { ref, id: message.key.id })
		} catch (error) {
			tell('failed', { ref, error: String(error?.message ?? error) })
		}
	},
	async read({ chat, id }) {
		await sock.readMessages([{ remoteJid: chat, id, fromMe: false }])
		tell('done', { did: 'read' })
	},
	async available() {
		auth.creds.me.name = target.name // it would come by app state
		await sock.sendPresenceUpdate('available')
		tell('done', { did: 'available' })
	},
	signatures() {
		tell('signatures', judged())
	},
	disconnect() {
		sock.end(undefined)
	},
	quit() {
		process.exit(0)
	}
}

// Standard output is for events, and the session library prints whole sessions with their keys.
console.log = console.info = console.warn = console.error = () => {}
stayOnLoopback(host => tell('escape', { host }))
checkSignatures()
process.on('unhandledRejection', error => process.stderr.write(`unhandled ${error?.stack}\n`))
createInterface({ input: process.stdin })
	.on('line', line => {
		const command = JSON.parse(line)
		Promise.resolve(commands[command.do](command)).catch(error =>
			tell('failed', { ref: command.ref ?? '', error: String(error?.message ?? error) })
		)
	})
	.on('close', () => process.exit(0))
tell('ready')
