// What the npm client can be told to do. Each deed answers the id that came of it, if any.

import { proto } from 'baileys'
import { encryptVote } from './polls.mjs'
import { connect, forget, session } from './session.mjs'
import { countAnew, judged } from './signatures.mjs'

const DAY = 24 * 60 * 60 * 1000

/** The key of a message as this account has it; ids alone tell ours from others'. */
function keyOf({ to, id, author }) {
	const known = session.messages.get(id)?.key
	return known ?? { remoteJid: to, id, fromMe: false, ...(to.endsWith('@g.us') && { participant: author }) }
}

async function send(to, content) {
	const message = await session.sock.sendMessage(to, content)
	session.messages.set(message.key.id, message)
	return message.key.id
}

async function vote(command) {
	const poll = session.messages.get(command.id)
	const update = encryptVote(poll, session.auth.creds.me, command.text.split(','))
	return session.sock.relayMessage(command.to, proto.Message.fromObject({ pollUpdateMessage: update }), {})
}

function lastOf(chat) {
	const last = [...session.messages.values()].filter(({ key }) => key.remoteJid === chat && !key.id.startsWith('peer'))
	return last.slice(-1)
}

const presence = state => async ({ to }) => session.sock.sendPresenceUpdate(state, to)
const members = action => async ({ to, members }) => {
	const results = await session.sock.groupParticipantsUpdate(to, members.split(','), action)
	const refused = results.filter(({ status }) => status !== '200')
	if (refused.length) {
		throw new Error(`refused: ${JSON.stringify(refused)}`)
	}
}

export const deeds = {
	connect(command) {
		session.resting = false
		connect(command)
	},
	code: ({ phone }) => session.sock.requestPairingCode(phone),
	send: ({ to, text }) => send(to, { text }),
	react: command => send(command.to, { react: { text: command.text, key: keyOf(command) } }),
	edit: command => send(command.to, { text: command.text, edit: keyOf(command) }),
	revoke: command => send(command.to, { delete: keyOf(command) }),
	image: ({ to, text, file }) => send(to, { image: Buffer.from(file, 'base64'), caption: text, mimetype: 'image/png' }),
	document: ({ to, text, file }) =>
		send(to, { document: Buffer.from(file, 'base64'), fileName: text, mimetype: 'application/octet-stream' }),
	poll: ({ to, text, options }) => send(to, { poll: { name: text, values: options.split(','), selectableCount: 1 } }),
	vote,
	async create({ text, members }) {
		return (await session.sock.groupCreate(text, members.split(','))).id
	},
	add: members('add'),
	remove: members('remove'),
	read: command => session.sock.readMessages([keyOf(command)]),
	async available() {
		session.auth.creds.me.name ||= session.target.name // it would come by app state
		await session.sock.sendPresenceUpdate('available')
	},
	unavailable: presence('unavailable'),
	composing: presence('composing'),
	paused: presence('paused'),
	subscribe: ({ to }) => session.sock.presenceSubscribe(to),
	mute: ({ to, on }) => session.sock.chatModify({ mute: on === 'true' ? Date.now() + DAY : null }, to),
	archive: ({ to, on }) => session.sock.chatModify({ archive: on === 'true', lastMessages: lastOf(to) }, to),
	pin: ({ to, on }) => session.sock.chatModify({ pin: on === 'true' }, to),
	signatures() {
		const { accepted, refused } = judged()
		return `${accepted}/${refused}`
	},
	disconnect() {
		session.resting = true
		session.sock.end(undefined)
	},
	forget() {
		forget()
		countAnew()
	}
}
