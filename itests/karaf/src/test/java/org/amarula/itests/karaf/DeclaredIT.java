package org.amarula.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.inject.Inject;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.DeclarationState;
import org.amarula.api.connection.DeclarationStatus;
import org.amarula.api.connection.DeclaredAccounts;
import org.amarula.api.instance.Role;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Accounts that configurations declare, as files in Karaf's etc and through ConfigAdmin. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DeclaredIT {
  private static final int ACCOUNTS = 20;

  @Inject private BundleContext context;
  @Inject private ConnectionFactory injectedFactory;
  @Inject private DeclaredAccounts injectedDeclared;
  @Inject private ConfigurationAdmin configurations;

  private final List<ServiceRegistration<?>> listeners = new ArrayList<>();
  private SandboxServer sandbox;
  private ConnectionFactory factory;
  private DeclaredAccounts declared;

  /** The container. */
  @Configuration
  public Option[] container() {
    return Containers.withFeatures();
  }

  /** A server for each story. */
  @Before
  public void startServer() {
    sandbox = SandboxServer.start(SandboxOptions.defaults());
    factory = injectedFactory;
    declared = injectedDeclared;
  }

  /** Leaves nothing to the next story. */
  @After
  public void stopAll() {
    listeners.forEach(ServiceRegistration::unregister);
    sandbox.close();
  }

  /** Create, edit, spoil and delete files while it runs. */
  @Test
  public void filesInEtcDeclareAccounts() throws Exception {
    Watching watching = watch("ivan");
    Path first = write("ivan", "ivan", "");
    sandbox.scan(watching.awaitQr());
    watching.awaitState(ConnectionState.ONLINE);
    InstanceId before = running("ivan").instanceId();
    assertEquals(DeclarationState.RUNNING, declaration("ivan").state());

    write("ivan", "ivan", "device.name = Shop\n");
    Eventually.holds(() -> onlineAnew("ivan", before), () -> declared.declarations().toString());
    InstanceId changed = running("ivan").instanceId();

    write("ivan", "ivan", "restart.max = many\n");
    Eventually.holds(
        () -> declaration("ivan").state() == DeclarationState.REFUSED,
        () -> declared.declarations().toString());
    String refusal = declaration("ivan").detail();
    assertTrue(
        refusal,
        refusal.contains("restart.max") && refusal.contains("many") && refusal.contains("1000"));
    assertEquals(changed, running("ivan").instanceId());

    Path second = write("spare", "ivan", "");
    Eventually.holds(
        () -> find("spare").stream().anyMatch(s -> s.state() == DeclarationState.PROFILE_IN_USE),
        () -> declared.declarations().toString());
    Files.delete(first);
    Eventually.holds(
        () -> declaration("spare").state() == DeclarationState.RUNNING && online("ivan"),
        () -> declared.declarations().toString());
    assertNotEquals(changed, running("ivan").instanceId());

    Files.delete(second);
    Eventually.holds(
        () ->
            factory.findByProfile(Profile.of("ivan")).isEmpty()
                && declared.declarations().isEmpty(),
        () -> declared.declarations().toString());
    assertTrue(factory.profiles().contains(Profile.of("ivan")));
    assertEquals("paired once", 1, watching.pairings());
  }

  /** Twenty accounts, one change. */
  @Test
  public void changeOfOneLeavesTheOthersAndTheirSockets() throws Exception {
    List<org.osgi.service.cm.Configuration> all = new ArrayList<>();
    List<Watching> watchings = new ArrayList<>();
    for (int i = 0; i < ACCOUNTS; i++) {
      Watching watching = watch("fleet" + i);
      watchings.add(watching);
      all.add(declare("fleet" + i, Map.of()));
      sandbox.scan(watching.awaitQr());
    }
    for (Watching watching : watchings) {
      watching.awaitState(ConnectionState.ONLINE);
    }
    List<InstanceId> before = ids();
    int[] events = watchings.stream().mapToInt(Watching::stateChanges).toArray();

    all.get(7).update(properties("fleet7", Map.of("device.name", "Shop")));
    Eventually.holds(
        () -> onlineAnew("fleet7", before.get(7)), () -> declared.declarations().toString());

    List<InstanceId> after = ids();
    for (int i = 0; i < ACCOUNTS; i++) {
      if (i != 7) {
        assertEquals(before.get(i), after.get(i));
        assertTrue(isOnline(running("fleet" + i)));
        assertEquals("fleet" + i + " saw nothing", events[i], watchings.get(i).stateChanges());
      }
    }
    restartSupervision();
    Eventually.holds(
        () -> IntStream.range(0, ACCOUNTS).allMatch(i -> online("fleet" + i)),
        () -> declared.declarations().toString());
    assertTrue(watchings.stream().allMatch(watching -> watching.pairings() == 1));
    for (org.osgi.service.cm.Configuration configuration : all) {
      configuration.delete();
    }
    Eventually.holds(() -> factory.instances().isEmpty(), () -> factory.instances().toString());
    assertFalse(factory.profiles().isEmpty());
  }

  /** More crashes than allowed end the instance, and the declaration starts another one. */
  @Test
  public void accountThatCrashedTooOftenComesBack() throws Exception {
    Watching watching = watch("judy");
    org.osgi.service.cm.Configuration judy = declare("judy", Map.of("restart.max", "0"));
    sandbox.scan(watching.awaitQr());
    watching.awaitState(ConnectionState.ONLINE);
    InstanceId before = running("judy").instanceId();

    factory.supervisor(before).orElseThrow().kill(Role.TABLE_OWNER);

    Eventually.holds(() -> onlineAnew("judy", before), () -> declared.declarations().toString());
    assertEquals(1, watching.pairings());
    judy.delete();
    Eventually.holds(() -> factory.instances().isEmpty(), () -> factory.instances().toString());
  }

  private void restartSupervision() throws Exception {
    Bundle supervision =
        Arrays.stream(context.getBundles())
            .filter(bundle -> "org.amarula.supervision".equals(bundle.getSymbolicName()))
            .findFirst()
            .orElseThrow();
    supervision.stop();
    Eventually.holds(
        () -> sandbox.stats().get("connections") == 0, () -> sandbox.stats().toString());
    supervision.start();
    Eventually.holds(
        () -> context.getServiceReference(DeclaredAccounts.class) != null, () -> "no service");
    factory = context.getService(context.getServiceReference(ConnectionFactory.class));
    declared = context.getService(context.getServiceReference(DeclaredAccounts.class));
  }

  private boolean online(String profile) {
    return factory.findByProfile(Profile.of(profile)).map(this::isOnline).orElse(false);
  }

  private boolean onlineAnew(String profile, InstanceId before) {
    return factory
        .findByProfile(Profile.of(profile))
        .filter(connection -> !connection.instanceId().equals(before))
        .map(this::isOnline)
        .orElse(false);
  }

  private Watching watch(String profile) {
    Watching watching = new Watching();
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(ConnectionListener.PROFILE, profile);
    listeners.add(context.registerService(ConnectionListener.class, watching, properties));
    return watching;
  }

  private Path write(String name, String profile, String more) throws IOException {
    Path file = Path.of(System.getProperty("karaf.etc"), "org.amarula.connection-" + name + ".cfg");
    String text =
        "profile = %s\nurl = %s\nroot.public.key = %s\n%s"
            .formatted(profile, sandbox.url(), sandbox.rootPublicKey(), more);
    return Files.writeString(file, text);
  }

  private org.osgi.service.cm.Configuration declare(String profile, Map<String, String> more)
      throws IOException {
    org.osgi.service.cm.Configuration made =
        configurations.getFactoryConfiguration("org.amarula.connection", profile, "?");
    made.update(properties(profile, more));
    return made;
  }

  private Dictionary<String, Object> properties(String profile, Map<String, String> more) {
    Dictionary<String, Object> properties = new Hashtable<>(more);
    properties.put("profile", profile);
    properties.put("url", sandbox.url());
    properties.put("root.public.key", sandbox.rootPublicKey());
    return properties;
  }

  private List<InstanceId> ids() {
    List<InstanceId> ids = new ArrayList<>();
    for (int i = 0; i < ACCOUNTS; i++) {
      ids.add(
          factory
              .findByProfile(Profile.of("fleet" + i))
              .map(Connection::instanceId)
              .orElse(new InstanceId("none")));
    }
    return ids;
  }

  private Connection running(String profile) {
    return factory.findByProfile(Profile.of(profile)).orElseThrow();
  }

  private boolean isOnline(Connection connection) {
    return connection.state() == ConnectionState.ONLINE;
  }

  private DeclarationStatus declaration(String name) {
    return find(name).stream().findFirst().orElseThrow();
  }

  private List<DeclarationStatus> find(String name) {
    return declared.declarations().stream()
        .filter(status -> status.pid().equals("org.amarula.connection~" + name))
        .toList();
  }
}
