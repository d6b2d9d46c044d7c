package main

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
)

// loopbackClients reach the sandbox alone, whatever host is asked for: the chat without TLS, media
// with TLS under the certificate that the sandbox made at its start. Hosts other than the chat's
// own and the sandbox are told as escapes.
func loopbackClients(chat string) (web, media *http.Client, err error) {
	target, err := url.Parse(chat)
	if err != nil {
		return nil, nil, err
	}
	if ip := net.ParseIP(target.Hostname()); ip == nil || !ip.IsLoopback() {
		return nil, nil, errors.New("the sandbox is not on loopback")
	}
	plain := func(ctx context.Context, network, address string) (net.Conn, error) {
		if address != target.Host && address != "web.whatsapp.com:443" {
			tell("escape", fields{"host": address})
			return nil, errors.New("only the sandbox can be reached")
		}
		return (&net.Dialer{}).DialContext(ctx, network, target.Host)
	}
	web = &http.Client{Transport: &http.Transport{DialContext: plain, DialTLSContext: plain}}
	media = &http.Client{Transport: &http.Transport{
		DialContext:     plain,
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // loopback only, see above
	}}
	return web, media, nil
}
