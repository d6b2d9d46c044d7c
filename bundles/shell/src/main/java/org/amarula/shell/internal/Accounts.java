package org.amarula.shell.internal;

import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.Inbox;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.Outbox;
import org.amarula.api.jid.Jid;

/** Finds what a command acts on, or says that it does not run. */
final class Accounts {
  private Accounts() {}

  static Connection connection(ConnectionFactory factory, Profile profile) {
    return factory.findByProfile(profile).orElseThrow(() -> notRunning(profile));
  }

  static InstanceStatus status(ConnectionFactory factory, Profile profile) {
    return factory.instances().stream()
        .filter(status -> status.profile().equals(profile))
        .findFirst()
        .orElseThrow(() -> notRunning(profile));
  }

  static ConnectionSupervisor supervisor(ConnectionFactory factory, Profile profile) {
    return factory
        .supervisor(connection(factory, profile).instanceId())
        .orElseThrow(() -> notRunning(profile));
  }

  static Keys keys(ConnectionFactory factory, Profile profile) {
    return factory
        .keys(connection(factory, profile).instanceId())
        .orElseThrow(() -> notRunning(profile));
  }

  static Inbox inbox(ConnectionFactory factory, Profile profile) {
    return factory
        .inbox(connection(factory, profile).instanceId())
        .orElseThrow(() -> notRunning(profile));
  }

  static Outbox outbox(ConnectionFactory factory, Profile profile) {
    return factory
        .outbox(connection(factory, profile).instanceId())
        .orElseThrow(() -> notRunning(profile));
  }

  /** A phone number or an address. */
  static Jid address(String text) {
    return text.indexOf('@') >= 0 ? Jid.parse(text) : Jid.ofPhone(text);
  }

  private static CommandFailure notRunning(Profile profile) {
    return new CommandFailure("not-running", "Account '" + profile + "' does not run.");
  }
}
