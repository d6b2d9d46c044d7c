package org.amarula.sandbox.internal.groups;

import java.time.Instant;
import org.amarula.sandbox.internal.devices.Account;

/** An invite for one account whose privacy lets nobody add it (spec features.md 1.5, 1.7). */
record PrivateInvite(String code, Account inviter, Account invited, Instant expiration) {}
