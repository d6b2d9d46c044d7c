// Votes, which the npm client can neither cast nor count by itself (spec features.md 6.10, 6.11).

import { createCipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { decryptPollVote, jidNormalizedUser, proto } from 'baileys'

const hashOf = option => createHash('sha256').update(option).digest()

function pollOf(message) {
	return message.pollCreationMessage ?? message.pollCreationMessageV2 ?? message.pollCreationMessageV3
}

/** The creation of a poll that a message holds, if it does. */
export function pollIn(message) {
	return pollOf(message)
}

/** The addresses that the author of a message may go by, the likeliest first. */
function namesOf({ key }, me) {
	const names = key.fromMe
		? [me.lid, me.id]
		: [key.participant, key.participantAlt, key.remoteJid, key.remoteJidAlt]
	return names.filter(name => name && !name.endsWith('@g.us')).map(jidNormalizedUser)
}

/** Our vote, under the addresses of the chat: hidden ids where it goes by them. */
export function encryptVote(poll, me, options) {
	const lid = (poll.key.participant || poll.key.remoteJid).endsWith('@lid')
	const creator = namesOf(poll, me).find(name => name.endsWith('@lid') === lid)
	const voter = jidNormalizedUser(lid ? me.lid : me.id)
	const id = poll.key.id
	const secret = poll.message.messageContextInfo.messageSecret
	const key = hkdfSync('sha256', secret, Buffer.alloc(0), id + creator + voter + 'Poll Vote', 32)
	const encIv = randomBytes(12)
	const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), encIv)
	cipher.setAAD(Buffer.from(`${id}\0${voter}`))
	const vote = proto.Message.PollVoteMessage.encode({ selectedOptions: options.map(hashOf) }).finish()
	const encPayload = Buffer.concat([cipher.update(vote), cipher.final(), cipher.getAuthTag()])
	return { pollCreationMessageKey: poll.key, vote: { encPayload, encIv }, senderTimestampMs: Date.now() }
}

/** The options that a vote is for; the one pair of addresses that authenticates it is the right one. */
export function decryptVote(poll, vote, me) {
	const pollEncKey = poll.message.messageContextInfo.messageSecret
	for (const pollCreatorJid of namesOf(poll, me)) {
		for (const voterJid of namesOf(vote, me)) {
			try {
				const { selectedOptions } = decryptPollVote(vote.message.pollUpdateMessage.vote, {
					pollCreatorJid,
					pollMsgId: poll.key.id,
					pollEncKey,
					voterJid
				})
				const chosen = selectedOptions.map(option => Buffer.from(option).toString('hex'))
				const options = pollOf(poll.message).options.map(({ optionName }) => optionName)
				return options.filter(option => chosen.includes(hashOf(option).toString('hex'))).join(',')
			} catch {
				continue // under another address, then
			}
		}
	}
	throw new Error('The vote authenticates under no address of its author.')
}
