// Real signature checks in place of the client's own, which accept every signature
// (spec interop.md, baileys 2). XEdDSA over Node's Ed25519: an implementation that
// is neither ours nor the client's.

import { createPublicKey, verify } from 'node:crypto'
import { Curve } from 'baileys'
import libsignal from 'libsignal'

const P = 2n ** 255n - 19n
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex')
const count = { accepted: 0, refused: 0 }

function power(base, exponent) {
	let result = 1n
	for (let b = base % P, e = exponent; e > 0n; e >>= 1n, b = (b * b) % P) {
		if (e & 1n) {
			result = (result * b) % P
		}
	}
	return result
}

/** The Ed25519 form of a Curve25519 key: y = (u - 1) / (u + 1), the sign as the signature says. */
function edwards(key, signBit) {
	const u = BigInt('0x' + Buffer.from(key).reverse().toString('hex')) & ((1n << 255n) - 1n)
	const y = (((u - 1n + P) % P) * power(u + 1n, P - 2n)) % P
	const bytes = Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse()
	bytes[31] |= signBit
	return createPublicKey({ key: Buffer.concat([SPKI_ED25519, bytes]), format: 'der', type: 'spki' })
}

function isGenuine(publicKey, message, signature) {
	const key = publicKey.length === 33 ? publicKey.subarray(1) : publicKey
	const plain = Buffer.from(signature)
	const signBit = plain[63] & 0x80
	plain[63] &= 0x7f
	const genuine = verify(null, message, edwards(Buffer.from(key), signBit), plain)
	count[genuine ? 'accepted' : 'refused']++
	return genuine
}

/** Replaces both checks and refuses to go on when the replacement itself is of no use. */
export function checkSignatures() {
	Curve.verify = isGenuine
	libsignal.curve.verifySignature = (publicKey, message, signature) => {
		if (!isGenuine(publicKey, message, signature)) {
			throw new Error('Invalid signature')
		}
		return true
	}
	const pair = Curve.generateKeyPair()
	const signature = Curve.sign(pair.private, Buffer.from('right'))
	if (!isGenuine(pair.public, Buffer.from('right'), signature)) {
		throw new Error('A genuine signature was refused.')
	}
	if (isGenuine(pair.public, Buffer.from('wrong'), signature)) {
		throw new Error('A forged signature was accepted.')
	}
	countAnew()
}

/** Forgets what was judged. */
export function countAnew() {
	count.accepted = 0
	count.refused = 0
}

/** How many signatures were judged since the start. */
export function judged() {
	return { ...count }
}
