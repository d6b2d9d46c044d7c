package main

import (
	"context"
	"crypto/rand"
	"maps"
	"strings"
	"sync"
	"time"

	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// memory keeps one account's keys and sessions; it forgets what no scenario asks for.
type memory struct {
	store.NoopStore
	secrets
	ratchet    sync.Mutex // see DoDecryptionTxn
	lock       sync.Mutex
	identities map[string][32]byte
	sessions   map[string][]byte
	senders    map[[2]string][]byte
	preKeys    map[uint32]*keys.PreKey
	lastPreKey uint32
	uploaded   uint32
	toLID      map[string]string
	toPN       map[string]string
}

// newDevice makes an account that is not linked yet.
func newDevice() *store.Device {
	m := &memory{
		secrets: newSecrets(), identities: map[string][32]byte{}, sessions: map[string][]byte{},
		senders: map[[2]string][]byte{}, preKeys: map[uint32]*keys.PreKey{},
		toLID: map[string]string{}, toPN: map[string]string{},
	}
	random := make([]byte, 36)
	rand.Read(random) //nolint:errcheck // never fails
	device := &store.Device{
		Log: stderrLog("store"), NoiseKey: keys.NewKeyPair(), IdentityKey: keys.NewKeyPair(),
		RegistrationID: uint32(random[0])<<8 | uint32(random[1]) | 1, AdvSecretKey: random[4:],
		Initialized: true, Identities: m, Sessions: m, PreKeys: m, SenderKeys: m, AppStateKeys: m,
		AppState: m, Contacts: m, ChatSettings: m, MsgSecrets: m, PrivacyTokens: m, EventBuffer: m,
		LIDs: m, Container: m,
	}
	device.LIDMigrationTimestamp = 1 // done long ago, which the phone would tell with the history
	device.SignedPreKey = device.IdentityKey.CreateSignedPreKey(1)
	return device
}

func (m *memory) PutIdentity(_ context.Context, address string, key [32]byte) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.identities[address] = key
	return nil
}

func (m *memory) DeleteAllIdentities(_ context.Context, user string) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	maps.DeleteFunc(m.identities, func(address string, _ [32]byte) bool { return strings.HasPrefix(address, user+":") })
	return nil
}

func (m *memory) DeleteIdentity(_ context.Context, address string) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	delete(m.identities, address)
	return nil
}

func (m *memory) IsTrustedIdentity(_ context.Context, address string, key [32]byte) (bool, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	known, ok := m.identities[address]
	return !ok || known == key, nil
}

func (m *memory) GetSession(_ context.Context, address string) ([]byte, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	return m.sessions[address], nil
}

func (m *memory) HasSession(_ context.Context, address string) (bool, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	return m.sessions[address] != nil, nil
}

func (m *memory) GetManySessions(_ context.Context, addresses []string) (map[string][]byte, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	found := make(map[string][]byte, len(addresses))
	for _, address := range addresses {
		found[address] = m.sessions[address]
	}
	return found, nil
}

func (m *memory) PutSession(ctx context.Context, address string, session []byte) error {
	return m.PutManySessions(ctx, map[string][]byte{address: session})
}

func (m *memory) PutManySessions(_ context.Context, sessions map[string][]byte) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	maps.Copy(m.sessions, sessions)
	return nil
}

func (m *memory) DeleteAllSessions(_ context.Context, user string) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	maps.DeleteFunc(m.sessions, func(address string, _ []byte) bool { return strings.HasPrefix(address, user+":") })
	return nil
}

func (m *memory) DeleteSession(_ context.Context, address string) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	delete(m.sessions, address)
	return nil
}

func (m *memory) MigratePNToLID(_ context.Context, pn, lid types.JID) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	move(m.sessions, pn.SignalAddressUser(), lid.SignalAddressUser())
	move(m.identities, pn.SignalAddressUser(), lid.SignalAddressUser())
	return nil
}

// move gives what is kept for one user's devices to another's.
func move[V any](kept map[string]V, from, to string) {
	for address, value := range maps.Clone(kept) {
		if device, ok := strings.CutPrefix(address, from+":"); ok {
			kept[to+":"+device] = value
			delete(kept, address)
		}
	}
}

func (m *memory) GetOrGenPreKeys(_ context.Context, count uint32) ([]*keys.PreKey, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	made := make([]*keys.PreKey, 0, count)
	for id := m.uploaded + 1; uint32(len(made)) < count; id++ {
		if id > m.lastPreKey {
			m.lastPreKey = id
			m.preKeys[id] = keys.NewPreKey(id)
		}
		if key := m.preKeys[id]; key != nil {
			made = append(made, key)
		}
	}
	return made, nil
}

func (m *memory) GenOnePreKey(context.Context) (*keys.PreKey, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.lastPreKey++
	m.preKeys[m.lastPreKey] = keys.NewPreKey(m.lastPreKey)
	return m.preKeys[m.lastPreKey], nil
}

func (m *memory) GetPreKey(_ context.Context, id uint32) (*keys.PreKey, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	return m.preKeys[id], nil
}

func (m *memory) RemovePreKey(_ context.Context, id uint32) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	delete(m.preKeys, id)
	return nil
}

func (m *memory) MarkPreKeysAsUploaded(_ context.Context, last uint32) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.uploaded = last
	return nil
}

func (m *memory) UploadedPreKeyCount(context.Context) (int, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	return int(m.uploaded), nil
}

func (m *memory) PutSenderKey(_ context.Context, group, user string, key []byte) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.senders[[2]string{group, user}] = key
	return nil
}

func (m *memory) GetSenderKey(_ context.Context, group, user string) ([]byte, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	return m.senders[[2]string{group, user}], nil
}

// DoDecryptionTxn keeps decryption apart from sending. The client reads all sessions of a message,
// encrypts, and writes them back, with nothing against a decryption in between, whose step is then
// lost; the next message is encrypted with a key that was used already.
func (m *memory) DoDecryptionTxn(ctx context.Context, decrypt func(context.Context) error) error {
	m.ratchet.Lock()
	defer m.ratchet.Unlock()
	return decrypt(ctx)
}

// PutBufferedEvent keeps nothing: nobody asks for old plaintext.
func (m *memory) PutBufferedEvent(context.Context, [32]byte, []byte, time.Time) error { return nil }

func (m *memory) PutLIDMapping(_ context.Context, lid, pn types.JID) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.toLID[pn.User], m.toPN[lid.User] = lid.User, pn.User
	return nil
}

func (m *memory) PutManyLIDMappings(ctx context.Context, all []store.LIDMapping) error {
	for _, mapping := range all {
		if err := m.PutLIDMapping(ctx, mapping.LID, mapping.PN); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) GetLIDForPN(_ context.Context, pn types.JID) (types.JID, error) {
	return m.mapped(m.toLID, pn, types.HiddenUserServer), nil
}

func (m *memory) GetPNForLID(_ context.Context, lid types.JID) (types.JID, error) {
	return m.mapped(m.toPN, lid, types.DefaultUserServer), nil
}

func (m *memory) GetManyLIDsForPNs(_ context.Context, all []types.JID) (map[types.JID]types.JID, error) {
	found := make(map[types.JID]types.JID, len(all))
	for _, pn := range all {
		if lid := m.mapped(m.toLID, pn, types.HiddenUserServer); !lid.IsEmpty() {
			found[pn] = lid
		}
	}
	return found, nil
}

func (m *memory) mapped(known map[string]string, jid types.JID, server string) types.JID {
	m.lock.Lock()
	defer m.lock.Unlock()
	if user, ok := known[jid.User]; ok {
		return types.JID{User: user, Device: jid.Device, Server: server}
	}
	return types.EmptyJID
}
