// The one account of this process and its socket.

import { DisconnectReason, initAuthCreds, makeWASocket, WA_CERT_DETAILS } from 'baileys'
import { stderrLogger } from './logger.mjs'
import { MemoryKeys } from './memory-keys.mjs'
import { report, tell } from './report.mjs'

const newAuth = () => ({ creds: initAuthCreds(), keys: new MemoryKeys() })

export const logger = stderrLogger(process.env.INTEROP_LOG ?? 'warn')
export const session = {
	auth: newAuth(),
	/** What was sent and received, by id: for retries, reactions and votes. */
	messages: new Map(),
	sock: undefined,
	target: undefined
}

/** Connects to what the command names. */
export function connect(target) {
	session.target = target
	WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(target.root, 'hex')
	open()
}

/** Is a new device from now on. */
export function forget() {
	const last = session.sock
	session.sock = undefined // so that its end is told no more
	last?.end(undefined)
	session.auth = newAuth()
	session.messages = new Map()
}

function open() {
	const { auth, target } = session
	const own = makeWASocket({
		auth,
		waWebSocketUrl: target.url,
		logger,
		emitOwnEvents: false,
		syncFullHistory: false,
		shouldSyncHistoryMessage: () => target.greeted === 'true',
		appStateMacVerification: { patch: true, snapshot: true },
		generateHighQualityLinkPreview: false,
		getMessage: async ({ id }) => session.messages.get(id)?.message
	})
	session.sock = own
	own.ev.on('creds.update', update => {
		const fresh = update.me?.id && update.account !== undefined
		Object.assign(auth.creds, update)
		if (fresh) {
			tell('paired', { own: update.me.id, lid: update.me.lid ?? '' })
		}
		if (update.accountSyncCounter) {
			tell('synced')
		}
	})
	own.ev.on('connection.update', update => tellState(own, update))
	report(own)
}

function tellState(own, { connection, lastDisconnect, qr }) {
	if (own !== session.sock) {
		return // of one that was given up
	}
	if (qr) {
		tell('qr', { qr })
	}
	if (connection === 'open') {
		tell('open')
	} else if (connection === 'close') {
		const code = lastDisconnect?.error?.output?.statusCode ?? 0
		tell('close', { code, error: lastDisconnect?.error?.message ?? '' })
		if (code === DisconnectReason.loggedOut) {
			tell('unlinked')
		}
		if (mayComeBack(code)) {
			open()
		}
	}
}

/** After the pairing, and after a cut of which it was told nothing (as its users do). */
function mayComeBack(code) {
	return code === DisconnectReason.restartRequired || (session.auth.creds.account && !session.resting && isCut(code))
}

function isCut(code) {
	return [DisconnectReason.connectionClosed, DisconnectReason.connectionLost].includes(code)
}
