package main

import (
	"context"
	"maps"

	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
)

// secrets keeps what messages and app state need besides sessions.
type secrets struct {
	messages map[string]secret
	keys     map[string]store.AppStateSyncKey
	lastKey  []byte
	versions map[string]version
	macs     map[[2]string][]byte
}

type secret struct {
	author types.JID
	bytes  []byte
}

type version struct {
	number uint64
	hash   [128]byte
}

func newSecrets() secrets {
	return secrets{
		messages: map[string]secret{}, keys: map[string]store.AppStateSyncKey{},
		versions: map[string]version{}, macs: map[[2]string][]byte{},
	}
}

func (m *memory) PutMessageSecrets(ctx context.Context, all []store.MessageSecretInsert) error {
	for _, one := range all {
		if err := m.PutMessageSecret(ctx, one.Chat, one.Sender, one.ID, one.Secret); err != nil {
			return err
		}
	}
	return nil
}

// PutMessageSecret goes by the id alone: the chat and the author have two addresses each.
func (m *memory) PutMessageSecret(_ context.Context, _, author types.JID, id types.MessageID, bytes []byte) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.messages[id] = secret{author.ToNonAD(), bytes}
	return nil
}

func (m *memory) GetMessageSecret(_ context.Context, _, _ types.JID, id types.MessageID) ([]byte, types.JID, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	found := m.messages[id]
	return found.bytes, found.author, nil
}

func (m *memory) PutAppStateSyncKey(_ context.Context, id []byte, key store.AppStateSyncKey) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.keys[string(id)] = key
	m.lastKey = id
	return nil
}

func (m *memory) GetAppStateSyncKey(_ context.Context, id []byte) (*store.AppStateSyncKey, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if key, ok := m.keys[string(id)]; ok {
		return &key, nil
	}
	return nil, nil
}

func (m *memory) GetLatestAppStateSyncKeyID(context.Context) ([]byte, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	return m.lastKey, nil
}

func (m *memory) PutAppStateVersion(_ context.Context, name string, number uint64, hash [128]byte) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.versions[name] = version{number, hash}
	return nil
}

func (m *memory) GetAppStateVersion(_ context.Context, name string) (uint64, [128]byte, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	found := m.versions[name]
	return found.number, found.hash, nil
}

func (m *memory) DeleteAppStateVersion(_ context.Context, name string) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	delete(m.versions, name)
	maps.DeleteFunc(m.macs, func(index [2]string, _ []byte) bool { return index[0] == name })
	return nil
}

func (m *memory) PutAppStateMutationMACs(_ context.Context, name string, _ uint64, all []store.AppStateMutationMAC) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	for _, one := range all {
		m.macs[[2]string{name, string(one.IndexMAC)}] = one.ValueMAC
	}
	return nil
}

func (m *memory) DeleteAppStateMutationMACs(_ context.Context, name string, indexes [][]byte) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	for _, index := range indexes {
		delete(m.macs, [2]string{name, string(index)})
	}
	return nil
}

func (m *memory) GetAppStateMutationMAC(_ context.Context, name string, index []byte) ([]byte, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	return m.macs[[2]string{name, string(index)}], nil
}
