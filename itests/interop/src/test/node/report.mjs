// Tells what the npm client tells, in the words that both drivers share.

import { downloadMediaMessage, normalizeMessageContent, proto, WAMessageStubType } from 'baileys'
import { decryptVote, pollIn } from './polls.mjs'
import { session } from './session.mjs'

const { Status } = proto.WebMessageInfo
const { Type } = proto.Message.ProtocolMessage
const RECEIPTS = { [Status.DELIVERY_ACK]: 'delivered', [Status.READ]: 'read', [Status.PLAYED]: 'played', [Status.ERROR]: 'error' }

export const tell = (event, fields = {}) => process.stdout.write(JSON.stringify({ event, ...fields }) + '\n')

/** Tells from now on what this socket tells. */
export function report(own) {
	const on = (name, listener) => own.ev.on(name, value => own === session.sock && listener(value))
	on('messages.upsert', ({ messages }) => messages.forEach(tellMessage))
	on('messages.update', updates => updates.forEach(tellUpdate))
	on('message-receipt.update', updates =>
		updates.forEach(({ key, receipt }) =>
			tell('receipt', { kind: receipt.readTimestamp ? 'read' : 'delivered', ids: [key.id], from: receipt.userJid })
		)
	)
	on('presence.update', ({ id, presences }) =>
		Object.entries(presences).forEach(([from, { lastKnownPresence }]) =>
			tell('presence', { chat: id, from, state: lastKnownPresence })
		)
	)
	on('groups.upsert', groups =>
		groups.forEach(({ id, participants }) =>
			tell('group', { chat: id, action: 'add', members: participants.map(one => one.id) })
		)
	)
	on('group-participants.update', ({ id, participants, action }) =>
		tell('group', { chat: id, action, members: participants.map(one => one.id ?? one) })
	)
	on('chats.update', updates => updates.forEach(tellChat))
	on('messaging-history.set', ({ messages }) => {
		messages.forEach(message => session.messages.set(message.key.id, message))
		tell('history', { texts: messages.map(({ message }) => textOf(normalizeMessageContent(message))) })
	})
}

function textOf(message) {
	return message?.conversation || message?.extendedTextMessage?.text || ''
}

function tellMessage(message) {
	const { id, remoteJid: chat, remoteJidAlt: chatAlt = '', fromMe = false } = message.key
	if (message.messageStubType === WAMessageStubType.CIPHERTEXT) {
		tell('unreadable', { id, chat })
		return
	}
	const content = normalizeMessageContent(message.message)
	if (content && !isOfDevices(content)) {
		session.messages.set(id, { ...message, message: content })
		const author = message.key.participant || (fromMe ? session.auth.creds.me?.id : chat)
		describe(message, content).then(what =>
			tell('message', { id, chat, chatAlt, author, fromMe: Boolean(fromMe), kind: 'other', text: '', target: '', ...what })
		)
	}
}

/** Whether devices of one account talk among themselves. */
function isOfDevices({ protocolMessage }) {
	return protocolMessage && ![Type.REVOKE, Type.MESSAGE_EDIT].includes(protocolMessage.type)
}

async function describe(message, content) {
	const { protocolMessage: change, reactionMessage: reaction, pollUpdateMessage: vote } = content
	if (change) {
		const kind = change.type === Type.REVOKE ? 'revoke' : 'message_edit'
		return { kind, target: change.key.id, text: textOf(normalizeMessageContent(change.editedMessage)) }
	}
	if (reaction) {
		return { kind: 'reaction', target: reaction.key.id, text: reaction.text ?? '' }
	}
	if (vote) {
		return { kind: 'vote', target: vote.pollCreationMessageKey.id, ...attempt(() => countVote(message, vote)) }
	}
	if (pollIn(content)) {
		const { name, options } = pollIn(content)
		return { kind: 'poll', text: name, options: options.map(({ optionName }) => optionName).join(',') }
	}
	if (content.imageMessage) {
		return { kind: 'image', text: content.imageMessage.caption ?? '', ...(await fileOf(message)) }
	}
	if (content.documentMessage) {
		return { kind: 'document', text: content.documentMessage.fileName ?? '', ...(await fileOf(message)) }
	}
	return textOf(content) ? { kind: 'text', text: textOf(content) } : {}
}

function attempt(task) {
	try {
		return { text: task() }
	} catch (error) {
		return { error: error.message }
	}
}

function countVote(message, vote) {
	const poll = session.messages.get(vote.pollCreationMessageKey.id)
	return decryptVote(poll, message, session.auth.creds.me)
}

async function fileOf(message) {
	try {
		return { file: (await downloadMediaMessage(message, 'buffer', {})).toString('base64') }
	} catch (error) {
		return { error: String(error?.message ?? error) }
	}
}

function tellUpdate({ key, update }) {
	if (update.message && !update.message.editedMessage) {
		tellMessage({ key, ...update })
	}
	if (RECEIPTS[update.status]) {
		tell('receipt', { kind: RECEIPTS[update.status], ids: [key.id], from: key.participant || key.remoteJid })
	}
}

function tellChat({ id, muteEndTime, archived, pinned }) {
	const changes = { mute: muteEndTime, archive: archived, pin: pinned }
	for (const [change, value] of Object.entries(changes)) {
		if (value !== undefined) {
			tell('chat', { chat: id, change, on: Boolean(value) })
		}
	}
}
