package org.amarula.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and Karaf may not drift apart. */
class ContentsIT {
  private static final Pattern BUNDLE =
      Pattern.compile("<bundle[^>]*>\\s*mvn:([^/]+)/([^/]+)/([^<\\s]+)\\s*</bundle>");

  @TempDir Path data;

  @Test
  void jarHoldsExactlyTheBundlesOfTheFeatures() throws IOException {
    try (JarFile jar = new JarFile(System.getProperty("amarula.jar"))) {
      Set<String> listed = new TreeSet<>(bundles(jar, "features.xml"));
      listed.addAll(bundles(jar, "runtime.xml"));
      Set<String> held =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith("bundles/") && name.endsWith(".jar"))
              .collect(Collectors.toCollection(TreeSet::new));

      assertThat(held).isEqualTo(listed).hasSizeGreaterThan(30);
    }
  }

  @Test
  void everyBundleOfOursIsActive() {
    try (AmarulaProcess shell = AmarulaProcess.start("shell", "--data", data.toString())) {
      shell.type("lb -s org.amarula");

      assertThat(shell.finish()).isZero();
      for (String name :
          new String[] {
            "api",
            "proto",
            "codec",
            "crypto",
            "connection",
            "messaging",
            "supervision",
            "storage",
            "shell",
            "sandbox"
          }) {
        assertThat(shell.printed())
            .containsPattern("\\|Active +\\| +1\\|org\\.amarula\\." + name + " ");
      }
    }
  }

  private static Set<String> bundles(JarFile jar, String name) throws IOException {
    Set<String> found = new TreeSet<>();
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      Matcher matcher = BUNDLE.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (matcher.find()) {
        found.add(
            "bundles/%s/%s/%s/%2$s-%3$s.jar"
                .formatted(matcher.group(1).replace('.', '/'), matcher.group(2), matcher.group(3)));
      }
    }
    return found;
  }
}
