// The client's key store, in memory. Values are copied both ways, as by a disk:
// what the client changes without storing it is not kept.

export class MemoryKeys {
	#values = new Map()

	async get(type, ids) {
		const found = {}
		for (const id of ids) {
			const value = this.#values.get(`${type}/${id}`)
			if (value !== undefined) {
				found[id] = copyOf(value)
			}
		}
		return found
	}

	async set(data) {
		for (const [type, entries] of Object.entries(data)) {
			for (const [id, value] of Object.entries(entries)) {
				if (value === null || value === undefined) {
					this.#values.delete(`${type}/${id}`)
				} else {
					this.#values.set(`${type}/${id}`, copyOf(value))
				}
			}
		}
	}
}

/** A deep copy of what the client stores: bytes stay the kind of bytes that they were. */
function copyOf(value) {
	if (Buffer.isBuffer(value)) {
		return Buffer.from(value)
	}
	if (value instanceof Uint8Array) {
		return Uint8Array.from(value)
	}
	if (Array.isArray(value)) {
		return value.map(copyOf)
	}
	if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]))
	}
	return value
}
