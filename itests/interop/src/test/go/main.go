// Drives the Go client for the interoperability tests: one JSON command per line on standard
// input, one JSON event per line on standard output. Credentials live in memory.
//
//	{"do":"connect","url","root"}           -> qr, paired or pairing-failed, open, failed
//	{"do":"send","ref","to","text"}         -> sent {ref,id} or failed {ref,error}
//	{"do":"react|edit|revoke","ref","to","id","author","text"}
//	{"do":"create","ref","text","members"}  -> sent {ref,id}, the id is the group's
//	{"do":"read","to","id","author"}        -> sent {ref}
//	{"do":"available"}                      -> sent {ref}
//	{"do":"disconnect"}                     -> sent {ref}; the next connect is by a client made anew
//
// and at any time: message, unreadable, receipt, close, escape.
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
	Do, URL, Root, Ref, To, ID, Author, Text, Members string
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
	driver := &driver{device: newDevice()}
	tell("ready", nil)
	lines := bufio.NewScanner(os.Stdin)
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
				tell("sent", fields{"ref": got.Ref, "id": result})
			}
		}()
	}
	return lines.Err()
}

// stderrLog keeps standard output free for events.
type stderrLog string

func (l stderrLog) write(level, text string, args []any) {
	fmt.Fprintf(os.Stderr, level+" ["+string(l)+"] "+text+"\n", args...)
}
func (l stderrLog) Warnf(text string, args ...any)  { l.write("WARN", text, args) }
func (l stderrLog) Errorf(text string, args ...any) { l.write("ERROR", text, args) }
func (l stderrLog) Infof(text string, args ...any)  { l.write("INFO", text, args) }
func (l stderrLog) Debugf(string, ...any)           {}
func (l stderrLog) Sub(module string) waLog.Logger  { return stderrLog(module) }
