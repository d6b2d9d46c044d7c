package org.amarula.supervision.internal.factory;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.connection.DeclarationStatus;
import org.amarula.api.connection.DeclaredAccounts;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.Inbox;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.Outbox;
import org.amarula.api.storage.Storage;
import org.amarula.connection.StreamOpener;
import org.amarula.messaging.MessengerFactory;
import org.amarula.supervision.internal.declared.Declaration;
import org.amarula.supervision.internal.declared.Declarations;
import org.amarula.supervision.internal.declared.FactoryClosedException;
import org.osgi.service.component.ComponentException;
import org.osgi.service.component.ComponentFactory;
import org.osgi.service.component.ComponentInstance;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The {@link ConnectionFactory} service. It holds the providers: when one of them stops, this
 * component is deactivated and all groups stop in parallel under one deadline.
 */
@Component(
    service = {ConnectionFactory.class, DeclaredAccounts.class, Declarations.class},
    immediate = true)
public final class ConnectionFactoryComponent
    implements ConnectionFactory, DeclaredAccounts, Declarations {
  private final ComponentFactory<InstanceGroup> groups;
  private final PlainAssembly assembly;
  private final ConnectionFactory instances;

  /** Takes the providers; starts nothing. */
  @Activate
  public ConnectionFactoryComponent(
      @Reference StreamOpener opener,
      @Reference MessengerFactory messengers,
      @Reference Storage storage,
      @Reference(target = "(component.factory=" + InstanceGroup.FACTORY + ")")
          ComponentFactory<InstanceGroup> groups) {
    this.groups = groups;
    this.assembly = PlainAssembly.of(opener, messengers, storage, this::newGroup);
    this.instances = assembly.factory();
  }

  /** Stops everything. */
  @Deactivate
  public void deactivate() {
    assembly.close();
  }

  @Override
  public Declaration declare(String pid, Map<String, String> configuration) {
    return assembly.declarations().declare(pid, configuration);
  }

  @Override
  public List<DeclarationStatus> declarations() {
    return assembly.declarations().declarations();
  }

  /** A consumer has come. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeListener")
  void addListener(ConnectionListener listener, Map<String, Object> properties) {
    Object profile = properties.get(ConnectionListener.PROFILE);
    Object subscription = properties.get(ConnectionListener.SUBSCRIPTION);
    assembly
        .listeners()
        .addNamed(
            listener,
            profile == null ? "*" : profile.toString(),
            subscription == null ? "" : subscription.toString());
  }

  /** A consumer has gone. */
  void removeListener(ConnectionListener listener) {
    assembly.listeners().remove(listener);
  }

  private Group newGroup() {
    try {
      ComponentInstance<InstanceGroup> component = groups.newInstance(new Hashtable<>());
      return new Group(component.getInstance(), component::dispose);
    } catch (ComponentException e) {
      throw new FactoryClosedException(
          e); // groups need nothing: only their bundle's stop ends them
    }
  }

  @Override
  public Connection start(ConnectionSettings settings) {
    return instances.start(settings);
  }

  @Override
  public Connection start(ConnectionSettings settings, ConnectionListener parent) {
    return instances.start(settings, parent);
  }

  @Override
  public CompletionStage<Boolean> stop(InstanceId id) {
    return instances.stop(id);
  }

  @Override
  public Optional<Connection> find(InstanceId id) {
    return instances.find(id);
  }

  @Override
  public Optional<Connection> findByProfile(Profile profile) {
    return instances.findByProfile(profile);
  }

  @Override
  public Optional<ConnectionSupervisor> supervisor(InstanceId id) {
    return instances.supervisor(id);
  }

  @Override
  public Optional<Inbox> inbox(InstanceId id) {
    return instances.inbox(id);
  }

  @Override
  public Optional<Outbox> outbox(InstanceId id) {
    return instances.outbox(id);
  }

  @Override
  public Optional<Keys> keys(InstanceId id) {
    return instances.keys(id);
  }

  @Override
  public List<InstanceStatus> instances() {
    return instances.instances();
  }

  @Override
  public List<Profile> profiles() {
    return instances.profiles();
  }
}
