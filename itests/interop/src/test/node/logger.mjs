// The client's logger, to standard error, one JSON line per entry.

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error']

function plain(key, value) {
	if (value instanceof Error) {
		return { message: value.message, stack: value.stack, ...value }
	}
	return value?.type === 'Buffer' ? `${value.data.length} bytes` : value
}

export function stderrLogger(level) {
	const write = name => (fields, text) => {
		if (LEVELS.indexOf(name) >= LEVELS.indexOf(level)) {
			process.stderr.write(`${new Date().toISOString()} ${name} ${text ?? ''} ${JSON.stringify(fields, plain)}\n`)
		}
	}
	const logger = { level, child: () => logger }
	LEVELS.forEach(name => (logger[name] = write(name)))
	return logger
}
