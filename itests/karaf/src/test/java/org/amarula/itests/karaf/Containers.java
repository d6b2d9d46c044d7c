package org.amarula.itests.karaf;

import static org.ops4j.pax.exam.CoreOptions.maven;
import static org.ops4j.pax.exam.CoreOptions.mavenBundle;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.features;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.logLevel;

import java.io.File;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.karaf.options.LogLevelOption;

/** How the container of the stories is put together. */
final class Containers {
  private static final String MAVEN = "etc/org.ops4j.pax.url.mvn.cfg";
  private static final int START_MILLIS = 120_000;

  private Containers() {}

  /** A stock Karaf with its own web server and our features, all from the local repository. */
  static Option[] withFeatures() {
    String version = System.getProperty("amarula.version");
    return new Option[] {
      karafDistributionConfiguration()
          .frameworkUrl(
              maven("org.apache.karaf", "apache-karaf")
                  .type("tar.gz")
                  .version(System.getProperty("karaf.version")))
          .unpackDirectory(new File(System.getProperty("itest.work"), "exam"))
          .useDeployFolder(false),
      keepRuntimeFolder(),
      configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
      logLevel(LogLevelOption.LogLevel.INFO),
      systemTimeout(START_MILLIS),
      editConfigurationFilePut(
          MAVEN, "org.ops4j.pax.url.mvn.localRepository", System.getProperty("local.repository")),
      // The build has fetched everything. Without an entry of the id that the local repository
      // has noted for its artifacts, they would be refused.
      editConfigurationFilePut(
          MAVEN, "org.ops4j.pax.url.mvn.repositories", "file:nowhere@id=central"),
      features(
          maven("org.amarula", "features").classifier("features").type("xml").version(version),
          "http",
          "amarula-shell",
          "amarula-sandbox"),
      mavenBundle("org.amarula", "itests-consumer", version)
    };
  }
}
