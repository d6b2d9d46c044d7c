package org.amarula.benchmarks.signal;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Another implementation, behind a class loader that shares nothing with ours but the platform:
 * {@code benchmarks.peers} names where the module {@code itests/peers} was built.
 */
enum Peer {
  /** libsignal-client. */
  NATIVE("org.amarula.peers.NativePeer"),
  /** signal-protocol-java. */
  JAVA("org.amarula.peers.JavaPeer");

  private final String className;

  Peer(String className) {
    this.className = className;
  }

  /** Those that are there: all of them, or none. */
  static List<Peer> present() {
    return System.getProperty("benchmarks.peers", "").isEmpty() ? List.of() : List.of(values());
  }

  /** From a scenario's key and a text to the operation. */
  @SuppressWarnings("unchecked") // the contract of the module of peers
  BiFunction<String, byte[], Runnable> load() throws ReflectiveOperationException {
    URLClassLoader loader = new URLClassLoader(name(), classPath(), platform());
    return (BiFunction<String, byte[], Runnable>)
        loader.loadClass(className).getDeclaredConstructor().newInstance();
  }

  private static ClassLoader platform() {
    return ClassLoader.getPlatformClassLoader();
  }

  private static URL[] classPath() {
    Path built = Path.of(System.getProperty("benchmarks.peers"));
    try (Stream<Path> libraries = Files.list(built.resolve("libraries"))) {
      return Stream.concat(Stream.of(built.resolve("classes")), libraries)
          .map(Path::toFile)
          .map(Peer::url)
          .toArray(URL[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(File file) {
    try {
      return file.toURI().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
