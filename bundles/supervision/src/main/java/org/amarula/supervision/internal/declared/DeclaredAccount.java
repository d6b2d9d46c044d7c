package org.amarula.supervision.internal.declared;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.amarula.api.InvalidSettingsException;
import org.amarula.api.connection.ConnectionSettings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One factory configuration {@code org.amarula.connection~NAME} is one account. A change restarts
 * this account and no other; a deletion stops it and keeps its credentials.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = "org.amarula.connection",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AccountConfiguration.class, factory = true)
public final class DeclaredAccount {
  private static final Logger LOG = LoggerFactory.getLogger(DeclaredAccount.class);
  private static final int STOP_SECONDS = 10;

  private final Declaration declaration;

  /** Starts the account; a configuration that is wrong is told and refused. */
  @Activate
  public DeclaredAccount(Map<String, Object> configuration, @Reference Declarations declarations) {
    ConnectionSettings settings;
    try {
      settings = ConnectionSettings.of(texts(configuration));
    } catch (InvalidSettingsException e) {
      LOG.error(
          "The configuration {} is refused: {}", configuration.get("service.pid"), e.getMessage());
      throw e;
    }
    this.declaration = declarations.declare(settings);
  }

  /** Stops the account; the next activation finds its profile free. */
  @Deactivate
  public void stop() {
    try {
      declaration.close().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("A declared account did not stop within {} s", STOP_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> texts(Map<String, Object> configuration) {
    Map<String, String> texts = new LinkedHashMap<>();
    configuration.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }
}
