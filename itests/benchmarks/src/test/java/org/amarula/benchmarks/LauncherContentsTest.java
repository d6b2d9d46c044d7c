package org.amarula.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What we measure ourselves against is under other licences: it must never ship. */
class LauncherContentsTest {
  private static final Pattern PEER =
      Pattern.compile("org/signal/|org/whispersystems/|libsignal|signal-protocol");

  @Test
  void noPeerIsInTheLauncherOrInItsBundles() throws Exception {
    List<String> entries = new ArrayList<>();

    try (InputStream jar = Files.newInputStream(launcher())) {
      list(jar, entries);
    }

    assertThat(entries).contains("org/amarula/crypto/signal/SessionCipher.class");
    assertThat(entries).noneMatch(entry -> PEER.matcher(entry).find());
  }

  @Test
  void onlyTheModuleOfPeersNamesThem() throws Exception {
    Path root = Path.of(System.getProperty("amarula.reports")).resolve("../../..").normalize();
    List<Path> found = new ArrayList<>();

    try (var files = Files.find(root, 5, (file, is) -> file.endsWith("pom.xml"))) {
      for (Path pom : files.toList()) {
        String text = Files.readString(pom);
        if (text.contains("<groupId>org.signal<")
            || text.contains("<groupId>org.whispersystems<")) {
          found.add(root.relativize(pom));
        }
      }
    }

    assertThat(found).containsExactly(Path.of("itests", "peers", "pom.xml"));
  }

  private static Path launcher() {
    URI main =
        URI.create(
            LauncherContentsTest.class
                .getClassLoader()
                .getResource("org/amarula/launcher/Main.class")
                .getPath()
                .replaceFirst("!.*", ""));
    return Path.of(main);
  }

  private static void list(InputStream jar, List<String> entries) throws IOException {
    ZipInputStream zip = new ZipInputStream(jar);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      entries.add(entry.getName());
      if (entry.getName().endsWith(".jar")) {
        list(zip, entries);
      }
    }
  }
}
