// Drives the Go client for the interoperability tests: one JSON command per line on standard
// input, one JSON event per line on standard output, in the words that the driver of the npm client
// lists (../node/client.mjs). Credentials live in memory.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"

	waLog "go.mau.fi/whatsmeow/util/log"
)

// lineLimit leaves room for files in base64.
const lineLimit = 16 << 20

type fields map[string]any

var (
	output sync.Mutex
	told   = os.Stdout
)

// tell writes one event.
func tell(event string, more fields) {
	line := fields{"event": event}
	for name, value := range more {
		line[name] = value
	}
	text, err := json.Marshal(line)
	if err != nil {
		panic(err)
	}
	output.Lock()
	defer output.Unlock()
	fmt.Fprintln(told, string(text))
}

type command struct {
	Do, URL, Root, Ref, To, ID, Author, Text, Members, Phone, File, Options, On string
}

func main() {
	os.Stdout = os.Stderr // standard output is for events, and the session library prints there
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	ctx := context.Background()
	driver := newDriver()
	tell("ready", nil)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, lineLimit)
	for lines.Scan() {
		var got command
		if err := json.Unmarshal(lines.Bytes(), &got); err != nil {
			return err
		}
		go func() {
			result, err := driver.obey(ctx, got)
			if err != nil {
				tell("failed", fields{"ref": got.Ref, "error": err.Error()})
			} else {
				tell("done", fields{"ref": got.Ref, "id": result})
			}
		}()
	}
	return lines.Err()
}

// stderrLog keeps standard output free for events; what the client complains of is one.
type stderrLog string

func (l stderrLog) write(level, text string, args []any) {
	fmt.Fprintf(os.Stderr, level+" ["+string(l)+"] "+text+"\n", args...)
}
func (l stderrLog) Errorf(text string, args ...any) {
	l.write("ERROR", text, args)
	tell("complaint", fields{"text": fmt.Sprintf(text, args...)})
}
func (l stderrLog) Warnf(text string, args ...any) { l.write("WARN", text, args) }
func (l stderrLog) Infof(text string, args ...any) { l.write("INFO", text, args) }
func (l stderrLog) Debugf(text string, args ...any) {
	if os.Getenv("INTEROP_LOG") == "debug" {
		l.write("DEBUG", text, args)
	}
}
func (l stderrLog) Sub(module string) waLog.Logger { return stderrLog(module) }
