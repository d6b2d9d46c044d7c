package org.amarula.storage.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Profile;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.api.storage.Storage;
import org.amarula.storage.SqliteStorage;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage service of a framework: opens the data directory when it is activated and gives
 * everything back when it is deactivated. Immediate, so that it does not close between two users.
 */
@Component(service = Storage.class, configurationPid = "org.amarula.storage", immediate = true)
@Designate(ocd = StorageConfiguration.class)
public final class SqliteStorageComponent implements Storage {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteStorageComponent.class);

  private final SqliteStorage storage;

  /** Opens the storage; when that fails, there is no service. */
  @Activate
  public SqliteStorageComponent(BundleContext context, StorageConfiguration configuration) {
    Path directory = DataDirectory.choose(configuration.directory(), context);
    try {
      storage = SqliteStorage.open(directory);
    } catch (RuntimeException e) {
      // Declarative Services tells its caller no cause, so the log is the only place for it.
      LOG.error("There is no storage: {}", e.getMessage(), e);
      throw e;
    }
    LOG.info("The storage in {} is open.", directory);
  }

  @Deactivate
  void close() {
    storage.close();
  }

  @Override
  public ProfileStorage open(Profile profile) {
    return storage.open(profile);
  }

  @Override
  public List<Profile> profiles() {
    return storage.profiles();
  }

  @Override
  public CompletionStage<Void> delete(Profile profile) {
    return storage.delete(profile);
  }
}
