package org.amarula.storage.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

final class DataDirectoryTest {
  @Test
  void configuredDirectoryComesFirst() {
    BundleContext context = framework(Map.of("amarula.data", "/data", "karaf.data", "/karaf"));

    assertThat(DataDirectory.choose("/mine", context)).isEqualTo(Path.of("/mine"));
  }

  @Test
  void frameworkPropertyComesBeforeKaraf() {
    BundleContext context = framework(Map.of("amarula.data", "/data", "karaf.data", "/karaf"));

    assertThat(DataDirectory.choose("", context)).isEqualTo(Path.of("/data/storage"));
  }

  @Test
  void karafsDataComesBeforeTheBundles() {
    BundleContext context = framework(Map.of("karaf.data", "/karaf"));

    assertThat(DataDirectory.choose("", context)).isEqualTo(Path.of("/karaf/amarula"));
  }

  @Test
  void bundlesOwnAreaIsTheLastResort() {
    assertThat(DataDirectory.choose("", framework(Map.of()))).isEqualTo(Path.of("/bundle/storage"));
  }

  private static BundleContext framework(Map<String, String> properties) {
    return (BundleContext)
        Proxy.newProxyInstance(
            DataDirectoryTest.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getProperty" -> properties.get((String) arguments[0]);
                  case "getDataFile" -> Path.of("/bundle", (String) arguments[0]).toFile();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
