// Nothing of this process leaves loopback: a connection to anywhere else fails and is told.
// The public media host, which files without a URL are asked of, is the sandbox here
// (spec interop.md, baileys 12).

import { Socket } from 'node:net'

const LOCAL = new Set(['127.0.0.1', '::1', 'localhost'])
const MEDIA = 'mmg.whatsapp.net'

/** Guards all sockets of this process, TLS and fetch included; media answers host and port. */
export function stayOnLoopback(media, told) {
	const connect = Socket.prototype.connect
	Socket.prototype.connect = function (...args) {
		const options = Array.isArray(args[0]) ? args[0][0] : args[0]
		const host = typeof options === 'object' ? options.host : args[1]
		if (host === MEDIA && media()) {
			const [address, port] = media().split(':')
			Object.assign(options, { host: address, port: Number(port) })
			return connect.apply(this, args)
		}
		if (typeof options === 'object' && (options.path || LOCAL.has(host))) {
			return connect.apply(this, args)
		}
		told(String(host))
		process.nextTick(() => this.destroy(new Error('Only loopback is allowed.')))
		return this
	}
}
