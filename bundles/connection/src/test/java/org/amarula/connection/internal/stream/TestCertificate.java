package org.amarula.connection.internal.stream;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate for the loopback interface, made by the JDK's keytool. */
record TestCertificate(Path keyStore, Path pem) {
  static TestCertificate create(Path directory, String name) throws Exception {
    TestCertificate made =
        new TestCertificate(directory.resolve(name + ".p12"), directory.resolve(name + ".pem"));
    String store = made.keyStore.toString();
    keytool(
        List.of(
            "-genkeypair",
            "-alias",
            "key",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "SAN=ip:127.0.0.1",
            "-keystore",
            store,
            "-storetype",
            "PKCS12"));
    keytool(
        List.of(
            "-exportcert",
            "-rfc",
            "-alias",
            "key",
            "-keystore",
            store,
            "-file",
            made.pem.toString()));
    return made;
  }

  private static void keytool(List<String> arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-storepass", "changeit"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("keytool failed");
    }
  }
}
