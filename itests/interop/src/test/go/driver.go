package main

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"
)

// driver holds the one account of this process.
type driver struct {
	device *store.Device
	client *whatsmeow.Client
}

func (d *driver) obey(ctx context.Context, c command) (string, error) {
	if c.Do == "connect" {
		return "", d.connect(c)
	}
	if d.client == nil {
		return "", errors.New("not connected yet")
	}
	switch c.Do {
	case "disconnect":
		d.client.Disconnect()
		d.client = nil // what comes next starts from the store alone
		return "", nil
	case "available":
		d.client.Store.PushName = "Theirs" // it would come by app state
		return "", d.client.SendPresence(ctx, types.PresenceAvailable)
	case "create":
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
	return d.talk(ctx, c)
}

func (d *driver) talk(ctx context.Context, c command) (string, error) {
	to, err := types.ParseJID(c.To)
	if err != nil {
		return "", err
	}
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
	default:
		return "", errors.New("unknown command " + c.Do)
	}
	sent, err := d.client.SendMessage(ctx, to, message)
	return sent.ID, err
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
		d.client.SetPreLoginHTTPClient(web)
		d.client.SetWebsocketHTTPClient(web)
		d.client.SetMediaHTTPClient(media)
		d.client.AddEventHandler(report)
	}
	return d.client.Connect()
}

// report tells what the client tells.
func report(event any) {
	switch e := event.(type) {
	case *events.QR:
		tell("qr", fields{"qr": e.Codes[0]})
	case *events.PairSuccess:
		tell("paired", fields{"own": e.ID.String()})
	case *events.PairError:
		tell("pairing-failed", fields{"error": e.Error.Error()})
	case *events.Connected:
		tell("open", nil)
	case *events.Disconnected:
		tell("close", nil)
	case *events.UndecryptableMessage:
		tell("unreadable", fields{"id": e.Info.ID})
	case *events.Receipt:
		kind := string(e.Type)
		if kind == "" {
			kind = "delivered"
		}
		tell("receipt", fields{"kind": kind, "ids": e.MessageIDs, "from": e.Sender.String()})
	case *events.Message:
		reportMessage(e)
	}
}

func reportMessage(e *events.Message) {
	kind, text, target := "text", e.Message.GetConversation(), ""
	if extended := e.Message.GetExtendedTextMessage(); extended != nil {
		text = extended.GetText()
	}
	if reaction := e.Message.GetReactionMessage(); reaction != nil {
		kind, text, target = "reaction", reaction.GetText(), reaction.GetKey().GetID()
	}
	if change := e.Message.GetProtocolMessage(); change != nil {
		kind, target = strings.ToLower(change.GetType().String()), change.GetKey().GetID()
		if edited := change.GetEditedMessage(); edited != nil {
			text = edited.GetConversation() + edited.GetExtendedTextMessage().GetText()
		}
	}
	tell("message", fields{
		"id": e.Info.ID, "chat": e.Info.Chat.ToNonAD().String(), "author": e.Info.Sender.ToNonAD().String(),
		"fromMe": e.Info.IsFromMe, "kind": kind, "text": text, "target": target,
	})
}
