package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// reporter tells what one client tells, also while the driver has turned to another.
type reporter struct {
	*driver
	client *whatsmeow.Client
}

func (d *reporter) report(event any) {
	switch e := event.(type) {
	case *events.QR:
		tell("qr", fields{"qr": e.Codes[0]})
	case *events.PairSuccess:
		tell("paired", fields{"own": e.ID.String(), "lid": e.LID.String()})
	case *events.PairError:
		tell("pairing-failed", fields{"error": e.Error.Error()})
	case *events.Connected:
		tell("open", nil)
	case *events.Disconnected:
		tell("close", fields{"code": 0, "error": ""})
	case *events.LoggedOut:
		tell("unlinked", nil)
	case *events.UndecryptableMessage:
		tell("unreadable", fields{"id": e.Info.ID, "chat": e.Info.Chat.String()})
	case *events.Receipt:
		kind := string(e.Type)
		if kind == "" {
			kind = "delivered"
		}
		tell("receipt", fields{"kind": kind, "ids": e.MessageIDs, "from": e.Sender.String()})
	case *events.HistorySync:
		reportHistory(e)
	case *events.Message:
		d.reportMessage(e)
	default:
		reportChange(event)
	}
}

// reportChange tells what is no message.
func reportChange(event any) {
	switch e := event.(type) {
	case *events.AppStateSyncComplete:
		if e.Name == appstate.AllPatchNames[len(appstate.AllPatchNames)-1] {
			tell("synced", nil)
		}
	case *events.Presence:
		state := types.PresenceAvailable
		if e.Unavailable {
			state = types.PresenceUnavailable
		}
		tell("presence", fields{"chat": e.From.String(), "from": e.From.String(), "state": state})
	case *events.ChatPresence:
		tell("presence", fields{"chat": e.Chat.String(), "from": e.Sender.String(), "state": e.State})
	case *events.Mute:
		tellChat(e.JID, "mute", e.Action.GetMuted())
	case *events.Archive:
		tellChat(e.JID, "archive", e.Action.GetArchived())
	case *events.Pin:
		tellChat(e.JID, "pin", e.Action.GetPinned())
	case *events.JoinedGroup:
		var all []types.JID
		for _, member := range e.Participants {
			all = append(all, member.JID)
		}
		tellGroup(e.JID, "add", all)
	case *events.GroupInfo:
		tellGroup(e.JID, "add", e.Join)
		tellGroup(e.JID, "remove", e.Leave)
	}
}

func tellChat(chat types.JID, change string, on bool) {
	tell("chat", fields{"chat": chat.String(), "change": change, "on": on})
}

func tellGroup(group types.JID, action string, members []types.JID) {
	if len(members) > 0 {
		tell("group", fields{"chat": group.String(), "action": action, "members": members})
	}
}

func reportHistory(e *events.HistorySync) {
	texts := []string{}
	for _, chat := range e.Data.GetConversations() {
		for _, message := range chat.GetMessages() {
			texts = append(texts, textOf(message.GetMessage().GetMessage()))
		}
	}
	tell("history", fields{"texts": texts})
}

func textOf(m *waE2E.Message) string {
	return m.GetConversation() + m.GetExtendedTextMessage().GetText()
}

func (d *reporter) reportMessage(e *events.Message) {
	told := fields{
		"id": e.Info.ID, "chat": e.Info.Chat.ToNonAD().String(), "chatAlt": "",
		"author": e.Info.Sender.ToNonAD().String(), "fromMe": e.Info.IsFromMe, "kind": "other", "text": "", "target": "",
	}
	for name, value := range d.describe(e) {
		told[name] = value
	}
	if told["kind"] != "" {
		tell("message", told)
	}
}

func (d *reporter) describe(e *events.Message) fields {
	m := e.Message
	if change := m.GetProtocolMessage(); change != nil {
		if kind := change.GetType(); kind != waE2E.ProtocolMessage_REVOKE && kind != waE2E.ProtocolMessage_MESSAGE_EDIT {
			return fields{"kind": ""} // devices of one account talk among themselves
		}
		return fields{
			"kind":   strings.ToLower(change.GetType().String()),
			"target": change.GetKey().GetID(), "text": textOf(change.GetEditedMessage()),
		}
	}
	if reaction := m.GetReactionMessage(); reaction != nil {
		return fields{"kind": "reaction", "text": reaction.GetText(), "target": reaction.GetKey().GetID()}
	}
	if image := m.GetImageMessage(); image != nil {
		return d.withFile(fields{"kind": "image", "text": image.GetCaption()}, image)
	}
	if document := m.GetDocumentMessage(); document != nil {
		return d.withFile(fields{"kind": "document", "text": document.GetFileName()}, document)
	}
	if poll := pollOf(m); poll != nil {
		var options []string
		for _, option := range poll.GetOptions() {
			options = append(options, option.GetOptionName())
		}
		d.keepPoll(e, options)
		return fields{"kind": "poll", "text": poll.GetName(), "options": strings.Join(options, ",")}
	}
	if m.GetPollUpdateMessage() != nil {
		return d.countVote(e)
	}
	if text := textOf(m); text != "" {
		return fields{"kind": "text", "text": text}
	}
	return nil
}

func (d *reporter) withFile(told fields, file whatsmeow.DownloadableMessage) fields {
	bytes, err := d.client.Download(context.Background(), file)
	if err != nil {
		told["error"] = err.Error()
	} else {
		told["file"] = base64.StdEncoding.EncodeToString(bytes)
	}
	return told
}

func pollOf(m *waE2E.Message) *waE2E.PollCreationMessage {
	for _, poll := range []*waE2E.PollCreationMessage{
		m.GetPollCreationMessage(), m.GetPollCreationMessageV2(), m.GetPollCreationMessageV3(),
	} {
		if poll != nil {
			return poll
		}
	}
	return nil
}

func (d *driver) keepPoll(e *events.Message, options []string) {
	d.lock.Lock()
	d.polls[e.Info.ID] = e
	d.lock.Unlock()
	d.keepOptions(e.Info.ID, options)
}

func (d *driver) keepOptions(id string, options []string) {
	d.lock.Lock()
	defer d.lock.Unlock()
	d.chosen[id] = options
}

func (d *driver) poll(id string) *events.Message {
	d.lock.Lock()
	defer d.lock.Unlock()
	if poll := d.polls[id]; poll != nil {
		return poll
	}
	return &events.Message{}
}

// countVote tells the options that a vote is for. The client tries the address of the stanza; a
// vote may have been made under the other one (spec features.md 6.10).
func (d *reporter) countVote(e *events.Message) fields {
	id := e.Message.GetPollUpdateMessage().GetPollCreationMessageKey().GetID()
	told := fields{"kind": "vote", "target": id}
	vote, err := d.client.DecryptPollVote(context.Background(), e)
	if err != nil && !e.Info.SenderAlt.IsEmpty() {
		other := *e
		other.Info.Sender = e.Info.SenderAlt
		vote, err = d.client.DecryptPollVote(context.Background(), &other)
	}
	if err != nil {
		told["error"] = err.Error()
		return told
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	var names []string
	for _, option := range d.chosen[id] {
		hash := sha256.Sum256([]byte(option))
		for _, selected := range vote.GetSelectedOptions() {
			if string(selected) == string(hash[:]) {
				names = append(names, option)
			}
		}
	}
	told["text"] = strings.Join(names, ",")
	return told
}
