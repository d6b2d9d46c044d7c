package org.amarula.storage.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.amarula.api.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads the driver's native library, once per class loader of the driver. The driver unpacks it
 * into the directory that a system property names, the system's temporary directory by default,
 * where others may look on and {@code noexec} may forbid it; so the property names ours for as long
 * as loading takes, and what was unpacked is deleted at once where the system lets a loaded file
 * go.
 */
final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String DIRECTORY = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  static synchronized void load(StorageFiles files) throws IOException {
    if (System.getProperty(DIRECTORY) != null) {
      initialize(); // the user has chosen a place
      return;
    }
    StorageFiles.createDirectory(files.nativeLibrary());
    System.setProperty(DIRECTORY, files.nativeLibrary().toString());
    try {
      initialize();
      return;
    } catch (StorageException e) {
      LOG.debug("Not loaded from {}; trying the temporary directory.", files.directory(), e);
    } finally {
      System.clearProperty(DIRECTORY);
      deleteUnpacked(files.nativeLibrary());
    }
    initialize();
  }

  private static void initialize() {
    try {
      if (!SQLiteJDBCLoader.initialize()) {
        throw new StorageException("SQLite's native library was not loaded.");
      }
    } catch (StorageException e) {
      throw e;
    } catch (Exception | LinkageError e) { // the driver declares Exception
      throw new StorageException("SQLite's native library could not be loaded.", e);
    }
  }

  private static void deleteUnpacked(Path directory) {
    try (Stream<Path> content = Files.list(directory)) {
      List<Path> unpacked = content.toList();
      for (Path file : unpacked) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      LOG.debug("The native library stays in {} until this process ends.", directory, e);
    }
  }
}
