package main

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"
)

const day = 24 * time.Hour

// driver holds the one account of this process.
type driver struct {
	device *store.Device
	client *whatsmeow.Client

	lock   sync.Mutex
	polls  map[string]*events.Message // by id, received ones
	chosen map[string][]string        // the options of polls that were sent or received
}

func newDriver() *driver {
	return &driver{device: newDevice(), polls: map[string]*events.Message{}, chosen: map[string][]string{}}
}

func (d *driver) obey(ctx context.Context, c command) (string, error) {
	switch {
	case c.Do == "connect":
		return "", d.connect(c)
	case c.Do == "forget":
		d.rest()
		d.device = newDevice()
		return "", nil
	case d.client == nil:
		return "", errors.New("not connected yet")
	}
	switch c.Do {
	case "disconnect":
		d.rest()
		return "", nil
	case "code":
		return d.client.PairPhone(ctx, c.Phone, true, whatsmeow.PairClientChrome, "Chrome (Linux)")
	case "available", "unavailable":
		if d.client.Store.PushName == "" {
			d.client.Store.PushName = "Theirs" // it would come by app state
		}
		return "", d.client.SendPresence(ctx, types.Presence(c.Do))
	case "create":
		return d.create(ctx, c)
	}
	to, err := types.ParseJID(c.To)
	if err != nil {
		return "", err
	}
	return d.manage(ctx, to, c)
}

// rest ends the client; what comes next starts from the store alone.
func (d *driver) rest() {
	if d.client != nil {
		d.client.Disconnect()
		d.client = nil
	}
}

func (d *driver) create(ctx context.Context, c command) (string, error) {
	members, err := jids(c.Members)
	if err != nil {
		return "", err
	}
	group, err := d.client.CreateGroup(ctx, whatsmeow.ReqCreateGroup{Name: c.Text, Participants: members})
	if err != nil {
		return "", err
	}
	return group.JID.String(), nil
}

// manage does what is no message.
func (d *driver) manage(ctx context.Context, to types.JID, c command) (string, error) {
	on := c.On == "true"
	switch c.Do {
	case "add", "remove":
		return "", d.members(ctx, to, c)
	case "subscribe":
		return "", d.client.SubscribePresence(ctx, to)
	case "composing", "paused":
		return "", d.client.SendChatPresence(ctx, to, types.ChatPresence(c.Do), types.ChatPresenceMediaText)
	case "mute":
		return "", d.client.SendAppState(ctx, appstate.BuildMute(to, on, day))
	case "archive":
		return "", d.client.SendAppState(ctx, appstate.BuildArchive(to, on, time.Now(), nil))
	case "pin":
		return "", d.client.SendAppState(ctx, appstate.BuildPin(to, on))
	}
	return d.talk(ctx, to, c)
}

func (d *driver) members(ctx context.Context, group types.JID, c command) error {
	members, err := jids(c.Members)
	if err != nil {
		return err
	}
	results, err := d.client.UpdateGroupParticipants(ctx, group, members, whatsmeow.ParticipantChange(c.Do))
	for _, result := range results {
		if result.Error != 0 {
			return fmt.Errorf("%s was refused with %d", result.JID, result.Error)
		}
	}
	return err
}

func (d *driver) talk(ctx context.Context, to types.JID, c command) (string, error) {
	author, err := types.ParseJID(c.Author)
	if c.Author != "" && err != nil {
		return "", err
	}
	var message *waE2E.Message
	switch c.Do {
	case "send":
		message = &waE2E.Message{Conversation: proto.String(c.Text)}
	case "react":
		message = d.client.BuildReaction(to, author, c.ID, c.Text)
	case "edit":
		message = d.client.BuildEdit(to, c.ID, &waE2E.Message{Conversation: proto.String(c.Text)})
	case "revoke":
		message = d.client.BuildRevoke(to, types.EmptyJID, c.ID)
	case "read":
		return "", d.client.MarkRead(ctx, []types.MessageID{c.ID}, time.Now(), to, author)
	case "image", "document":
		message, err = d.upload(ctx, c)
	case "poll":
		message = d.client.BuildPollCreation(c.Text, strings.Split(c.Options, ","), 1)
	case "vote":
		message, err = d.client.BuildPollVote(ctx, &d.poll(c.ID).Info, strings.Split(c.Text, ","))
	default:
		err = errors.New("unknown command " + c.Do)
	}
	if err != nil {
		return "", err
	}
	sent, err := d.sendApart(ctx, to, message)
	if c.Do == "poll" {
		d.keepOptions(sent.ID, strings.Split(c.Options, ","))
	}
	return sent.ID, err
}

// sendApart sends while nothing is decrypted, see memory.DoDecryptionTxn.
func (d *driver) sendApart(ctx context.Context, to types.JID, message *waE2E.Message) (whatsmeow.SendResponse, error) {
	kept := d.device.Sessions.(*memory)
	kept.ratchet.Lock()
	defer kept.ratchet.Unlock()
	return d.client.SendMessage(ctx, to, message)
}

func (d *driver) upload(ctx context.Context, c command) (*waE2E.Message, error) {
	file, err := base64.StdEncoding.DecodeString(c.File)
	if err != nil {
		return nil, err
	}
	kind := whatsmeow.MediaDocument
	if c.Do == "image" {
		kind = whatsmeow.MediaImage
	}
	up, err := d.client.Upload(ctx, file, kind)
	if err != nil {
		return nil, err
	}
	if c.Do == "image" {
		return &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
			Caption: &c.Text, Mimetype: proto.String("image/png"), URL: &up.URL, DirectPath: &up.DirectPath,
			MediaKey: up.MediaKey, FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256, FileLength: &up.FileLength,
		}}, nil
	}
	return &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{
		FileName: &c.Text, Mimetype: proto.String("application/octet-stream"), URL: &up.URL, DirectPath: &up.DirectPath,
		MediaKey: up.MediaKey, FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256, FileLength: &up.FileLength,
	}}, nil
}

func jids(list string) ([]types.JID, error) {
	var all []types.JID
	for _, text := range strings.Split(list, ",") {
		jid, err := types.ParseJID(text)
		if err != nil {
			return nil, err
		}
		all = append(all, jid)
	}
	return all, nil
}

func (d *driver) connect(c command) error {
	root, err := hex.DecodeString(c.Root)
	if err != nil || len(root) != len(whatsmeow.WACertPubKey) {
		return errors.New("the root is no key")
	}
	copy(whatsmeow.WACertPubKey[:], root)
	if d.client == nil {
		web, media, err := loopbackClients(c.URL)
		if err != nil {
			return err
		}
		d.client = whatsmeow.NewClient(d.device, stderrLog("client"))
		d.client.EmitAppStateEventsOnFullSync = true
		d.client.SetPreLoginHTTPClient(web)
		d.client.SetWebsocketHTTPClient(web)
		d.client.SetMediaHTTPClient(media)
		d.client.AddEventHandler((&reporter{d, d.client}).report)
	}
	return d.client.Connect()
}
