package org.amarula.chaos.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.state.ConnectionState;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** The accounts of a run, declared by configuration, so that they come back. Thread-safe. */
final class Fleet {
  private static final String FACTORY = "org.amarula.connection";

  private final BundleContext context;
  private final Settings settings;
  private final List<String> profiles = new ArrayList<>();
  private final Map<String, String> phones = new ConcurrentHashMap<>();

  Fleet(BundleContext context, Settings settings) {
    this.context = context;
    this.settings = settings;
    for (int i = 0; i < settings.accounts(); i++) {
      profiles.add("c%03d".formatted(i));
    }
  }

  /** Writes the configurations of all accounts. */
  void declare() throws IOException {
    ServiceReference<ConfigurationAdmin> reference =
        context.getServiceReference(ConfigurationAdmin.class);
    try {
      ConfigurationAdmin admin = context.getService(reference);
      for (String profile : profiles) {
        admin
            .getFactoryConfiguration(FACTORY, profile, "?")
            .update(new Hashtable<>(configuration(profile)));
      }
    } finally {
      context.ungetService(reference);
    }
  }

  private Map<String, String> configuration(String profile) {
    return Map.of(
        "profile", profile,
        "url", settings.url(),
        "root.public.key", settings.root(),
        "backoff.initial.millis", "100",
        "backoff.max.seconds", "5",
        "ack.timeout.seconds", "5",
        "query.timeout.seconds", "10",
        // A link without a sign of life is given up within 7/3 of this.
        "keepalive.interval.seconds", "3");
  }

  /** Notes the phone that an account is linked to; false when it was known. */
  boolean linked(String profile, String phone) {
    return phones.put(profile, phone) == null;
  }

  /** Whether each account is linked to a phone. */
  boolean allLinked() {
    return phones.size() == profiles.size();
  }

  List<String> profiles() {
    return profiles;
  }

  String any(Random random) {
    return profiles.get(random.nextInt(profiles.size()));
  }

  String phone(String profile) {
    return phones.get(profile);
  }

  /** With whom an account chats: accounts go in pairs. */
  String partner(String profile) {
    return profiles.get(profiles.indexOf(profile) ^ 1);
  }

  Optional<Connection> connection(String profile) {
    return factory().flatMap(factory -> factory.findByProfile(Profile.of(profile)));
  }

  Optional<ConnectionSupervisor> supervisor(String profile) {
    return factory()
        .flatMap(
            factory ->
                factory
                    .findByProfile(Profile.of(profile))
                    .flatMap(found -> factory.supervisor(found.instanceId())));
  }

  /** How many accounts are online now. */
  long online() {
    return factory().map(ConnectionFactory::instances).orElse(List.of()).stream()
        .filter(status -> status.state() == ConnectionState.ONLINE)
        .count();
  }

  /** What state an account is in, {@code none} when there is no instance. */
  String state(String profile) {
    return factory().map(ConnectionFactory::instances).orElse(List.of()).stream()
        .filter(status -> status.profile().name().equals(profile))
        .findFirst()
        .map(InstanceStatus::state)
        .map(ConnectionState::text)
        .orElse("none");
  }

  /** The factory of now: none while its bundle, or one that it needs, is stopped. */
  private Optional<ConnectionFactory> factory() {
    ServiceReference<ConnectionFactory> reference =
        context.getServiceReference(ConnectionFactory.class);
    return Optional.ofNullable(reference).map(context::getService);
  }
}
