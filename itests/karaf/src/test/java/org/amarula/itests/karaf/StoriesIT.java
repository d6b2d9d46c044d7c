package org.amarula.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.amarula.api.ProfileInUseException;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
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
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Two accounts in a real Karaf, beside its own web server, against the sandbox. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class StoriesIT {
  @Inject private BundleContext context;
  @Inject private ConnectionFactory injected;
  @Inject private SessionFactory shells;

  private SandboxServer sandbox;
  private ConnectionFactory factory;

  /** The container. */
  @Configuration
  public Option[] container() {
    return Containers.withFeatures();
  }

  /** A server for each story. */
  @Before
  public void startServer() {
    sandbox = SandboxServer.start(SandboxOptions.defaults());
    factory = injected;
  }

  /** Leaves nothing to the next story. */
  @After
  public void stopAll() throws Exception {
    for (var status : factory.instances()) {
      factory.stop(status.instanceId()).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
    sandbox.close();
  }

  /** The consumer bundle's component answers as bob. */
  @Test
  public void accountsChatBothWaysAndTheConsumerAnswers() throws Exception {
    Account alice = pair("alice");
    Account bob = pair("bob");

    SendResult there = alice.send(bob, "Hello Bob");
    SendResult back = bob.send(alice, "Hello Alice");

    assertTrue(there.toString(), there instanceof SendResult.Accepted);
    assertTrue(back.toString(), back instanceof SendResult.Accepted);
    assertFalse(bob.watching.awaitText("Hello Bob").fromMe());
    assertFalse(alice.watching.awaitText("Hello Alice").fromMe());
    alice.watching.awaitText("You said: Hello Bob");
    assertEquals(List.of(), sandbox.violations());
  }

  /** As a consumer finds it. */
  @Test
  public void accountIsFoundByItsProperties() throws Exception {
    Connection carol = pair("carol").connection;

    Collection<ServiceReference<Connection>> found =
        context.getServiceReferences(
            Connection.class, "(&(amarula.profile=carol)(amarula.role=connection))");

    assertEquals(1, found.size());
    ServiceReference<Connection> only = found.iterator().next();
    assertSame(carol, context.getService(only));
    assertEquals(carol.instanceId().value(), only.getProperty("amarula.instance.id"));
    assertThrows(ProfileInUseException.class, () -> factory.start(settings("carol")));
  }

  /** The same commands as in plain Felix. */
  @Test
  public void commandsWorkInKarafsShell() throws Exception {
    pair("dave");

    assertTrue(run("amarula:list").contains("dave"));
    assertTrue(run("amarula:tree dave").contains("custodian-supervisor"));
    assertTrue(run("amarula:info dave --json").contains("\"state\":\"online\""));
  }

  /** The consumer bundle's command exists only while heidi is online. */
  @Test
  public void componentWithTheConditionLivesWhileTheAccountIsOnline() throws Exception {
    Connection heidi = pair("heidi").connection;
    Eventually.holds(this::greets, () -> "no command");

    ServiceReference<?> condition =
        context.getServiceReferences((String) null, "(osgi.condition.id=amarula.online.heidi)")[0];
    assertEquals("heidi", condition.getProperty("amarula.profile"));
    assertEquals(heidi.instanceId().value(), condition.getProperty("amarula.instance.id"));
    heidi.disconnect().toCompletableFuture().get(30, TimeUnit.SECONDS);
    Eventually.holds(() -> !greets(), () -> "the command is still there");
    heidi.connect();
    Eventually.holds(this::greets, () -> "no command after the reconnect");
    factory.stop(heidi.instanceId()).toCompletableFuture().get(30, TimeUnit.SECONDS);
    Eventually.holds(() -> !greets(), () -> "the command outlives the instance");
  }

  private boolean greets() {
    try {
      String command = "(&(osgi.command.scope=consumer)(osgi.command.function=greet))";
      return context.getAllServiceReferences(null, command) != null;
    } catch (InvalidSyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Services and the socket end with the instance. */
  @Test
  public void stopLeavesNothing() throws Exception {
    Connection erin = pair("erin").connection;
    String filter = "(amarula.instance.id=" + erin.instanceId().value() + ")";
    assertNotNull(context.getAllServiceReferences(null, filter));

    assertTrue(factory.stop(erin.instanceId()).toCompletableFuture().get(30, TimeUnit.SECONDS));

    assertNull(context.getAllServiceReferences(null, filter));
    assertFalse(factory.findByProfile(erin.profile()).isPresent());
    Eventually.holds(
        () -> sandbox.stats().get("connections") == 0, () -> sandbox.stats().toString());
  }

  /** Bundles that stop take everything with them, and come back. */
  @Test
  public void bundleStopLeavesNothingAndBundleStartBringsTheAccountBack() throws Exception {
    pair("frank");
    List<Bundle> ours =
        Arrays.stream(context.getBundles())
            .filter(bundle -> isOneOf(bundle, "supervision", "messaging", "connection", "storage"))
            .toList();
    assertEquals(4, ours.size());

    for (int i = ours.size() - 1; i >= 0; i--) {
      ours.get(i).stop();
    }

    assertNull(context.getAllServiceReferences(null, "(amarula.instance.id=*)"));
    Eventually.holds(
        () -> sandbox.stats().get("connections") == 0, () -> sandbox.stats().toString());
    Eventually.holds(() -> threads(true).isEmpty(), () -> threads(true).toString());

    for (Bundle bundle : ours) {
      bundle.start();
    }
    factory = await(ConnectionFactory.class);
    Watching again = new Watching();
    factory.start(settings("frank"), again);
    again.awaitState(ConnectionState.ONLINE);
    assertFalse(again.sawQr());
  }

  /** The server gives its threads back. */
  @Test
  public void closedSandboxLeavesNoThread() throws Exception {
    pair("grace");
    assertFalse(threads(false).isEmpty());

    sandbox.close();

    Eventually.holds(() -> threads(false).isEmpty(), () -> threads(false).toString());
  }

  private static boolean isOneOf(Bundle bundle, String... names) {
    return Arrays.stream(names)
        .anyMatch(name -> ("org.amarula." + name).equals(bundle.getSymbolicName()));
  }

  // Either the accounts' threads or the server's.
  private static List<String> threads(boolean accounts) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("amarula"))
        .filter(name -> accounts != name.startsWith("amarula-sandbox"))
        .sorted()
        .toList();
  }

  private <T> T await(Class<T> type) throws InterruptedException {
    ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, null);
    tracker.open();
    try {
      T service = tracker.waitForService(TimeUnit.SECONDS.toMillis(30));
      assertNotNull("no " + type.getSimpleName(), service);
      return service;
    } finally {
      tracker.close();
    }
  }

  private String run(String line) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Session session = shells.create(new ByteArrayInputStream(new byte[0]), out, out);
    try {
      session.execute(line);
    } finally {
      session.close();
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private ConnectionSettings settings(String profile) {
    return ConnectionSettings.of(profile)
        .with("url", sandbox.url())
        .with("root.public.key", sandbox.rootPublicKey());
  }

  private Account pair(String profile) throws InterruptedException {
    Watching watching = new Watching();
    Connection connection = factory.start(settings(profile), watching);
    String phone = sandbox.scan(watching.awaitQr()).phone();
    watching.awaitState(ConnectionState.ONLINE);
    return new Account(connection, watching, Jid.ofPhone(phone));
  }

  private record Account(Connection connection, Watching watching, Jid own) {
    SendResult send(Account to, String text) throws Exception {
      return connection
          .send(to.own, new Text(text))
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    }
  }
}
